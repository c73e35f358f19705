#pragma once

// The run loop: takes the earliest event from the future event set, moves virtual time to it, runs it, until the
// horizon, the end of events or a limit. Only this loop resumes a coroutine.

#include <cstdint>
#include <string_view>
#include <utility>

#include "sim/choice.h"
#include "sim/future_event_set.h"
#include "sim/living_processes.h"
#include "sim/time.h"
#include "sim/trace.h"

namespace sim {

/// Meeting one of these ends a run with an outcome that has its name.
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
  EventHandle after(Duration delay, Action action) { return at(later(now_, delay), std::move(action)); }
  /// True if the event was still to come. A stale handle is harmless.
  bool cancel(EventHandle handle);
  [[nodiscard]] bool pending(EventHandle handle) const;
  [[nodiscard]] std::size_t events_pending() const { return events_.size(); }

  /// Writes a record stamped with the present time.
  template <Record R>
  void record(const R& r) {
    trace_.write(now_, r);
  }

  /// Ends the run after the current event; before a run, ends it at once.
  void stop() { stopped_ = true; }

  /// Runs events until a limit is met; a later call goes on from there. At the horizon, now() is the horizon; after any
  /// other outcome, it is the time of the last event. What an event throws comes out of here.
  RunOutcome run(const RunLimits& limits);
  [[nodiscard]] std::uint64_t events_run() const { return events_run_; }
  /// The suspended coroutines, which end with the simulation at the latest (see process.h).
  [[nodiscard]] LivingProcesses& processes() { return processes_; }

 private:
  Time now_;
  Choices& choices_;
  TraceWriter& trace_;
  FutureEventSet events_;
  LivingProcesses processes_;  // after events_: what a frame holds may cancel events as it goes
  std::uint64_t events_run_ = 0;
  std::uint64_t events_at_now_ = 0;
  bool stopped_ = false;
};

}  // namespace sim
