#include "sim/process.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/catch.h"
#include "tests/sim/memory_trace.h"

namespace {

using namespace std::chrono_literals;
using sim::Process;
using sim::RunOutcome;
using sim::Signal;
using tests::World;

using Log = std::vector<std::string>;

Process walker(sim::Simulation& sim, Log& log, std::string name, sim::Duration step) {
  for (int i = 1; i <= 2; ++i) {
    co_await sim::delay(sim, step);
    log.push_back(name + std::to_string(i));
  }
}

Process waiter(Signal& signal, Log& log, std::string name) {
  const bool woken = co_await signal.wait();
  log.push_back(name + (woken ? " woken" : " gave up"));
}

Process patient(sim::Simulation& sim, Signal& signal, Log& log, sim::Duration patience) {
  const bool woken = co_await signal.wait_until(sim.now() + patience);
  log.push_back(woken ? "woken" : "gave up");
  co_await sim::delay(sim, 1h);
  log.push_back("done");
}

TEST_CASE("processes take their steps in virtual time, interleaved") {
  World world;
  Log log;
  sim::start(world.sim, walker(world.sim, log, "slow", 3s));
  sim::start(world.sim, walker(world.sim, log, "fast", 2s));
  CHECK(world.run_for(1h) == RunOutcome::out_of_events);
  CHECK(log == Log{"fast1", "slow1", "fast2", "slow2"});
  CHECK(world.sim.now() == sim::kDefaultStart + 6s);
  CHECK(world.sim.processes().empty());
}

TEST_CASE("a process begins in the run, not where it is started") {
  World world;
  bool began = false;
  const auto body = [](bool& flag) -> Process {
    flag = true;
    co_return;
  };
  sim::start(world.sim, body(began));
  CHECK_FALSE(began);
  world.run_for(0s);
  CHECK(began);
}

TEST_CASE("until waits for a moment, and does not go back for a past one") {
  World world;
  std::vector<sim::Time> seen;
  const auto body = [](sim::Simulation& sim, std::vector<sim::Time>& times) -> Process {
    co_await sim::until(sim, sim::kDefaultStart + 5s);
    times.push_back(sim.now());
    co_await sim::until(sim, sim::kDefaultStart);
    times.push_back(sim.now());
  };
  sim::start(world.sim, body(world.sim, seen));
  world.run_for(1h);
  CHECK(seen == std::vector{sim::kDefaultStart + 5s, sim::kDefaultStart + 5s});
}

TEST_CASE("a signal wakes its waiters in the order they came, each in an event of its own") {
  World world;
  Log log;
  Signal signal(world.sim);
  for (const char* name : {"a", "b", "c"}) sim::start(world.sim, waiter(signal, log, name));
  world.sim.after(1s, [&] {
    CHECK(signal.wake_one());
    log.push_back("after wake_one");
  });
  world.sim.after(2s, [&] {
    signal.wake_all();
    log.push_back("after wake_all");
  });
  world.run_for(1h);
  CHECK(log == Log{"after wake_one", "a woken", "after wake_all", "b woken", "c woken"});
  CHECK_FALSE(signal.wake_one());
}

TEST_CASE("a signal has no memory: a wake before the wait is lost") {
  World world;
  Log log;
  Signal signal(world.sim);
  signal.wake_all();
  sim::start(world.sim, waiter(signal, log, "late"));
  world.run_for(1h);
  CHECK(log.empty());
  CHECK(signal.has_waiting());
}

TEST_CASE("a wait with a limit ends with the wake or with the limit, whichever is first, and once") {
  World world;
  Log log;
  Signal signal(world.sim);
  sim::start(world.sim, patient(world.sim, signal, log, 10s));
  SECTION("the wake is first") {
    world.sim.after(5s, [&] { signal.wake_all(); });
    world.run_for(1min);
    CHECK(log == Log{"woken"});
  }
  SECTION("the limit is first") {
    world.sim.after(15s, [&] { signal.wake_all(); });
    world.run_for(1min);
    CHECK(log == Log{"gave up"});
  }
  SECTION("at the same instant what was scheduled first wins, and the process goes on once") {
    world.sim.after(10s, [&] { signal.wake_all(); });
    world.run_for(1min);
    CHECK(log == Log{"woken"});
  }
  CHECK_FALSE(signal.has_waiting());
  world.run_for(3h);
  CHECK(log.size() == 2);
  CHECK(log.back() == "done");
}

TEST_CASE("what a process throws comes out of run, and the process is gone") {
  World world;
  const auto body = [](sim::Simulation& sim) -> Process {
    co_await sim::delay(sim, 1s);
    throw std::runtime_error("process failed");
  };
  sim::start(world.sim, body(world.sim));
  CHECK_THROWS_WITH(world.run_for(1h), "process failed");
  CHECK(world.sim.processes().empty());
  CHECK(world.sim.now() == sim::kDefaultStart + 1s);
}

Process holder(sim::Simulation& sim, Signal& signal, std::shared_ptr<int> held, bool on_signal) {
  const std::shared_ptr<int> local = held;
  if (on_signal) {
    static_cast<void>(co_await signal.wait());
  } else {
    co_await sim::delay(sim, 1h);
  }
  *local = 1;
}

TEST_CASE("processes that still wait at the end are destroyed with all they hold, and run no further") {
  auto held = std::make_shared<int>(0);
  SECTION("the signal outlives the simulation's processes") {
    World world;
    Signal signal(world.sim);
    sim::start(world.sim, holder(world.sim, signal, held, true));
    sim::start(world.sim, holder(world.sim, signal, held, false));
    world.run_for(1min);
    CHECK(held.use_count() == 5);
  }
  SECTION("the signal goes first") {
    World world;
    auto signal = std::make_unique<Signal>(world.sim);
    sim::start(world.sim, holder(world.sim, *signal, held, true));
    world.run_for(1min);
    signal.reset();
    CHECK(held.use_count() == 3);
  }
  SECTION("the signal is destroyed after the simulation") {
    World world;
    std::unique_ptr<Signal> signal;
    {
      sim::Simulation inner(sim::kDefaultStart, world.choices, world.trace);
      signal = std::make_unique<Signal>(inner);
      sim::start(inner, holder(inner, *signal, held, true));
      inner.run({.horizon = sim::kDefaultStart});
      CHECK(signal->has_waiting());
    }
    CHECK_FALSE(signal->has_waiting());
  }
  SECTION("it was never started, or never run") {
    World world;
    Signal signal(world.sim);
    const Process unstarted = holder(world.sim, signal, held, true);
    sim::start(world.sim, holder(world.sim, signal, held, true));
    CHECK(held.use_count() == 3);
  }
  SECTION("it waits for a signal in its own frame") {
    World world;
    const auto body = [](sim::Simulation& sim, std::shared_ptr<int> kept) -> Process {
      Signal own(sim);
      static_cast<void>(co_await own.wait());
      *kept = 1;
    };
    sim::start(world.sim, body(world.sim, held));
    world.run_for(1min);
    CHECK(held.use_count() == 2);
  }
  CHECK(held.use_count() == 1);
  CHECK(*held == 0);
}

TEST_CASE("a thousand processes and signals end without a leak while others run") {
  World world;
  Log log;
  Signal signal(world.sim);
  for (int i = 0; i < 1'000; ++i) {
    if (i % 2 == 0) {
      sim::start(world.sim, patient(world.sim, signal, log, std::chrono::seconds(i)));
    } else {
      sim::start(world.sim, waiter(signal, log, "w"));
    }
  }
  world.sim.after(500s, [&] { signal.wake_all(); });
  CHECK(world.run_for(30min) == RunOutcome::horizon);
  CHECK(log.size() == 1'000);
  CHECK_FALSE(world.sim.processes().empty());
}

}  // namespace
