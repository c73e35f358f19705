#pragma once

#include <map>
#include <vector>

#include "models/invariants/live_sockets.h"
#include "models/invariants/property.h"

namespace models::invariants {

/// A room whose last socket has gone, or whose last request came, becomes quiet: from a bound on, no alarm of its own
/// runs in it and no timer keeps it in memory, until somebody comes again. Whoever sends a request counts as coming, as
/// does an object that calls it; the bound begins anew then. But objects that call each other from their alarms, while
/// nobody has come from outside for longer than the bound, keep each other awake: not more than a few times. An alarm
/// that was due within the bound and comes late is not the room's doing.
///
/// Reads SocketAccepted, SocketGone, WorkerRequest, CronFired, RequestBilled, AlarmSet, AlarmFired, DurationBegan,
/// DurationEnded and what ends an instance (level lifecycle); calls over RPC in sessions that exist already only at
/// level clients. A room that only answers requests is empty after each. Unknown if no room stayed empty beyond the
/// bound.
class QuietAfterEveryoneLeft final : public Property {
 public:
  explicit QuietAfterEveryoneLeft(sim::Duration within) : within_(within) {}
  [[nodiscard]] std::string name() const override;
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Room {
    std::optional<sim::Time> empty_since;  // or since the last request while it was
    std::optional<sim::Time> alarm_set_at;
    sim::Time alone_since{};  // when somebody had last been anywhere, and
    std::uint32_t alone = 0;  // how many alarms it has set and run since
    bool occupied = false;
    bool watched = false;
    bool on_a_timer = false;  // billed for it
    bool at_work = false;     // billed for a handler, or for what one has begun
  };
  Room& room(RoomId id);
  void came(RoomId id, sim::Time at);
  void emptied(RoomId id, sim::Time at);
  void sockets_changed(RoomId id, sim::Time at);
  void alarm_fired(const AlarmFired& alarm, const RunContext& run);
  void fired_alone(const AlarmFired& alarm, const RunContext& run);
  void judge_until(sim::Time now, const RunContext& run);

  sim::Duration within_;
  LiveSockets sockets_;
  sim::Time outside_at_{};                    // somebody came to the application, or left it
  std::size_t occupied_ = 0;                  // rooms
  std::vector<Room> rooms_;                   // by number
  std::multimap<sim::Time, RoomId> watches_;  // by when the bound ends, at the earliest
  Findings findings_;
};

}  // namespace models::invariants
