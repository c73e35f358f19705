#pragma once

// Small changes of order, one by one: two neighbours that change places, all orders of what arrives at the very same
// moment, an alarm in each later gap between steps.

#include <vector>

#include "scenarios/fuzz/holds.h"

namespace scenarios::fuzz {

/// Each is one change, as the faults that make it.
using Reorderings = std::vector<std::vector<Mischief>>;

/// Steps of two threads with nothing of a third between them: the first is held back until after the second.
[[nodiscard]] Reorderings swaps(const std::vector<RoomThread>& threads, const Patience& patience);

/// Of what arrives at the same nanosecond by several ways: every other order, as long as they are no more than `most`.
/// complete: whether that was all.
struct TieOrders {
  Reorderings orders;
  bool complete = true;
};
[[nodiscard]] TieOrders tie_orders(const std::vector<RoomThread>& threads, std::size_t most);

/// Each alarm just after each step that comes within a minute of it.
[[nodiscard]] Reorderings alarms_at_gaps(const std::vector<RoomThread>& threads);

}  // namespace scenarios::fuzz
