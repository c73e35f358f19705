#include <algorithm>
#include <utility>

#include "models/records.h"
#include "scenarios/fault_scope.h"
#include "scenarios/faults.h"

// What the runtime tells of and asks about, as the faults of a scenario have it.

namespace scenarios {

using models::FaultKind;
using models::runtime::Actor;
using models::runtime::CommitFate;
using models::runtime::Moment;

void Faults::happened(Moment moment, Actor& actor) {
  for (Planned& planned : planned_) {
    const Fault& fault = planned.fault;
    if (!fault.when || fault.when->moment != moment || !in_scope(fault, actor)) continue;
    ++planned.seen;
    const bool due = fault.when->repeats ? planned.seen % fault.when->nth == 0 : planned.seen == fault.when->nth;
    if (!due || (fault.probability && !chance(planned, actor))) continue;
    sim::RandomStream stream = simulation().choices().stream(sim::site("fault.after"), planned.entity, planned.seen);
    const sim::Duration after = fault.after.sample_duration(stream);
    // The same moment may be the occasion that is to be struck: it is armed before anybody asks. Whatever changes the
    // object waits until its turn is over.
    if (after == sim::Duration::zero() && !is_immediate(fault)) {
      strike(planned, &actor);
      continue;
    }
    simulation().after(after, sim::Action([this, &planned, &actor] { strike(planned, &actor); }));
  }
}

bool Faults::chance(Planned& planned, const Actor& actor) {
  const std::uint64_t drawn = draw("fault.chance", planned, actor.entity(), planned.occasions[actor.room()]++);
  return static_cast<double>(drawn >> 11) * 0x1.0p-53 < *planned.fault.probability;
}

bool Faults::meets(Planned& planned, Actor& actor) {
  const Fault& fault = planned.fault;
  bool struck = planned.armed.erase(actor.room()) > 0;
  if (fault.probability && !fault.when && in_scope(fault, actor) && chance(planned, actor)) struck = true;
  if (struck) record(fault.kind, &actor);
  return struck;
}

CommitFate Faults::commit(Actor& actor) {
  CommitFate fate;
  const auto becomes = [&fate](CommitFate::Kind kind) {
    if (fate.kind == CommitFate::Kind::lands) fate.kind = kind;
  };
  for (Planned& planned : planned_) {
    switch (planned.fault.kind) {
      case FaultKind::crash_before_commit:
        if (meets(planned, actor)) becomes(CommitFate::Kind::crash_before);
        break;
      case FaultKind::crash_after_commit:
        if (meets(planned, actor)) becomes(CommitFate::Kind::crash_after);
        break;
      case FaultKind::storage_write_fails:
        if (meets(planned, actor)) becomes(CommitFate::Kind::fails);
        break;
      case FaultKind::storage_write_hangs:
        if (meets(planned, actor)) becomes(CommitFate::Kind::hangs);
        break;
      default:
        break;
    }
  }
  fate.later = delay(FaultKind::slow_storage, actor);
  return fate;
}

/// What each fault of this kind that strikes adds, together.
sim::Duration Faults::delay(FaultKind kind, Actor& actor) {
  sim::Duration total{};
  for (Planned& planned : planned_) {
    if (planned.fault.kind != kind) continue;
    const bool spell = kind == FaultKind::slow_storage && planned.fault.lasts;
    if (spell ? !under_spell(planned, actor) : !meets(planned, actor)) continue;
    sim::RandomStream stream = simulation().choices().stream(
        sim::site("fault.takes"), joined(planned.entity, actor.entity()), planned.taken[actor.room()]);
    total += planned.fault.takes.sample_duration(stream);
    planned.taken[actor.room()] = stream.drawn();
  }
  return total;
}

sim::Duration Faults::alarm_late(Actor& actor) { return delay(FaultKind::alarm_late, actor); }

bool Faults::alarm_again(Actor& actor) {
  bool again = false;
  for (Planned& planned : planned_)
    if (planned.fault.kind == FaultKind::alarm_duplicate && meets(planned, actor)) again = true;
  return again;
}

sim::Duration Faults::constructor_takes(Actor& actor) { return delay(FaultKind::constructor_slow, actor); }

bool Faults::under_spell(const Planned& planned, const Actor& actor) const {
  return std::ranges::any_of(planned.spells, [&](const Spell& spell) {
    return simulation().now() < spell.ends &&
           (spell.actor == nullptr ? in_scope(planned.fault, actor) : spell.actor == &actor);
  });
}

bool Faults::under_spell(FaultKind kind, const Actor& actor) const {
  return std::ranges::any_of(
      planned_, [&](const Planned& planned) { return planned.fault.kind == kind && under_spell(planned, actor); });
}

sim::Duration Faults::clock_ahead(const Actor* actor) const {
  sim::Duration ahead{};
  for (const Planned& planned : planned_) {
    if (planned.fault.kind != FaultKind::clock_jump) continue;
    for (const Spell& spell : planned.spells) {
      if (simulation().now() >= spell.ends) continue;
      const bool everywhere = spell.actor == nullptr && planned.fault.rooms.empty();
      const bool its =
          actor != nullptr && (spell.actor == nullptr ? in_scope(planned.fault, *actor) : spell.actor == actor);
      if (everywhere || its) ahead += planned.fault.by;
    }
  }
  return ahead;
}

bool Faults::overloaded(const Actor& actor) const { return under_spell(FaultKind::overload, actor); }
bool Faults::disk_full(const Actor& actor) const { return under_spell(FaultKind::disk_full, actor); }

}  // namespace scenarios
