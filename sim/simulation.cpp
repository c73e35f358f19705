#include "sim/simulation.h"

#include <algorithm>

namespace sim {

std::string_view name_of(RunOutcome outcome) {
  switch (outcome) {
    case RunOutcome::horizon:
      return "horizon";
    case RunOutcome::out_of_events:
      return "out of events";
    case RunOutcome::event_budget:
      return "event budget";
    case RunOutcome::time_stands_still:
      return "time stands still";
    case RunOutcome::stopped:
      return "stopped";
  }
  return "unknown";
}

Simulation::Simulation(Time start, Choices& choices, TraceWriter& trace)
    : now_(start), choices_(choices), trace_(trace) {}

EventHandle Simulation::at(Time t, Action action) { return events_.push(std::max(t, now_), 0, std::move(action)); }

bool Simulation::cancel(EventHandle handle) { return events_.cancel(handle); }

bool Simulation::pending(EventHandle handle) const { return events_.contains(handle); }

RunOutcome Simulation::run(const RunLimits& limits) {
  while (!stopped_) {
    if (events_.empty()) return RunOutcome::out_of_events;
    const Time next = events_.earliest();
    if (next > limits.horizon) {
      if (limits.horizon > now_) {
        now_ = limits.horizon;
        events_at_now_ = 0;
      }
      return RunOutcome::horizon;
    }
    if (events_run_ >= limits.max_events) return RunOutcome::event_budget;
    if (next != now_) {
      now_ = next;
      events_at_now_ = 0;
    }
    if (events_at_now_ >= limits.max_events_at_one_instant) return RunOutcome::time_stands_still;
    ++events_at_now_;
    ++events_run_;
    FutureEventSet::Event event = events_.pop();
    event.action();
  }
  stopped_ = false;
  return RunOutcome::stopped;
}

}  // namespace sim
