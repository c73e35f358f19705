// An object's life: when it goes out of memory, what ends it, and what callers and stubs then see (spec 1).
#include "tests/catch.h"
#include "tests/models/runtime/scripted_host.h"

using namespace std::chrono_literals;
using models::Evicted;
using models::InstanceConstructed;
using tests::InvocationId;
using tests::Lines;
using tests::PlatformOptions;
using tests::Room;
using tests::ScriptedPlatform;

namespace {

/// When instances were made, in whole seconds after the start.
Lines constructed(ScriptedPlatform& world) {
  Lines lines;
  for (const auto& [after, record] : world.records<InstanceConstructed>())
    lines.push_back(fmt::format("{}s", after / 1s));
  return lines;
}

std::vector<sim::Duration> evicted(ScriptedPlatform& world) {
  std::vector<sim::Duration> times;
  for (const auto& [after, record] : world.records<Evicted>()) times.push_back(after);
  return times;
}

/// The first fetch starts an interval timer that nobody stops.
void with_interval(ScriptedPlatform& world, sim::Duration period) {
  world.host.fetch = [period](Room& room, InvocationId id, const auto& request) {
    if (request.url.ends_with("/start")) {
      auto tick = std::make_shared<std::function<void()>>();
      *tick = [&room, period, weak = std::weak_ptr(tick)] {
        if (auto again = weak.lock()) room.sleep(period, [again] { (*again)(); });
      };
      (*tick)();
    }
    room.answer(id);
  };
}

}  // namespace

TEST_CASE("an object leaves memory ten seconds after its last event, and a new event makes it anew") {
  ScriptedPlatform world;
  world.call("r1");
  world.at(9s, [&] { world.call("r1"); });
  world.at(30s, [&] { world.call("r1"); });
  world.run_for(1min);
  CHECK(constructed(world) == Lines{"0s", "30s"});
  const auto times = evicted(world);
  REQUIRE(times.size() == 2);
  CHECK(times[0] == 9s + 1ms + 10s);
}

TEST_CASE("a timer keeps an object past the ten seconds, and it goes 70 to 140 seconds after its last event") {
  const auto seed = GENERATE(1U, 2U, 3U);
  ScriptedPlatform world({}, tests::round_costs(), seed);
  with_interval(world, 20s);
  world.call("r1", "/start");
  world.run_for(10min);
  const auto times = evicted(world);
  REQUIRE(times.size() == 1);
  CHECK(times[0] >= 70s);
  CHECK(times[0] <= 140s + 10ms);
}

TEST_CASE("the local runtime's sweep takes it at the first tick that finds it unused for more than seventy seconds") {
  ScriptedPlatform world(models::runtime::workerd_options());
  with_interval(world, 20s);
  world.call("other");  // the sweep counts from the first object of the class
  world.at(30s, [&] { world.call("r1", "/start"); });
  world.run_for(10min);
  const auto times = evicted(world);
  REQUIRE(times.size() == 2);
  CHECK(times[1] == 140s);
}

TEST_CASE("pending work keeps an object for fifteen minutes from its own start where the platform says so") {
  PlatformOptions options;
  options.pending_work_keeps = 15min;
  ScriptedPlatform world(options);
  world.host.fetch = [](Room& room, InvocationId id, const auto&) {
    static_cast<void>(room.actor().wait_until_began());  // never ends
    room.answer(id);
  };
  world.call("r1");
  world.run_for(1h);
  const auto times = evicted(world);
  REQUIRE(times.size() == 1);
  CHECK(times[0] == 1ms + 15min);
}

TEST_CASE("work that ends before the fifteen minutes keeps the object only so long") {
  PlatformOptions options;
  options.pending_work_keeps = 15min;
  ScriptedPlatform world(options);
  world.host.fetch = [](Room& room, InvocationId id, const auto&) {
    room.sleep(5min, [] {});
    room.answer(id);
  };
  world.call("r1");
  world.run_for(1h);
  const auto times = evicted(world);
  REQUIRE(times.size() == 1);
  CHECK(times[0] == 5min + 1ms + 1ms + 10s);
}

TEST_CASE("abort fails the caller and everybody else in flight, and the next call finds a new instance") {
  ScriptedPlatform world;
  world.host.fetch = [](Room& room, InvocationId id, const auto& request) {
    if (request.url.ends_with("/slow")) return room.sleep(1min, [] {});
    if (request.url.ends_with("/abort")) return room.abort("stop");
    room.answer(id);
  };
  world.call("r1", "/slow");
  world.at(1s, [&] { world.call("r1", "/abort"); });
  world.at(2s, [&] { world.call("r1"); });
  world.run_for(10s);
  CHECK(world.outcomes == Lines{"Error: stop [remote reset]", "Error: stop [remote reset]", "ok"});
}

TEST_CASE("a stub that was used before a reset keeps failing with its error, which is then not remote") {
  ScriptedPlatform world;
  const auto bound = world.room("r1").resets();
  world.call("r1");
  world.at(1s,
           [&] { world.room("r1").isolate_reset({.message = "gone", .remote = true, .durable_object_reset = true}); });
  world.run_for(2s);
  const auto* error = world.room("r1").broken_since(bound);
  REQUIRE(error != nullptr);
  CHECK(ScriptedPlatform::words(*error) == "Error: gone [reset]");
  CHECK(world.room("r1").broken_since(world.room("r1").resets()) == nullptr);
}

TEST_CASE("a constructor that throws fails every event that waited for it; the next one tries again") {
  ScriptedPlatform world;
  world.host.construct = [&](Room& room) { room.constructor_throws("no"); };
  world.call("r1");
  world.call("r1");
  world.at(1s, [&] {
    world.host.construct = nullptr;
    world.call("r1");
  });
  world.run_for(2s);
  CHECK(world.outcomes == Lines{"Error: no [remote reset]", "Error: no [remote reset]", "ok"});
  CHECK(constructed(world).size() == 2);
}

TEST_CASE("a turn beyond the CPU limit resets the object; every event refills it") {
  PlatformOptions options;
  options.cpu_limit = 30s;
  auto costs = tests::round_costs();
  costs.fetch = sim::Distribution::constant(20e9);
  costs.timer = sim::Distribution::constant(20e9);
  ScriptedPlatform world(options, costs);
  world.host.fetch = [](Room& room, InvocationId id, const auto& request) {
    if (!request.url.ends_with("/more")) return room.answer(id);
    room.sleep(1s, [&room, id] { room.answer(id); });
  };
  world.call("r1");
  world.call("r1");
  world.call("r1", "/more");
  world.run_for(10min);
  CHECK(world.outcomes ==
        Lines{"ok", "ok", "Error: Durable Object exceeded its CPU time limit and was reset. [remote reset]"});
}

TEST_CASE("an immediate deploy resets at once; a deferred one when the object is idle, or when its time is up") {
  ScriptedPlatform world;
  world.host.fetch = [](Room& room, InvocationId id, const auto& request) {
    if (request.url.ends_with("/slow")) return room.sleep(1h, [] {});
    room.answer(id);
  };
  const std::string updated = "Error: Durable Object reset because its code was updated. [remote retryable reset]";
  SECTION("immediate") {
    world.call("r1", "/slow");
    world.at(5s, [&] { world.platform.deploy({.worker = {}, .revision = {}, .rollout = 1s, .max_delay = std::nullopt}); });
    world.run_for(10min);
    CHECK(world.outcomes == Lines{updated});
    CHECK(world.answered_at[0] >= 5s);
    CHECK(world.answered_at[0] <= 6s);
  }
  SECTION("deferred, and busy to the last moment") {
    world.call("r1", "/slow");
    world.at(5s, [&] { world.platform.deploy({.worker = {}, .revision = {}, .rollout = 0s, .max_delay = 300s}); });
    world.run_for(10min);
    CHECK(world.outcomes == Lines{updated});
    CHECK(world.answered_at[0] == 305s);
  }
  SECTION("deferred, a later deploy cannot lengthen it") {
    world.call("r1", "/slow");
    world.at(5s, [&] { world.platform.deploy({.worker = {}, .revision = {}, .rollout = 0s, .max_delay = 60s}); });
    world.at(30s, [&] { world.platform.deploy({.worker = {}, .revision = {}, .rollout = 0s, .max_delay = 600s}); });
    world.run_for(20min);
    CHECK(world.answered_at[0] == 65s);
    CHECK(world.room("r1").code_version() == 2);
  }
  SECTION("deferred, and idle") {
    world.call("r1");
    world.at(5s, [&] { world.platform.deploy({.worker = {}, .revision = {}, .rollout = 0s, .max_delay = 300s}); });
    world.at(20s, [&] { world.call("r1"); });
    world.run_for(10min);
    CHECK(world.outcomes == Lines{"ok", "ok"});
    CHECK(world.room("r1").code_version() == 1);
    CHECK(world.records<models::RoomReset>().empty());
  }
}

TEST_CASE("an object whose host is lost fails its callers with an error that may be retried") {
  ScriptedPlatform world;
  world.host.fetch = [](Room& room, InvocationId, const auto&) { room.sleep(1h, [] {}); };
  world.call("r1");
  world.at(1s, [&] { world.room("r1").host_lost(); });
  world.run_for(1min);
  CHECK(world.outcomes == Lines{"Error: Network connection lost. [retryable]"});
}

TEST_CASE("a restart keeps what is durable and loses everything else") {
  ScriptedPlatform world;
  world.host.fetch = [](Room& room, InvocationId id, const auto& request) {
    if (request.url.ends_with("/slow")) return room.sleep(1h, [] {});
    const auto* value = room.actor().get("k");
    room.note(value == nullptr ? "nothing" : *value);
    room.actor().put("k", request.url.substr(11));
    room.answer(id);
  };
  world.call("r1", "/first");
  world.at(1s, [&] { world.call("r1", "/slow"); });
  world.at(2s, [&] { world.call("r1", "/lost"); });
  world.at(2s + 3ms, [&] { world.platform.restart(); });  // before that commit
  world.at(3s, [&] { world.call("r1", "/last"); });
  world.run_for(1min);
  CHECK(world.host.notes == Lines{"1ms r1 nothing", "2000ms r1 /first", "3001ms r1 /first"});
  CHECK(world.outcomes == Lines{"ok", "(no answer)", "(no answer)", "ok"});
}

TEST_CASE("an uncaught exception leaves the instance alone, or ends it if the platform is told so") {
  const bool ends = GENERATE(false, true);
  PlatformOptions options;
  if (ends) options.uncaught_resets = 1;
  ScriptedPlatform world(options);
  world.host.fetch = [](Room& room, InvocationId id, const auto& request) {
    if (!request.url.ends_with("/throw")) return room.answer(id);
    room.actor().put("k", "v");
    room.actor().fetch_settled(id, tests::CallError{.message = "oops", .remote = true});
  };
  world.call("r1", "/throw");
  world.at(1s, [&] { world.call("r1"); });
  world.run_for(5s);
  // Either way the caller hears of the exception itself, and what was written stays.
  CHECK(world.outcomes == Lines{"Error: oops [remote]", "ok"});
  CHECK(constructed(world).size() == (ends ? 2U : 1U));
  models::storage::Rows rows;
  CHECK(world.room("r1").store().get("k", rows) != nullptr);
}

TEST_CASE("an object answers that it is overloaded when more piles up than it is told to take") {
  PlatformOptions options;
  SECTION("requests queued") {
    options.overload.queued_requests = 2;
    ScriptedPlatform world(options);
    for (int i = 0; i < 3; ++i) world.call("r1");
    world.run_for(1s);
    CHECK(world.outcomes ==
          Lines{"ok", "ok", "Error: Durable Object is overloaded. Too many requests queued. [remote overloaded]"});
  }
  SECTION("time in the queue") {
    options.overload.queued_for = 10ms;
    auto costs = tests::round_costs();
    costs.fetch = sim::Distribution::constant(6e6);
    ScriptedPlatform world(options, costs);
    for (int i = 0; i < 3; ++i) world.call("r1");
    world.run_for(1s);
    CHECK(world.outcomes == Lines{"ok", "ok",
                                  "Error: Durable Object is overloaded. Requests queued for too long. [remote "
                                  "overloaded]"});
  }
  SECTION("requests in ten seconds") {
    options.overload.requests_in_10s = 2;
    ScriptedPlatform world(options);
    for (const sim::Duration when : {0s, 1s, 2s, 11s}) world.at(when, [&] { world.call("r1"); });
    world.run_for(1min);
    CHECK(world.outcomes == Lines{"ok", "ok",
                                  "Error: Durable Object is overloaded. Too many requests for the same object within a "
                                  "10 second window. [remote overloaded]",
                                  "ok"});
  }
}
