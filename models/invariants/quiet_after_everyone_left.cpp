#include "models/invariants/quiet_after_everyone_left.h"

#include <fmt/format.h>

#include <utility>

#include "sim/calendar.h"

namespace models::invariants {

namespace {

/// Work that was begun for somebody may go through several objects and alarms; what goes round in a circle does not
/// end.
constexpr std::uint32_t kRoundsAlone = 6;

}  // namespace

std::string QuietAfterEveryoneLeft::name() const {
  return fmt::format("quiet after everyone left, within {}", sim::format_duration(within_));
}

QuietAfterEveryoneLeft::Room& QuietAfterEveryoneLeft::room(RoomId id) {
  const auto index = static_cast<std::size_t>(id);
  if (rooms_.size() <= index) rooms_.resize(index + 1);
  return rooms_[index];
}

void QuietAfterEveryoneLeft::visit(const sim::RawRecord& record, const RunContext& run) {
  judge_until(record.at, run);
  if (const auto changed = sockets_.visit(record)) sockets_changed(*changed, record.at);
  on<WorkerRequest>(record, [&](const WorkerRequest&) { outside_at_ = record.at; });
  on<CronFired>(record, [&](const CronFired&) { outside_at_ = record.at; });
  on<RequestBilled>(record, [&](const RequestBilled& request) {
    if (request.kind != InvocationKind::alarm) came(request.room, record.at);
  });
  on<InvocationBegan>(record, [&](const InvocationBegan& began) {
    if (began.kind == InvocationKind::rpc && began.room != RoomId::none) came(began.room, record.at);
  });
  on<AlarmSet>(record, [&](const AlarmSet& set) { room(set.room).alarm_set_at = record.at; });
  on<AlarmFired>(record, [&](const AlarmFired& alarm) { alarm_fired(alarm, run); });
  on<DurationBegan>(record, [this](const DurationBegan& began) {
    room(began.room).on_a_timer = began.reason == DurationReason::timer;
    room(began.room).at_work = began.reason == DurationReason::handler || began.reason == DurationReason::wait_until ||
                               began.reason == DurationReason::unfinished_io;
  });
  on<DurationEnded>(
      record, [this](const DurationEnded& ended) { room(ended.room).on_a_timer = room(ended.room).at_work = false; });
}

void QuietAfterEveryoneLeft::sockets_changed(RoomId id, sim::Time at) {
  Room& of = room(id);
  const bool occupied = !sockets_.of(id).empty();
  if (std::exchange(of.occupied, occupied) != occupied) occupied ? ++occupied_ : --occupied_;
  outside_at_ = at;
  if (occupied) {
    of.empty_since.reset();
    return;
  }
  emptied(id, at);
}

void QuietAfterEveryoneLeft::came(RoomId id, sim::Time at) {
  if (sockets_.of(id).empty()) emptied(id, at);
}

void QuietAfterEveryoneLeft::emptied(RoomId id, sim::Time at) {
  Room& of = room(id);
  of.empty_since = at;
  if (!std::exchange(of.watched, true)) watches_.emplace(sim::later(at, within_), id);
}

void QuietAfterEveryoneLeft::alarm_fired(const AlarmFired& alarm, const RunContext& run) {
  if (room(alarm.room).at_work) came(alarm.room, run.now());  // a request, or its answer, may be under way
  const auto& since = room(alarm.room).empty_since;
  const auto& set_at = room(alarm.room).alarm_set_at;
  if (!since || alarm.due <= sim::later(*since, within_)) return fired_alone(alarm, run);
  findings_.examined();
  if (!set_at || *set_at <= *since) return fired_alone(alarm, run);
  findings_.violated(
      {.at = run.now(),
       .who = run.room(alarm.room),
       .explanation = {fmt::format("Nobody has been in {} since {}; at {} it set an alarm for {}, which ran.",
                                   run.room(alarm.room), sim::format_time(*since), sim::format_time(*set_at),
                                   sim::format_time(alarm.due)),
                       "An alarm that sets itself again wakes an empty room for ever: each run is a request, a written "
                       "row and time in memory. Set none when nobody is there, and begin again when somebody comes."},
       .record = run.record()});
}

/// Others have come since, but they are objects of the application in which nobody has been either.
void QuietAfterEveryoneLeft::fired_alone(const AlarmFired& alarm, const RunContext& run) {
  Room& of = room(alarm.room);
  if (occupied_ > 0 || !of.alarm_set_at || *of.alarm_set_at <= sim::later(outside_at_, within_)) return;
  if (std::exchange(of.alone_since, outside_at_) != outside_at_) of.alone = 0;
  if (++of.alone != kRoundsAlone) return;
  findings_.violated(
      {.at = run.now(),
       .who = run.room(alarm.room),
       .explanation =
           {fmt::format("Nobody has come from outside since {}, but objects call each other: {} has set and "
                        "run an alarm {} times since.",
                        sim::format_time(outside_at_), run.room(alarm.room), kRoundsAlone),
            "Objects that call each other from their alarms keep each other awake for ever, and each round is "
            "requests, written rows and time in memory of both. Pass on what came from outside only."},
       .record = run.record()});
}

/// What happens at the very last moment still counts as in time.
void QuietAfterEveryoneLeft::judge_until(sim::Time now, const RunContext& run) {
  while (!watches_.empty() && watches_.begin()->first < now) {
    const RoomId id = watches_.begin()->second;
    watches_.erase(watches_.begin());
    Room& of = room(id);
    of.watched = false;
    if (!of.empty_since) continue;
    const sim::Time until = sim::later(*of.empty_since, within_);
    if (until >= now) {
      of.watched = true;
      watches_.emplace(until, id);
      continue;
    }
    findings_.examined();
    if (!of.on_a_timer) continue;
    findings_.violated(
        {.at = until,
         .who = run.room(id),
         .explanation = {fmt::format("Nobody had been in {} since {}, and a timer of its own kept it in "
                                     "memory, and billed, still at {}.",
                                     run.room(id), sim::format_time(*of.empty_since), sim::format_time(until)),
                         "Clear intervals when the last socket goes."}});
  }
}

Verdict QuietAfterEveryoneLeft::verdict(const RunContext& run) {
  judge_until(run.now(), run);
  return findings_.verdict(name(), "no room stayed empty for longer than that within the run");
}

}  // namespace models::invariants
