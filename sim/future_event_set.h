#pragma once

// Events that are still to come, in a total order: (time, tiebreak, sequence).

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/time.h"

namespace sim {

/// What an event does. Move-only; small callables live inside it without an allocation.
class Action;

/// Names one scheduled event. The generation tells a reused slot from the event that was meant.
struct EventHandle {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;  // 0: no event
  explicit operator bool() const { return generation != 0; }
  friend bool operator==(const EventHandle&, const EventHandle&) = default;
};

class FutureEventSet;

}  // namespace sim
