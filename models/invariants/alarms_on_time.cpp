#include "models/invariants/alarms_on_time.h"

#include <fmt/format.h>

#include "sim/calendar.h"

namespace models::invariants {

std::string AlarmsOnTime::name() const {
  return fmt::format("alarms on time within {}", sim::format_duration(within_));
}

void AlarmsOnTime::visit(const sim::RawRecord& record, const RunContext& run) {
  on<AlarmSet>(record, [&](const AlarmSet& set) {
    Room& room = rooms_[set.room];
    room.waiting = Waiting{.set_at = record.at, .due = set.due, .retry = false, .another_ran = room.runs};
  });
  on<AlarmCleared>(record, [this](const AlarmCleared& cleared) { rooms_[cleared.room].waiting.reset(); });
  on<AlarmFired>(record, [&](const AlarmFired& alarm) { fired(alarm.room, run); });
  on<AlarmEnded>(record, [&](const AlarmEnded& ended) {
    Room& room = rooms_[ended.room];
    room.runs = false;
    if (ended.ok || ended.given_up || room.waiting || ended.retry_at < record.at) return;
    room.waiting = Waiting{.set_at = record.at, .due = ended.retry_at, .retry = true, .another_ran = false};
  });
}

void AlarmsOnTime::fired(RoomId id, const RunContext& run) {
  Room& room = rooms_[id];
  room.runs = true;
  if (!room.waiting) return;
  const Waiting alarm = *room.waiting;
  room.waiting.reset();
  findings_.examined();
  const sim::Duration late = run.now() - expected(alarm);
  if (late <= within_) return;
  Violation violation{.at = run.now(), .who = run.room(id), .explanation = {}, .record = run.record()};
  violation.explanation.push_back(fmt::format(
      "{} {} ran at {}, {} late.", alarm.retry ? "The retry of an alarm, due at" : "An alarm that was due at",
      sim::format_time(expected(alarm)), sim::format_time(run.now()), sim::format_duration(late)));
  if (alarm.another_ran)
    violation.explanation.emplace_back("It was set while alarm() ran: the next run waits for the end of that one.");
  findings_.violated(std::move(violation));
}

Verdict AlarmsOnTime::verdict(const RunContext& run) {
  Findings findings = findings_;
  for (const auto& [id, room] : rooms_) {
    if (!room.waiting || sim::later(expected(*room.waiting), within_) >= run.now()) continue;
    findings.examined();
    findings.violated(
        {.at = sim::later(expected(*room.waiting), within_),
         .who = run.room(id),
         .explanation = {fmt::format("An alarm that was due at {} had not run when the run ended, {} later.",
                                     sim::format_time(expected(*room.waiting)),
                                     sim::format_duration(run.now() - expected(*room.waiting)))}});
  }
  return findings.verdict(name(), "no alarm was due in the run");
}

}  // namespace models::invariants
