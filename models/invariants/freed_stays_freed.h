#pragma once

#include <map>

#include "models/invariants/property.h"

namespace models::invariants {

/// What deleteAll() has freed does not come back by itself. Before the compatibility date 2026-02-24 deleteAll() leaves
/// the alarm armed: it fires, the constructor or alarm() stores something again, and that is billed for good, with
/// nobody there.
///
/// Violated if an alarm that was armed before the handler that deleted all (StorageUsed delete-all, level clients, and
/// Committed with no rows) fires for the first time after that, and a minute later, or at the end of the run, rows are
/// stored and nobody has come to the room since the deletion. Unknown if no room deleted all that it stored.
class FreedStaysFreed final : public Property {
 public:
  [[nodiscard]] std::string name() const override { return "freed storage stays freed"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Room {
    std::uint64_t rows = 0;
    bool deleting = false;                  // what is not committed yet has a deleteAll() in it
    std::optional<sim::Time> alarm;         // armed
    std::optional<sim::Time> alarm_before;  // armed before the handler that runs began
    std::optional<sim::Time> freed;         // when, if an alarm was left
    std::optional<sim::Time> left_over;     // when the alarm that was left is due
    std::optional<sim::Time> fired;         // when it fired
    bool woken = false;                     // since it was freed
  };

  void follow_alarms(const sim::RawRecord& record);
  void committed(const Committed& commit, sim::Time at);
  void somebody_came(RoomId id, const RunContext& run);
  void judge(RoomId id, const RunContext& run, Findings& findings) const;

  std::map<RoomId, Room> rooms_;
  Findings findings_;
};

}  // namespace models::invariants
