#pragma once

#include <cstdint>
#include <optional>

#include "models/client/group.h"
#include "sim/choice.h"
#include "sim/time.h"

namespace models::client {

/// When one client's sessions fall due: a Poisson process that rests in the quiet hours, with a rate outside them such
/// that the mean a day is as asked.
class Arrivals {
 public:
  /// `sessions.per_day` > 0. Throws std::invalid_argument if it is quiet all day.
  Arrivals(const Sessions& sessions, sim::RandomStream stream, sim::Time start);
  /// The next one, later than all before it.
  [[nodiscard]] sim::Time next();

 private:
  [[nodiscard]] sim::Time skip_quiet(sim::Time t) const;

  sim::RandomStream stream_;
  sim::Time last_;
  sim::Duration quiet_from_{};
  sim::Duration quiet_for_{};
  sim::Distribution gap_;
};

}  // namespace models::client
