#pragma once

#include <vector>

#include "models/invariants/property.h"
#include "models/invariants/property_spec.h"
#include "sim/queue.h"

namespace models::invariants {

/// A room wakes at most so often in any stretch of time of a given length. A wake is a construction of an object that
/// had hibernated or been evicted (InstanceConstructed, level lifecycle); one that was reset comes back for another
/// reason, and does not count. `wakes when idle` counts only those whose first event is the room's own alarm
/// (InvocationBegan, level clients): nobody asked for them.
///
/// Of each room only so many wakes are kept as the bound allows. Unknown if no room woke (in that way).
class WakesBounded final : public Property {
 public:
  WakesBounded(const CountLimit& limit, bool idle_only) : limit_(limit), idle_only_(idle_only) {}
  [[nodiscard]] std::string name() const override;
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Room {
    sim::Queue<sim::Time> wakes;
    bool untold = false;  // woke, and no event has begun
  };
  Room& room(RoomId id);
  void woke(RoomId id, const RunContext& run);

  CountLimit limit_;
  bool idle_only_;
  std::vector<Room> rooms_;  // by number
  Findings findings_;
};

}  // namespace models::invariants
