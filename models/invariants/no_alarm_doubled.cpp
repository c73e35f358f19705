#include "models/invariants/no_alarm_doubled.h"

#include <fmt/format.h>

#include "sim/calendar.h"

namespace models::invariants {

NoAlarmDoubled::Room& NoAlarmDoubled::room(RoomId id) {
  const auto index = static_cast<std::size_t>(id);
  if (rooms_.size() <= index) rooms_.resize(index + 1);
  return rooms_[index];
}

void NoAlarmDoubled::visit(const sim::RawRecord& record, const RunContext& run) {
  on<AlarmSet>(record, [this](const AlarmSet& set) { room(set.room) = {}; });
  on<AlarmCleared>(record, [this](const AlarmCleared& cleared) { room(cleared.room) = {}; });
  on<AlarmFired>(record, [&](const AlarmFired& alarm) { fired(alarm, run); });
  on<InvocationBegan>(record, [this](const InvocationBegan& began) {
    if (began.kind == InvocationKind::alarm && began.room != RoomId::none) running_[began.id] = began.room;
  });
  on<InvocationEnded>(record, [&](const InvocationEnded& ended) {
    const auto alarm = running_.empty() ? running_.end() : running_.find(ended.id);
    if (alarm == running_.end()) return;
    if (ended.ok) ended_well(alarm->second, record.at);
    running_.erase(alarm);
  });
  on<AlarmEnded>(record, [&](const AlarmEnded& ended) {
    if (ended.ok) ended_well(ended.room, record.at);
  });
  on<RoomReset>(record, [this](const RoomReset& reset) { room(reset.room).reset = true; });
  on<FaultStruck>(record, [this](const FaultStruck& fault) {
    if (fault.kind == FaultKind::alarm_duplicate && fault.room != RoomId::none) room(fault.room).end_lost = true;
  });
}

void NoAlarmDoubled::ended_well(RoomId id, sim::Time at) {
  Room& of = room(id);
  if (!of.due || of.done) return;
  of.done = at;
  of.reset = of.end_lost = false;
}

void NoAlarmDoubled::fired(const AlarmFired& alarm, const RunContext& run) {
  findings_.examined();
  Room& of = room(alarm.room);
  if (of.due == alarm.due && of.done && (!of.reset || of.end_lost)) {
    Violation violation{.at = run.now(), .who = run.room(alarm.room), .explanation = {}, .record = run.record()};
    violation.explanation.push_back(
        fmt::format("The alarm that was due at {} had run to its end at {}, and runs again.",
                    sim::format_time(alarm.due), sim::format_time(*of.done)));
    if (of.end_lost)
      violation.explanation.emplace_back(
          "Its object was lost before the end of the run was stored. Alarms run at least once: what alarm() does to "
          "the "
          "outside needs a key by which it can be told that it was done.");
    findings_.violated(std::move(violation));
  }
  of = {.due = alarm.due, .done = {}, .reset = false, .end_lost = false};
}

Verdict NoAlarmDoubled::verdict(const RunContext& /*run*/) { return findings_.verdict(name(), "no alarm fired"); }

}  // namespace models::invariants
