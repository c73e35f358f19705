#pragma once

#include <map>
#include <vector>

#include "models/invariants/property.h"

namespace models::invariants {

/// No alarm runs again after it has run to its end. Alarms run at least once: when an object's host dies after alarm()
/// is done and before that is stored (`alarm duplicate`), it runs again, and what it did to the outside it does twice.
/// That is the platform's doing: no room can keep this promise against that fault, only make a second run harmless.
///
/// An alarm has run to its end when its handler ended well (InvocationEnded, level clients; AlarmEnded below that) and
/// nothing was set or deleted since it fired. It is doubled when the same alarm fires again (AlarmFired with the same
/// `due`) without a reset of the room in between, or with a reset that only the end of the run was lost to (FaultStruck
/// alarm-duplicate). A run that any other reset took back, with what it wrote and had not sent yet, is repeated
/// rightly. Unknown if no alarm fired.
class NoAlarmDoubled final : public Property {
 public:
  [[nodiscard]] std::string name() const override { return "no alarm doubled"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Room {
    std::optional<sim::Time> due;   // of the alarm that fired last, unless one was set or deleted since
    std::optional<sim::Time> done;  // when it had run to its end
    bool reset = false;             // since then
    bool end_lost = false;          // since then
  };
  Room& room(RoomId id);
  void fired(const AlarmFired& alarm, const RunContext& run);
  void ended_well(RoomId id, sim::Time at);

  std::vector<Room> rooms_;                 // by number
  std::map<InvocationId, RoomId> running_;  // alarms
  Findings findings_;
};

}  // namespace models::invariants
