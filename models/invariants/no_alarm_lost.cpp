#include "models/invariants/no_alarm_lost.h"

#include <fmt/format.h>

#include "sim/calendar.h"

namespace models::invariants {

void NoAlarmLost::visit(const sim::RawRecord& record, const RunContext& run) {
  on<AlarmSet>(record, [&](const AlarmSet& set) {
    Room& room = rooms_[set.room];
    room.waiting = Alarm{.set_at = record.at, .due = set.due, .retry = false, .set_while_running = room.running};
  });
  on<AlarmCleared>(record, [&](const AlarmCleared& cleared) { rooms_[cleared.room].waiting.reset(); });
  on<AlarmFired>(record, [&](const AlarmFired& alarm) { fired(alarm, record.at, run); });
  on<AlarmEnded>(record, [&](const AlarmEnded& ended) {
    Room& room = rooms_[ended.room];
    room.running.reset();
    // An alarm set meanwhile takes the place of the retry; one deleted meanwhile is not tried again.
    if (ended.ok || ended.given_up || room.waiting || ended.retry_at < record.at) return;
    room.waiting = Alarm{.set_at = record.at, .due = ended.retry_at, .retry = true, .set_while_running = {}};
  });
}

void NoAlarmLost::fired(const AlarmFired& fired, sim::Time now, const RunContext& run) {
  Room& room = rooms_[fired.room];
  room.running = fired.due;
  if (!room.waiting) return;
  findings_.examined();
  const sim::Time due = room.waiting->due;
  if (now < due) {
    findings_.violated({.at = now,
                        .who = run.room(fired.room),
                        .explanation = {fmt::format("An alarm that was due at {} ran already at {}.",
                                                    sim::format_time(due), sim::format_time(now))}});
  }
  room.waiting.reset();
}

Verdict NoAlarmLost::verdict(const RunContext& run) {
  Findings findings = findings_;
  for (const auto& [id, room] : rooms_) {
    if (!room.waiting || sim::later(room.waiting->due, kLateness) > run.now()) continue;
    const Alarm& alarm = *room.waiting;
    findings.examined();
    Violation violation{.at = alarm.due, .who = run.room(id), .explanation = {}};
    violation.explanation.push_back(
        alarm.retry ? fmt::format("alarm() failed at {}, to be tried again at {}; it never was.",
                                  sim::format_time(alarm.set_at), sim::format_time(alarm.due))
                    : fmt::format("An alarm was set at {} for {}. It never ran, and nothing deleted or replaced it.",
                                  sim::format_time(alarm.set_at), sim::format_time(alarm.due)));
    if (alarm.set_while_running && sim::to_epoch_ms(*alarm.set_while_running) == sim::to_epoch_ms(alarm.due)) {
      violation.explanation.emplace_back(
          "It was set within alarm(), for the very millisecond for which the running alarm itself had been set. The "
          "platform takes it for the running one and drops it when alarm() succeeds. Remedy: set it at least one "
          "millisecond later.");
    }
    violation.explanation.emplace_back("Whatever was to follow from that alarm in this room does not happen.");
    findings.violated(std::move(violation));
  }
  return findings.verdict(name(), "no alarm was due in the run");
}

}  // namespace models::invariants
