#pragma once

#include <map>

#include "models/invariants/property.h"

namespace models::invariants {

/// Each alarm runs within a bound of when it is due. It is due at the time that was set, or when it was set if that was
/// later (a time that has passed means now); a failed run again at the time of its retry. An alarm that was replaced or
/// deleted meanwhile is not judged, nor is one whose bound ends after the run. Reads AlarmSet, AlarmCleared, AlarmFired
/// and AlarmEnded (level lifecycle). Unknown if no alarm's time came in the run.
class AlarmsOnTime final : public Property {
 public:
  explicit AlarmsOnTime(sim::Duration within) : within_(within) {}
  [[nodiscard]] std::string name() const override;
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Waiting {
    sim::Time set_at{};
    sim::Time due{};
    bool retry = false;
    bool another_ran = false;  // when it was set
  };
  struct Room {
    std::optional<Waiting> waiting;
    bool runs = false;
  };
  [[nodiscard]] static sim::Time expected(const Waiting& alarm) { return std::max(alarm.due, alarm.set_at); }
  void fired(RoomId id, const RunContext& run);

  sim::Duration within_;
  std::map<RoomId, Room> rooms_;
  Findings findings_;
};

}  // namespace models::invariants
