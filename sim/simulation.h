#pragma once

// The run loop: takes the earliest event from the future event set, moves virtual time to it, runs it, until the
// horizon, the end of events or a limit. Only this loop resumes a coroutine.

#include <cstdint>
#include <functional>
#include <string_view>

#include "sim/choice.h"
#include "sim/future_event_set.h"
#include "sim/time.h"
#include "sim/trace.h"

namespace sim {

struct RunLimits {
  Time horizon{};                                        // events later than this do not run
  std::uint64_t max_events = 4'000'000'000;              // event budget of the whole run
  std::uint64_t max_events_at_one_instant = 1'000'000;   // more than this: time stands still
};

/// Why a run ended.
enum class RunOutcome : std::uint8_t { horizon, out_of_events, event_budget, time_stands_still, stopped };
[[nodiscard]] std::string_view name_of(RunOutcome outcome);

class Simulation {
 public:
  Simulation(Time start, Choices& choices, TraceWriter& trace);

  [[nodiscard]] Time now() const { return now_; }
  [[nodiscard]] Choices& choices() { return choices_; }
  [[nodiscard]] TraceWriter& trace() { return trace_; }

  /// Runs the action at t, or now if t is past. Events of one instant run in the order they were scheduled.
  EventHandle at(Time t, Action action);
  EventHandle after(Duration delay, Action action) { return at(now_ + delay, std::move(action)); }
  /// True if the event was still to come. A stale handle is harmless.
  bool cancel(EventHandle handle);
  [[nodiscard]] bool pending(EventHandle handle) const;

  /// Writes a record stamped with the present time.
  template <Record R>
  void record(const R& r) {
    trace_.write(now_, r);
  }

  /// Ends the run after the current event.
  void stop() { stopped_ = true; }

  RunOutcome run(const RunLimits& limits);
  [[nodiscard]] std::uint64_t events_run() const { return events_run_; }

 private:
  Time now_;
  Choices& choices_;
  TraceWriter& trace_;
  FutureEventSet events_;
  std::uint64_t events_run_ = 0;
  std::uint64_t events_at_now_ = 0;
  bool stopped_ = false;
};

}  // namespace sim
