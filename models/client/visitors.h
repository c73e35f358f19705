#pragma once

#include <cstdint>
#include <optional>

#include "models/client/group.h"
#include "sim/choice.h"
#include "sim/time.h"

namespace models::client {

/// When the visitors of a group come, one after another.
class Visitors {
 public:
  /// `group` is whose draws these are.
  Visitors(const Arrive& arrive, sim::Choices& choices, sim::Entity group, sim::Time start);
  /// Empty: nobody comes any more.
  [[nodiscard]] std::optional<sim::Time> next();
  /// How many have come; the latest is number come() - 1.
  [[nodiscard]] std::uint32_t come() const { return come_; }
  /// The row of one of them, if there is a table.
  [[nodiscard]] const Visit* visit(std::uint32_t number) const;

 private:
  [[nodiscard]] sim::Time next_by_rates();
  [[nodiscard]] sim::Time next_in_bursts();

  const Arrive& arrive_;
  sim::RandomStream gaps_;
  sim::RandomStream bursts_;
  sim::Time start_;
  sim::Time last_;
  sim::Time burst_ends_;
  std::uint32_t come_ = 0;
};

}  // namespace models::client
