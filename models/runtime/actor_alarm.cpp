#include <utility>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"

// The run of alarm() as an event of the object; when it comes and what its end leads to is AlarmScheduler's.

namespace models::runtime {

void Actor::alarm_fires(const AlarmInfo& info) {
  bill_request(InvocationKind::alarm);
  moment(Moment::alarm_fires);
  const InvocationId id = begin_invocation({.kind = InvocationKind::alarm, .respond = {}});
  here().alarm_invocation = id;
  enqueue(SectionId::root, sim::Action([this, id, info] { start_alarm(id, info); }));
}

void Actor::start_alarm(InvocationId id, const AlarmInfo& info) {
  announce(id);
  if (!alarm_.handler_begins()) {
    simulation().record(InvocationEnded{.id = id});
    here().invocations.erase(id);
    here().alarm_invocation.reset();
    return after_turn({}, sim::Distribution::constant(0));
  }
  if (!here().instance->has_handler(InvocationKind::alarm)) {
    console(ConsoleLevel::warn,
            "Attempted to run a scheduled alarm without a handler, did you remember to export an alarm() function?");
    handler_settled(id, true);
    return after_turn({}, costs().alarm);
  }
  const auto expire = [this] {
    reset({.message = "Alarm exceeded its allowed execution time",
           .remote = true,
           .overloaded = true,
           .durable_object_reset = true},
          AlarmScheduler::RunEnd::failed_counted);
  };
  here().alarm_timeout = simulation().after(platform_.options().alarm_limit, sim::Action(expire));
  const TurnEnd end = here().instance->alarm(id, info);
  after_turn(end, costs().alarm);
}

void Actor::delete_fired_alarm() {
  store_.set_alarm(std::nullopt);
  if (store_.dirty() && !store_.in_transaction()) seal_writes(simulation().now());
  if (here().commit_failed) break_gate(*std::exchange(here().commit_failed, nullptr));
}

void Actor::settle_alarm(InvocationId id, AlarmScheduler::RunEnd end) {
  simulation().cancel(here().alarm_timeout);
  // The alarm is done with when its handler's own writes are durable.
  leave(sim::Action([this, id, end] {
    here().invocations.erase(id);
    Adversity* adversity = platform_.adversity();
    if (end == AlarmScheduler::RunEnd::ok && adversity != nullptr && alarm_.running() &&
        adversity->alarm_again(*this)) {
      // Its host goes before the end of the run is stored: it will run again (spec 5.2: at least once).
      simulation().after({}, sim::Action([this, id] {
                           if (here().alarm_invocation != id) return;
                           if (in_memory() || !listed_.empty()) return host_lost();
                           // It was evicted at that very moment.
                           here().alarm_invocation.reset();
                           alarm_.run_ended(AlarmScheduler::RunEnd::failed_uncounted);
                         }));
      return;
    }
    here().alarm_invocation.reset();
    if (end == AlarmScheduler::RunEnd::ok) moment(Moment::alarm_ends);
    alarm_.run_ended(end);
  }));
}

}  // namespace models::runtime
