#pragma once

#include <deque>
#include <map>

#include "models/invariants/property.h"

namespace models::invariants {

/// When the last socket of a room has gone, the room stores nothing any more within a given time, unless somebody comes
/// again before that or the run ends.
class StorageFreed final : public Property {
 public:
  /// unless_armed: a room that has an alarm to come may free it then.
  explicit StorageFreed(sim::Duration within, bool unless_armed = false)
      : within_(within), unless_armed_(unless_armed) {}
  [[nodiscard]] std::string name() const override;
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Room {
    std::uint32_t sockets = 0;
    std::uint64_t emptied = 0;  // how often, so that a watch knows whether it is still about the present emptiness
    std::uint64_t rows = 0;
    std::uint64_t size_bytes = 0;
    std::optional<sim::Time> alarm;
  };
  struct Watch {
    sim::Time since{};
    RoomId room{};
    std::uint64_t emptied = 0;
    std::optional<sim::Time> alarm;  // armed when the room emptied
  };

  void follow_alarms(const sim::RawRecord& record);
  void judge_until(sim::Time now, const RunContext& run);
  [[nodiscard]] Violation violation(const Watch& watch, const Room& room, const RunContext& run) const;

  sim::Duration within_;
  bool unless_armed_;
  std::map<RoomId, Room> rooms_;
  std::deque<Watch> watches_;  // the time is the same for all, so they fall due in this order
  Findings findings_;
};

}  // namespace models::invariants
