#pragma once

#include <cstddef>
#include <functional>

namespace commands {

struct OrderedTasks {
  std::size_t most = 0;
  unsigned jobs = 0;  // at a time; 0: one a core
  /// Does a task, on any thread.
  std::function<void(std::size_t task)> play;
  /// Asked by the calling thread whenever the tasks below `done` are all done, for each such number once, in order.
  /// False: no more are needed. Those that are under way are waited for, and their results are nobody's.
  std::function<bool(std::size_t done)> goes_on;
  /// Called by the calling thread several times a second while it waits.
  std::function<void()> on_tick = nullptr;
};

/// What comes of it does not depend on the number of jobs. What a task or goes_on throws comes out here, the first
/// task's first.
void run_in_order(const OrderedTasks& tasks);

}  // namespace commands
