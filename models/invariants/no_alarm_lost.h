#pragma once

#include <chrono>
#include <map>

#include "models/invariants/property.h"

namespace models::invariants {

/// Each alarm that is set runs, when it is due or later, unless it is deleted or replaced first. An alarm that is due
/// within kLateness of the end of the run, or after it, may still be to come.
class NoAlarmLost final : public Property {
 public:
  static constexpr sim::Duration kLateness = std::chrono::seconds(60);

  [[nodiscard]] std::string name() const override { return "no alarm lost"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Alarm {
    sim::Time set_at{};
    sim::Time due{};
    bool retry = false;
    std::optional<sim::Time> set_while_running;  // an alarm that was due then
  };
  struct Room {
    std::optional<Alarm> waiting;
    std::optional<sim::Time> running;  // when the alarm that runs now was due
  };

  void fired(const AlarmFired& fired, sim::Time now, const RunContext& run);

  std::map<RoomId, Room> rooms_;
  Findings findings_;
};

}  // namespace models::invariants
