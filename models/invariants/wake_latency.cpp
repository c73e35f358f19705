#include "models/invariants/wake_latency.h"

#include <fmt/format.h>

#include <utility>

#include "sim/calendar.h"

namespace models::invariants {

WakeLatency::Room& WakeLatency::room(RoomId id) {
  const auto index = static_cast<std::size_t>(id);
  if (rooms_.size() <= index) rooms_.resize(index + 1);
  return rooms_[index];
}

void WakeLatency::visit(const sim::RawRecord& record, const RunContext& run) {
  on<MessageArrived>(record, [&](const MessageArrived& message) {
    if (!message.auto_response) awaited(message.room, record.at);
  });
  on<RequestBilled>(record, [&](const RequestBilled& request) { awaited(request.room, record.at); });
  on<AlarmFired>(record, [&](const AlarmFired& alarm) { awaited(alarm.room, record.at); });
  on<InstanceConstructed>(record, [this](const InstanceConstructed& made) {
    Room& of = room(made.room);
    of.in_memory = true;
    of.wakes = made.reason != ConstructReason::first;
  });
  on<Hibernated>(record, [this](const Hibernated& gone) { room(gone.room) = {}; });
  on<Evicted>(record, [this](const Evicted& gone) { room(gone.room) = {}; });
  on<RoomReset>(record, [this](const RoomReset& reset) { room(reset.room) = {}; });
  on<InvocationBegan>(record, [&](const InvocationBegan& invocation) {
    if (invocation.room != RoomId::none) began(invocation.room, run);
  });
}

void WakeLatency::awaited(RoomId id, sim::Time at) {
  Room& of = room(id);
  if (!of.in_memory && !of.awaited) of.awaited = at;
}

void WakeLatency::began(RoomId id, const RunContext& run) {
  Room& of = room(id);
  if (!std::exchange(of.wakes, false) || !of.awaited) return;
  const sim::Duration took = run.now() - *of.awaited;
  of.awaited.reset();
  if (!share_.add(took)) return;
  share_.told({.at = run.now(),
               .who = run.room(id),
               .explanation = {fmt::format("The first wake to be too slow took {}.", sim::format_duration(took))},
               .record = run.record()});
}

Verdict WakeLatency::verdict(const RunContext& /*run*/) {
  return share_.verdict(name(), "wakes", "no room woke, or the trace does not tell for what");
}

}  // namespace models::invariants
