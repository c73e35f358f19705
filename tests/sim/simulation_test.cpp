#include "sim/simulation.h"

#include <functional>
#include <stdexcept>
#include <vector>

#include "tests/catch.h"
#include "tests/sim/memory_trace.h"

namespace {

using namespace std::chrono_literals;
using sim::RunOutcome;
using tests::World;

TEST_CASE("events of one instant run in the order they were scheduled") {
  World world;
  std::vector<int> order;
  for (int i = 0; i < 100; ++i) world.sim.after(1s, [&order, i] { order.push_back(i); });
  world.sim.at(sim::kDefaultStart, [&] { world.sim.after(1s, [&] { order.push_back(100); }); });
  CHECK(world.run_for(1h) == RunOutcome::out_of_events);
  REQUIRE(order.size() == 101);
  CHECK(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("virtual time is that of the running event, and never goes back") {
  World world;
  std::vector<sim::Time> seen;
  const auto look = [&] { seen.push_back(world.sim.now()); };
  world.sim.after(2s, look);
  world.sim.after(1s, look);
  world.run_for(1h);
  CHECK(seen == std::vector{sim::kDefaultStart + 1s, sim::kDefaultStart + 2s});
}

TEST_CASE("an event scheduled in the past runs now, after those that wait already") {
  World world;
  std::vector<int> order;
  world.sim.after(5s, [&] {
    world.sim.at(world.sim.now(), [&] { order.push_back(1); });
    world.sim.at(sim::kDefaultStart, [&] { order.push_back(2); });
    world.sim.after(-1h, [&] { order.push_back(3); });
  });
  world.run_for(1h);
  CHECK(order == std::vector{1, 2, 3});
  CHECK(world.sim.now() == sim::kDefaultStart + 5s);
}

TEST_CASE("a delay beyond the end of representable time is cut off there") {
  World world;
  world.sim.after(sim::Duration::max(), [] {});
  CHECK(world.run_for(1h) == RunOutcome::horizon);
  CHECK(world.sim.run({.horizon = sim::Time::max()}) == RunOutcome::out_of_events);
  CHECK(world.sim.now() == sim::Time::max());
}

TEST_CASE("cancelling is true once, and harmless for events that ran or never were") {
  World world;
  int ran = 0;
  const auto kept = world.sim.after(1s, [&] { ++ran; });
  const auto dropped = world.sim.after(1s, [&] { ran += 100; });
  CHECK(world.sim.pending(dropped));
  CHECK(world.sim.cancel(dropped));
  CHECK_FALSE(world.sim.pending(dropped));
  CHECK_FALSE(world.sim.cancel(dropped));
  world.run_for(1h);
  CHECK(ran == 1);
  CHECK_FALSE(world.sim.cancel(kept));
  CHECK_FALSE(world.sim.cancel({}));
}

TEST_CASE("an event cannot cancel itself") {
  World world;
  sim::EventHandle self;
  bool cancelled = true;
  self = world.sim.after(1s, [&] { cancelled = world.sim.cancel(self); });
  world.run_for(1h);
  CHECK_FALSE(cancelled);
}

TEST_CASE("events at the horizon run, later ones do not, and now is the horizon afterwards") {
  World world;
  int ran = 0;
  world.sim.after(10s, [&] { ++ran; });
  world.sim.after(10s + 1ns, [&] { ran += 100; });
  CHECK(world.run_for(10s) == RunOutcome::horizon);
  CHECK(ran == 1);
  CHECK(world.sim.now() == sim::kDefaultStart + 10s);
  CHECK(world.run_for(11s) == RunOutcome::out_of_events);
  CHECK(ran == 101);
}

TEST_CASE("a horizon before the present does not turn time back") {
  World world;
  world.sim.after(1s, [] {});
  CHECK(world.run_for(-1h) == RunOutcome::horizon);
  CHECK(world.sim.now() == sim::kDefaultStart);
}

TEST_CASE("a run out of events stays at the time of the last") {
  World world;
  world.sim.after(3s, [] {});
  CHECK(world.run_for(1h) == RunOutcome::out_of_events);
  CHECK(world.sim.now() == sim::kDefaultStart + 3s);
}

TEST_CASE("the event budget ends a run after exactly that many events") {
  World world;
  std::function<void()> tick = [&] { world.sim.after(1s, tick); };
  tick();
  CHECK(world.sim.run({.horizon = sim::Time::max(), .max_events = 50}) == RunOutcome::event_budget);
  CHECK(world.sim.events_run() == 50);
}

TEST_CASE("more than the allowed events at one instant mean that time stands still") {
  World world;
  std::function<void()> spin = [&] { world.sim.after(0s, spin); };
  world.sim.after(1s, spin);
  const sim::RunLimits limits{.horizon = sim::Time::max(), .max_events_at_one_instant = 1'000};
  CHECK(world.sim.run(limits) == RunOutcome::time_stands_still);
  CHECK(world.sim.events_run() == 1'000);
  CHECK(world.sim.now() == sim::kDefaultStart + 1s);
}

TEST_CASE("exactly the allowed events at each of many instants are no standstill") {
  World world;
  for (int instant = 0; instant < 3; ++instant) {
    for (int i = 0; i < 10; ++i) world.sim.after(std::chrono::seconds(instant), [] {});
  }
  const sim::RunLimits limits{.horizon = sim::Time::max(), .max_events_at_one_instant = 10};
  CHECK(world.sim.run(limits) == RunOutcome::out_of_events);
}

TEST_CASE("stop ends the run after the current event, and a later run goes on") {
  World world;
  int ran = 0;
  world.sim.after(1s, [&] {
    world.sim.stop();
    ++ran;
  });
  world.sim.after(1s, [&] { ++ran; });
  CHECK(world.run_for(1h) == RunOutcome::stopped);
  CHECK(ran == 1);
  CHECK(world.run_for(1h) == RunOutcome::out_of_events);
  CHECK(ran == 2);
}

TEST_CASE("what an event throws comes out of run") {
  World world;
  world.sim.after(1s, [] { throw std::runtime_error("broken"); });
  world.sim.after(2s, [] {});
  CHECK_THROWS_WITH(world.run_for(1h), "broken");
  CHECK(world.run_for(1h) == RunOutcome::out_of_events);
}

TEST_CASE("every outcome has its name") {
  CHECK(name_of(RunOutcome::horizon) == "horizon");
  CHECK(name_of(RunOutcome::out_of_events) == "out of events");
  CHECK(name_of(RunOutcome::event_budget) == "event budget");
  CHECK(name_of(RunOutcome::time_stands_still) == "time stands still");
  CHECK(name_of(RunOutcome::stopped) == "stopped");
}

}  // namespace
