#include "models/invariants/freed_stays_freed.h"

#include <fmt/format.h>

#include <utility>

#include "sim/calendar.h"

namespace models::invariants {
namespace {

/// What the alarm stored it may free again until then.
constexpr sim::Duration kTidiesUp = std::chrono::minutes(1);

}  // namespace

void FreedStaysFreed::visit(const sim::RawRecord& record, const RunContext& run) {
  follow_alarms(record);
  on<StorageUsed>(record, [this](const StorageUsed& used) {
    if (used.operation == StorageOperation::remove_all) rooms_[used.room].deleting = true;
  });
  on<Committed>(record, [&](const Committed& commit) { committed(commit, record.at); });
  on<InvocationBegan>(record, [&](const InvocationBegan& began) {
    if (began.room == RoomId::none) return;
    Room& room = rooms_[began.room];
    room.alarm_before = room.alarm;
    if (began.kind == InvocationKind::constructor)
      room.woken = true;
    else if (began.kind != InvocationKind::alarm && began.kind != InvocationKind::timer)
      somebody_came(began.room, run);
  });
}

void FreedStaysFreed::follow_alarms(const sim::RawRecord& record) {
  on<AlarmSet>(record, [this](const AlarmSet& set) {
    Room& room = rooms_[set.room];
    room.alarm = set.due;
    room.alarm_before.reset();
    if (!room.fired) room.left_over.reset();  // the alarm to come is another
  });
  on<AlarmCleared>(record, [this](const AlarmCleared& cleared) {
    Room& room = rooms_[cleared.room];
    room.alarm.reset();
    room.alarm_before.reset();
    if (!room.fired) room.left_over.reset();
  });
  on<AlarmFired>(record, [&](const AlarmFired& fired) {
    Room& room = rooms_[fired.room];
    room.alarm.reset();
    room.alarm_before.reset();
    if (room.left_over == fired.due && !room.fired && fired.retry_count == 0) room.fired = record.at;
  });
}

void FreedStaysFreed::committed(const Committed& commit, sim::Time at) {
  Room& room = rooms_[commit.room];
  const bool freed = std::exchange(room.deleting, false) && commit.rows == 0;
  room.rows = commit.rows;
  if (freed) {
    findings_.examined();
    room.freed = at;
    room.fired.reset();
    room.woken = false;
    room.left_over = room.alarm_before;
  } else if (!room.woken && !room.fired) {
    room.left_over.reset();  // what deleted it all has stored something since
  }
}

void FreedStaysFreed::somebody_came(RoomId id, const RunContext& run) {
  judge(id, run, findings_);
  Room& room = rooms_[id];
  room.fired.reset();
  room.left_over.reset();
}

void FreedStaysFreed::judge(RoomId id, const RunContext& run, Findings& findings) const {
  const auto there = rooms_.find(id);
  if (there == rooms_.end()) return;
  const Room& room = there->second;
  if (!room.fired || room.rows == 0 || run.now() < sim::later(*room.fired, kTidiesUp)) return;
  Violation found{.at = sim::later(*room.fired, kTidiesUp), .who = run.room(id), .explanation = {}};
  found.explanation.push_back(
      fmt::format("It had deleted all that it stored at {}, and an alarm was left that had been set before.",
                  sim::format_time(*room.freed)));
  found.explanation.push_back(fmt::format("The alarm fired at {}. Now {} stored again, though nobody has come since.",
                                          sim::format_time(*room.fired),
                                          room.rows == 1 ? "1 row is" : fmt::format("{} rows are", room.rows)));
  found.explanation.emplace_back(
      "deleteAll() deletes the alarm from the compatibility date 2026-02-24 on; before it, deleteAlarm() does.");
  findings.violated(std::move(found));
}

Verdict FreedStaysFreed::verdict(const RunContext& run) {
  Findings findings = findings_;
  for (const auto& [id, room] : rooms_) judge(id, run, findings);
  return findings.verdict(name(), "no room deleted all that it stored");
}

}  // namespace models::invariants
