#pragma once

// Idle quiescence: once nobody is there any more, rooms come to rest.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/records.h"
#include "sim/time.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

/// How long a run goes on after its end, with nobody there.
inline constexpr sim::Duration kAlone = std::chrono::hours(3);
/// How long after the last departure a room may still have something to do.
inline constexpr sim::Duration kClearsUp = std::chrono::hours(1);

/// Reads a run that goes on for kAlone after the scenario's end.
class Restless {
 public:
  void visit(const sim::RawRecord& record);
  /// A room that in the last hour was at work again and again, each time by itself; none if somebody was there, or came
  /// from outside, in the two hours before the end.
  [[nodiscard]] std::optional<std::string> room() const;

 private:
  void client_came(sim::Time at) { last_outside_ = at; }

  std::map<models::RoomId, std::string> names_;
  std::map<models::RoomId, std::vector<sim::Time>> by_itself_;
  std::int64_t open_ = 0;  // connections
  sim::Time last_outside_ = sim::Time::min();
  sim::Time end_{};
};

}  // namespace scenarios::fuzz
