#include "models/invariants/one_instance_at_a_time.h"

#include <fmt/format.h>

#include "sim/calendar.h"

namespace models::invariants {

OneInstanceAtATime::Room& OneInstanceAtATime::room(RoomId id) {
  const auto index = static_cast<std::size_t>(id);
  if (rooms_.size() <= index) rooms_.resize(index + 1);
  return rooms_[index];
}

void OneInstanceAtATime::visit(const sim::RawRecord& record, const RunContext& run) {
  on<InstanceConstructed>(record, [&](const InstanceConstructed& made) {
    findings_.examined();
    Room& of = room(made.room);
    if (of.alive)
      findings_.violated({.at = record.at,
                          .who = run.room(made.room),
                          .explanation = {fmt::format("An instance was constructed, but the one of {} had not gone.",
                                                      sim::format_time(of.since))},
                          .record = run.record()});
    of = {true, record.at};
  });
  on<Hibernated>(record, [&](const Hibernated& hibernated) { gone(hibernated.room, record.at); });
  on<Evicted>(record, [&](const Evicted& evicted) { gone(evicted.room, record.at); });
  on<RoomReset>(record, [&](const RoomReset& reset) { gone(reset.room, record.at); });
  on<InvocationBegan>(record, [&](const InvocationBegan& began) {
    if (began.room == RoomId::none || room(began.room).alive) return;
    findings_.violated(
        {.at = record.at,
         .who = run.room(began.room),
         .explanation = {fmt::format("A handler ({}) began while no instance was alive, since {}.",
                                     models::name_of(began.kind), sim::format_time(room(began.room).since))},
         .record = run.record()});
  });
}

Verdict OneInstanceAtATime::verdict(const RunContext& /*run*/) {
  return findings_.verdict(name(), "no object was constructed");
}

}  // namespace models::invariants
