#pragma once

#include <vector>

#include "models/invariants/property.h"
#include "models/invariants/property_spec.h"
#include "models/invariants/share_within.h"

namespace models::invariants {

/// How long the first event of a room that was out of memory waits until it is handled, in quantiles that are limits:
/// from its arrival (MessageArrived, RequestBilled, AlarmFired) through loading and constructor to InvocationBegan.
/// First constructions are none of its business, and what wakes a room without such a record (a close) is left out.
///
/// Works at level all; at level clients for requests and alarms only. Unknown if no room woke, or some wakes were too
/// slow but too few to tell the quantile from.
class WakeLatency final : public Property {
 public:
  explicit WakeLatency(std::vector<QuantileLimit> limits) : share_(std::move(limits)) {}
  [[nodiscard]] std::string name() const override { return "wake latency " + share_.limits(); }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Room {
    bool in_memory = false;
    bool wakes = false;  // constructed again, and no event has begun
    std::optional<sim::Time> awaited;
  };
  Room& room(RoomId id);
  void awaited(RoomId id, sim::Time at);
  void began(RoomId id, const RunContext& run);

  std::vector<Room> rooms_;  // by number
  ShareWithin share_;
};

}  // namespace models::invariants
