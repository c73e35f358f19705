#include <algorithm>
#include <utility>

#include "models/runtime/platform.h"

// What befalls the whole application: new code, a restart, an isolate's end.

namespace models::runtime {

sim::RandomStream& Platform::stream(Streams& streams, std::string_view site, sim::Entity who) {
  const auto it = streams.find(who);
  if (it != streams.end()) return it->second;
  return streams.emplace(who, simulation_.choices().stream(sim::site(site), who)).first->second;
}

sim::RandomStream& Platform::code_random(const Actor& actor) {
  return actor.has_begun() ? code_random(actor.entity())
                           : stream(constructor_random_, "room.random.constructor", actor.entity());
}

void Platform::draws_anew(const Actor& actor) {
  constexpr std::uint64_t kOfOneEvent = 1U << 20;
  const auto drawn = code_random_.find(actor.entity());
  if (drawn == code_random_.end()) return;
  const std::uint64_t next = (drawn->second.drawn() + kOfOneEvent - 1) / kOfOneEvent * kOfOneEvent;
  drawn->second = simulation_.choices().stream(sim::site("room.random"), actor.entity(), next);
}

Placement Platform::placement(const Actor& actor) const {
  const auto slot = static_cast<std::uint64_t>(actor.entity()) % options_.isolates;
  return {.worker = actor.identity().worker, .version = actor.code_version(), .slot = static_cast<std::uint32_t>(slot)};
}

void Platform::deploy(const Deploy& deploy) {
  for (std::uint32_t worker = 0; worker < workers_.size(); ++worker)
    if (deploy.worker.value_or(worker) == worker) deploy_worker(worker, deploy);
}

void Platform::deploy_worker(std::uint32_t worker, const Deploy& deploy) {
  std::vector<std::uint32_t>& revisions = workers_[worker].revisions;
  revisions.push_back(deploy.revision.value_or(revisions.back()));
  const std::uint32_t version = newest_version(worker);
  const auto heard_after = [&](sim::Entity who) {
    const auto own = simulation_.choices().value({sim::site("deploy.rollout"), who, version});
    const double share = static_cast<double>(own >> 11) * 0x1.0p-53;
    return sim::Duration{static_cast<std::int64_t>(share * static_cast<double>(deploy.rollout.count()))};
  };
  simulation_.after(heard_after(worker_entity(worker)),
                    sim::Action([this, worker, version] { workers_[worker].version = version; }));
  for (Actor* actor : actors_.ordered()) {
    if (actor->identity().worker != worker) continue;
    simulation_.after(heard_after(actor->entity()),
                      sim::Action([actor, version, delay = deploy.max_delay] { actor->code_updated(version, delay); }));
  }
}

void Platform::restart() {
  for (Actor* actor : actors_.ordered()) actor->runtime_restarted();
  for (const auto& [wait, event] : std::exchange(worker_waits_, {})) {
    simulation_.cancel(event);
    bodies_->break_off(BodyId{static_cast<std::uint64_t>(wait)});  // if it is one that the Worker writes
  }
  for (const auto& [id, invocation] : std::exchange(worker_invocations_, {}))
    simulation_.record(InvocationEnded{.id = id, .ok = false});
  worker_sockets_.restarted();
  pairs_.restarted();
  host_->restarted();
}

void Platform::isolate_lost(const Placement& isolate) {
  host_->isolate_lost(isolate);
  isolate_reset(isolate, {.message = "Durable Object's isolate exceeded its memory limit and was reset.",
                          .remote = true,
                          .overloaded = true,
                          .durable_object_reset = true});
}

void Platform::isolate_reset(const Placement& isolate, const CallError& error) {
  for (Actor* actor : actors_.ordered())
    if (actor->in_memory() && placement(*actor) == isolate) actor->isolate_reset(error);
}

}  // namespace models::runtime
