#include "models/invariants/wakes_bounded.h"

#include <fmt/format.h>

#include <utility>

#include "sim/calendar.h"

namespace models::invariants {

std::string WakesBounded::name() const {
  return fmt::format("{} at most {} in {}", idle_only_ ? "wakes when idle" : "wakes of a room", limit_.most,
                     sim::format_duration(limit_.within));
}

WakesBounded::Room& WakesBounded::room(RoomId id) {
  const auto index = static_cast<std::size_t>(id);
  if (rooms_.size() <= index) rooms_.resize(index + 1);
  return rooms_[index];
}

void WakesBounded::visit(const sim::RawRecord& record, const RunContext& run) {
  on<InstanceConstructed>(record, [&](const InstanceConstructed& made) {
    const bool wakes =
        made.reason == ConstructReason::wake_from_hibernation || made.reason == ConstructReason::after_eviction;
    room(made.room).untold = wakes;
    if (wakes && !idle_only_) woke(made.room, run);
  });
  on<InvocationBegan>(record, [&](const InvocationBegan& began) {
    if (began.room == RoomId::none || !std::exchange(room(began.room).untold, false)) return;
    if (idle_only_ && began.kind == InvocationKind::alarm) woke(began.room, run);
  });
}

void WakesBounded::woke(RoomId id, const RunContext& run) {
  findings_.examined();
  auto& wakes = room(id).wakes;
  wakes.push_back(run.now());
  if (wakes.size() <= limit_.most) return;
  const sim::Time first = wakes.front();
  wakes.pop_front();
  if (run.now() - first >= limit_.within) return;
  findings_.violated(
      {.at = run.now(),
       .who = run.room(id),
       .explanation = {fmt::format("{} woke {} times within {}, from {} on{}.", run.room(id), limit_.most + 1,
                                   sim::format_duration(run.now() - first), sim::format_time(first),
                                   idle_only_ ? ", each time for an alarm of its own" : "")},
       .record = run.record()});
}

Verdict WakesBounded::verdict(const RunContext& /*run*/) {
  return findings_.verdict(name(),
                           idle_only_ ? "no alarm woke a room, or the trace does not tell what did" : "no room woke");
}

}  // namespace models::invariants
