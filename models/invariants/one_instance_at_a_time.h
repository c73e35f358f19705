#pragma once

#include <vector>

#include "models/invariants/property.h"

namespace models::invariants {

/// Of each object there is one live instance at most, and no code of it runs while there is none. An instance lives
/// from InstanceConstructed until Hibernated, Evicted or RoomReset (level lifecycle); what runs is InvocationBegan
/// (level clients). It is the platform's promise: a violation is a fault of the simulator, or of the trace. Unknown if
/// no object was ever constructed.
class OneInstanceAtATime final : public Property {
 public:
  [[nodiscard]] std::string name() const override { return "one instance at a time"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Room {
    bool alive = false;
    sim::Time since{};  // it lives, or does not
  };
  Room& room(RoomId id);
  void gone(RoomId id, sim::Time at) { room(id) = {false, at}; }

  std::vector<Room> rooms_;  // by number
  Findings findings_;
};

}  // namespace models::invariants
