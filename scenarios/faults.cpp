#include "scenarios/faults.h"

#include <algorithm>
#include <map>
#include <utility>

#include "models/records.h"
#include "scenarios/fault_scope.h"

// When faults strike, and whom.

namespace scenarios {
using models::FaultKind;
using models::runtime::Actor;

Faults::Faults(models::runtime::Platform& platform, models::network::Network& network, std::vector<Fault> faults)
    : platform_(platform), network_(network) {
  std::map<FaultKind, std::uint64_t> of_kind;
  for (Fault& fault : faults) {
    const sim::Entity entity = sim::entity(models::name_of(fault.kind), of_kind[fault.kind]++);
    planned_.push_back({.fault = std::move(fault),
                        .entity = entity,
                        .times = platform.simulation().choices().stream(sim::site("fault.time"), entity),
                        .occasions = {},
                        .taken = {},
                        .armed = {},
                        .spells = {}});
  }
  // Nobody else need be told of moments or asked.
  const auto listens = [](const Planned& planned) {
    const Fault& fault = planned.fault;
    return fault.when || awaits_occasion(fault) || is_spell(fault);
  };
  if (std::ranges::any_of(planned_, listens)) platform_.set_adversity(this);
}

std::uint64_t Faults::draw(std::string_view site, const Planned& planned, sim::Entity whose,
                           std::uint64_t ordinal) const {
  return simulation().choices().value({sim::site(site), joined(planned.entity, whose), ordinal});
}

void Faults::start() {
  for (Planned& planned : planned_) plan(planned);
}

void Faults::plan(Planned& planned) {
  if (planned.fault.at) {
    simulation().after(*planned.fault.at, sim::Action([this, &planned] { strike(planned, nullptr); }));
    return;
  }
  if (!planned.fault.every) return;
  // At least a millisecond apart: a distribution may well draw zero.
  const sim::Duration wait =
      std::max<sim::Duration>(planned.fault.every->sample_duration(planned.times), std::chrono::milliseconds(1));
  simulation().after(wait, sim::Action([this, &planned] {
                       strike(planned, nullptr);
                       plan(planned);
                     }));
}

void Faults::record(FaultKind kind, const Actor* actor) {
  simulation().record(
      models::FaultStruck{.kind = kind, .room = actor == nullptr ? models::RoomId::none : actor->room()});
}

void Faults::strike(Planned& planned, Actor* actor) {
  const Fault& fault = planned.fault;
  ++planned.strikes;
  if (fault.kind == FaultKind::deploy) {
    record(fault.kind, nullptr);
    platform_.deploy(
        {.worker = fault.worker, .revision = fault.revision, .rollout = fault.rollout, .max_delay = fault.max_delay});
  } else if (fault.kind == FaultKind::restart) {
    record(fault.kind, nullptr);
    platform_.restart();
  } else if (is_of_network(fault.kind)) {
    strike_network(planned);
  } else if (is_spell(fault)) {
    strike_spell(planned, actor);
  } else {
    strike_rooms(planned, actor);
  }
}

void Faults::strike_spell(Planned& planned, const Actor* actor) {
  record(planned.fault.kind, actor);
  const sim::Time ends = planned.fault.lasts ? sim::later(simulation().now(), *planned.fault.lasts) : sim::Time::max();
  planned.spells.push_back({actor, ends});
}

void Faults::strike_rooms(Planned& planned, Actor* actor) {
  const std::vector<Actor*> struck = actor != nullptr ? std::vector<Actor*>{actor} : choose_rooms(planned);
  for (Actor* one : struck) {
    if (awaits_occasion(planned.fault))
      planned.armed.insert(one->room());
    else
      strike_room(planned.fault, *one);
  }
}

/// Rooms that are there for it to strike: of all that are spoken of, or in memory, or have sockets. Which one is least
/// by a draw of its own, so that another room more or less makes no difference to those not chosen.
std::vector<Actor*> Faults::choose_rooms(Planned& planned) {
  std::vector<Actor*> there = platform_.actors();
  std::erase_if(there, [&planned](const Actor* actor) {
    if (!in_scope(planned.fault, *actor)) return true;
    if (awaits_occasion(planned.fault)) return false;
    const bool needs_memory =
        planned.fault.kind == FaultKind::hibernate || planned.fault.kind == FaultKind::isolate_lost;
    return !actor->in_memory() && (needs_memory || actor->listed_sockets().empty());
  });
  if (planned.fault.all || there.size() < 2) return there;
  const auto least = std::ranges::min_element(there, {}, [&](const Actor* actor) {
    return std::pair(draw("fault.room", planned, actor->entity(), planned.strikes), actor->room());
  });
  return {*least};
}

void Faults::strike_room(const Fault& fault, Actor& actor) {
  record(fault.kind, &actor);
  switch (fault.kind) {
    case FaultKind::host_lost:
      return actor.host_lost();
    case FaultKind::isolate_lost:
      return platform_.isolate_lost(platform_.placement(actor));
    case FaultKind::hibernate:
      return actor.hibernate_soon();
    case FaultKind::evict:
      // With sockets that stay it is hibernation, which whatever is pending prevents (spec 1.2).
      if (fault.keep_sockets && !actor.listed_sockets().empty()) return actor.hibernate_soon();
      return actor.request_eviction(fault.keep_sockets, [](bool) {});
    default:
      return;
  }
}

}  // namespace scenarios
