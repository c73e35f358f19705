#include "scenarios/woken_rooms.h"

#include <fmt/format.h>

#include "models/runtime/actor.h"
#include "models/script_records.h"
#include "scenarios/stored_rooms.h"

namespace scenarios {
namespace {

/// A room that is not out of memory by then has something else to do.
constexpr sim::Duration kBetweenLooks = std::chrono::milliseconds(10);
constexpr int kMostLooks = 200;

}  // namespace

WokenRooms::WokenRooms(models::runtime::Platform& platform, const std::vector<Expectation>& expectations)
    : platform_(platform) {
  for (const Expectation& expectation : expectations)
    if (expectation.kind == "constructor idempotent" && expectation.check.stored)
      plans_.push_back({.when = *expectation.check.stored, .wakes = expectation.count.most});
}

void WokenRooms::start() {
  for (const Plan& plan : plans_)
    for (const sim::Duration at : plan.when.at)
      platform_.simulation().after(at, sim::Action([this, &plan] { begin(plan); }));
}

void WokenRooms::begin(const Plan& plan) {
  for (models::runtime::Actor* actor : platform_.actors())
    if (is_meant(*actor, plan.when.rooms))
      go_on({.actor = actor, .wakes = 0, .most = plan.wakes, .patience = kMostLooks});
}

void WokenRooms::go_on(Room room) {
  sim::Simulation& simulation = platform_.simulation();
  models::runtime::Actor& actor = *room.actor;
  actor.hibernate_soon();
  if (!actor.in_memory()) {
    std::string contents = stored_contents(actor);
    contents.insert(1, fmt::format("\"wakes\":{},", room.wakes));
    simulation.record(
        models::RoomStored{.room = actor.room(), .contents = simulation.trace().body(simulation.now(), contents)});
    if (room.wakes++ == room.most) return;
    // It belongs to no code: whoever looks for who waits for it finds nobody.
    (void)actor.start_timer(sim::Duration::zero());
    room.patience = kMostLooks;
  } else if (room.patience-- == 0) {
    return;
  }
  simulation.after(kBetweenLooks, sim::Action([this, room] { go_on(room); }));
}

}  // namespace scenarios
