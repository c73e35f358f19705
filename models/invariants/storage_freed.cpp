#include "models/invariants/storage_freed.h"

#include <fmt/format.h>

#include "sim/calendar.h"

namespace models::invariants {

std::string StorageFreed::name() const {
  return fmt::format("storage freed within {} of the last departure", sim::format_duration(within_));
}

void StorageFreed::visit(const sim::RawRecord& record, const RunContext& run) {
  judge_until(record.at, run);
  follow_alarms(record);
  on<Committed>(record, [this](const Committed& committed) {
    Room& room = rooms_[committed.room];
    room.rows = committed.rows;
    room.size_bytes = committed.size_bytes;
  });
  on<SocketAccepted>(record, [this](const SocketAccepted& accepted) {
    Room& room = rooms_[accepted.room];
    if (room.sockets++ == 0) ++room.emptied;
  });
  on<SocketGone>(record, [&](const SocketGone& gone) {
    Room& room = rooms_[gone.room];
    if (room.sockets == 0 || --room.sockets > 0) return;
    watches_.push_back({.since = record.at, .room = gone.room, .emptied = room.emptied, .alarm = room.alarm});
  });
}

void StorageFreed::follow_alarms(const sim::RawRecord& record) {
  on<AlarmSet>(record, [this](const AlarmSet& set) { rooms_[set.room].alarm = set.due; });
  on<AlarmCleared>(record, [this](const AlarmCleared& cleared) { rooms_[cleared.room].alarm.reset(); });
  on<AlarmFired>(record, [this](const AlarmFired& fired) { rooms_[fired.room].alarm.reset(); });
  on<AlarmEnded>(record, [&](const AlarmEnded& ended) {
    Room& room = rooms_[ended.room];
    if (!ended.ok && !ended.given_up && !room.alarm && ended.retry_at >= record.at) room.alarm = ended.retry_at;
  });
}

/// Judges the watches that ran out before `now`: what happens at their very last moment still counts.
void StorageFreed::judge_until(sim::Time now, const RunContext& run) {
  while (!watches_.empty() && sim::later(watches_.front().since, within_) < now) {
    const Watch watch = watches_.front();
    watches_.pop_front();
    const Room& room = rooms_[watch.room];
    if (room.emptied != watch.emptied) continue;
    findings_.examined();
    if (room.rows > 0 && !(unless_armed_ && room.alarm)) findings_.violated(violation(watch, room, run));
  }
}

Violation StorageFreed::violation(const Watch& watch, const Room& room, const RunContext& run) const {
  Violation found{.at = sim::later(watch.since, within_), .who = run.room(watch.room), .explanation = {}};
  found.explanation.push_back(
      fmt::format("The last socket of {} was gone at {}.", run.room(watch.room), sim::format_time(watch.since)));
  found.explanation.push_back(fmt::format("{} later it still stored {} rows in {} bytes, and nobody had come again.",
                                          sim::format_duration(within_), room.rows, room.size_bytes));
  if (watch.alarm) {
    found.explanation.push_back(
        fmt::format("An alarm was armed when it emptied, for {}.", sim::format_time(*watch.alarm)));
  } else {
    found.explanation.emplace_back("No alarm was armed when it emptied.");
  }
  if (room.alarm) {
    found.explanation.push_back(fmt::format("The next alarm is due at {}; storage is billed until then at least.",
                                            sim::format_time(*room.alarm)));
  } else {
    found.explanation.emplace_back(
        "No alarm is armed now: nothing will run in this room to free it until somebody comes again, and its storage "
        "is billed for good.");
  }
  return found;
}

Verdict StorageFreed::verdict(const RunContext& run) {
  judge_until(run.now(), run);
  return findings_.verdict(name(), "no room that had sockets stayed empty for that long within the run");
}

}  // namespace models::invariants
