// What each policy does to rooms, and the closed forms that idle timers under Poisson gaps must come out at.
#include <cmath>
#include <map>
#include <string>

#include "models/eviction/policy.h"
#include "sim/distribution.h"
#include "sim/statistics/interval.h"
#include "tests/catch.h"
#include "tests/models/runtime/scripted_host.h"
#include "tests/models/runtime/scripted_room.h"

using namespace std::chrono_literals;
using models::Evicted;
using models::ForcedOut;
using models::Hibernated;
using models::RoomReset;
using models::eviction::AtRest;
using models::eviction::Choice;
using models::eviction::make_policy;
using tests::InvocationId;
using tests::PlatformOptions;
using tests::Room;
using tests::ScriptedPlatform;
using Kind = Choice::Kind;

namespace {

PlatformOptions with(Choice choice) {
  PlatformOptions options;
  options.eviction = choice;
  return options;
}

/// When the room that is called once leaves memory; none: it never does.
std::vector<sim::Duration> left(ScriptedPlatform& world) {
  world.call("r1");
  world.run_for(1h);
  std::vector<sim::Duration> times;
  for (const auto& [after, record] : world.records<Evicted>()) times.push_back(after);
  return times;
}

/// A room whose handler leaves a timer behind that never ends.
void with_timer(ScriptedPlatform& world) {
  world.host.fetch = [](Room& room, InvocationId id, const auto&) {
    room.sleep(1000h, [] {});
    room.answer(id);
  };
}

constexpr std::uint64_t kRoomBytes = 128'000'000;

struct Gaps {
  double cold = 0, resident = 0;
};

/// One study of so many exponential gaps between events that take no time: the share of events that find nobody in
/// memory, and of time with somebody in it.
template <class LeavesAt>
Gaps play_gaps(sim::RandomStream& stream, sim::Duration mean, int events, LeavesAt leaves_at) {
  const auto gap = sim::Distribution::exponential(static_cast<double>(mean.count()));
  sim::Time now = sim::kDefaultStart;
  sim::Duration resident{};
  int cold = 0;
  for (int i = 0; i < events; ++i) {
    const sim::Time next = now + gap.sample_duration(stream);
    const sim::Time leaves = leaves_at(AtRest{now, now, sim::kDefaultStart});
    cold += leaves <= next ? 1 : 0;
    resident += std::min(leaves, next) - now;
    now = next;
  }
  return {static_cast<double>(cold) / events,
          static_cast<double>(resident.count()) / static_cast<double>((now - sim::kDefaultStart).count())};
}

/// Ten studies: whether both closed forms lie within the 99.9 % intervals of their means, so that chance fails the test
/// for no seed that anybody will meet.
template <class LeavesAt>
void check_closed_form(double cold, double resident, sim::Duration mean, LeavesAt leaves_at) {
  sim::Choices choices({.seed = 11});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("gaps"));
  std::vector<double> colds, residents;
  for (int study = 0; study < 10; ++study) {
    const Gaps gaps = play_gaps(stream, mean, 40'000, leaves_at);
    colds.push_back(gaps.cold);
    residents.push_back(gaps.resident);
  }
  const auto cold_interval = sim::statistics::mean_interval(colds, 0.999);
  const auto resident_interval = sim::statistics::mean_interval(residents, 0.999);
  CHECK(cold_interval.holds(cold));
  CHECK(resident_interval.holds(resident));
  CHECK(cold_interval.half_width < 0.006);
}

sim::RandomStream a_stream(sim::Choices& choices) { return choices.stream(sim::site("t"), sim::entity("t")); }

}  // namespace

TEST_CASE("who can hibernate goes when the policy says so") {
  ScriptedPlatform documented(with({}));
  CHECK(left(documented) == std::vector<sim::Duration>{1ms + 1ms + 10s});
  ScriptedPlatform observed(with({.kind = Kind::observed, .idle_rule = {}}));
  CHECK(left(observed) == std::vector<sim::Duration>{1ms + 1ms + 10s});
  ScriptedPlatform ttl(with({.kind = Kind::ttl, .ttl = 60s, .idle_rule = {}}));
  CHECK(left(ttl) == std::vector<sim::Duration>{1ms + 1ms + 60s});
  ScriptedPlatform break_even(with({.kind = Kind::break_even, .wake_worth = 40ms, .idle_rule = {}}));
  CHECK(left(break_even) == std::vector<sim::Duration>{1ms + 1ms + 40ms});
  ScriptedPlatform always(with({.kind = Kind::always, .idle_rule = {}}));
  CHECK(left(always) == std::vector<sim::Duration>{1ms + 1ms});
  ScriptedPlatform never(with({.kind = Kind::never, .idle_rule = {}}));
  CHECK(left(never).empty());
}

TEST_CASE("what its own timers keep goes by the vendor's rule under every policy but never and lru") {
  for (const Kind kind : {Kind::documented, Kind::ttl, Kind::break_even, Kind::always}) {
    ScriptedPlatform world(with({.kind = kind, .ttl = 60s, .wake_worth = 1s, .idle_rule = {}}));
    with_timer(world);
    const auto times = left(world);
    REQUIRE(times.size() == 1);
    CHECK(times[0] >= 70s);
    CHECK(times[0] <= 140s + 10ms);
  }
  for (const Kind kind : {Kind::never, Kind::lru}) {
    ScriptedPlatform world(with({.kind = kind, .capacity_bytes = kRoomBytes, .idle_rule = {}}));
    with_timer(world);
    CHECK(left(world).empty());
  }
}

TEST_CASE("under lru the room used least recently makes room, and comes back for the next") {
  ScriptedPlatform world(with({.kind = Kind::lru, .capacity_bytes = 2 * kRoomBytes, .idle_rule = {}}));
  for (const auto& [when, name] :
       std::map<sim::Duration, std::string>{{1s, "a"}, {2s, "b"}, {3s, "a"}, {4s, "c"}, {5s, "b"}})
    world.at(when, [&world, caller = name] { world.call(caller); });
  world.run_for(1min);
  std::vector<std::pair<sim::Duration, models::RoomId>> out;
  for (const auto& [after, record] : world.records<Evicted>()) out.emplace_back(after, record.room);
  REQUIRE(out.size() == 2);
  CHECK(out[0] == std::pair<sim::Duration, models::RoomId>{4s, models::RoomId{1}});  // c came, b was oldest
  CHECK(out[1] == std::pair<sim::Duration, models::RoomId>{5s, models::RoomId{0}});  // b came back, a was
  CHECK(world.records<RoomReset>().empty());
  CHECK(world.outcomes == tests::Lines(5, "ok"));
}

TEST_CASE("under lru a room that cannot hibernate is reset, and that is told apart") {
  ScriptedPlatform world(with({.kind = Kind::lru, .capacity_bytes = kRoomBytes, .idle_rule = {}}));
  with_timer(world);
  world.call("a");
  world.at(5s, [&] { world.call("b"); });
  world.run_for(1min);
  const auto forced = world.records<ForcedOut>();
  REQUIRE(forced.size() == 1);
  CHECK(forced[0].after == 5s);
  CHECK(world.records<RoomReset>().size() == 1);
  CHECK(world.records<Evicted>().empty());
  CHECK_FALSE(world.room("a").in_memory());
  CHECK(world.room("b").in_memory());
}

TEST_CASE("under lru a room in which something runs stays, and goes as soon as it is idle") {
  ScriptedPlatform world(with({.kind = Kind::lru, .capacity_bytes = kRoomBytes, .idle_rule = {}}));
  world.host.fetch = [](Room& room, InvocationId id, const auto& request) {
    if (!request.url.ends_with("/slow")) return room.answer(id);
    room.sleep(3s, [&room, id] { room.answer(id); });
  };
  world.call("a", "/slow");
  world.at(1s, [&] { world.call("b", "/slow"); });
  world.run_for(1min);
  CHECK(world.outcomes == tests::Lines{"ok", "ok"});
  const auto out = world.records<Evicted>();
  REQUIRE(out.size() == 1);
  CHECK(out[0].record.room == models::RoomId{0});
  CHECK(out[0].after >= 3s);
  CHECK(out[0].after <= 3s + 10ms);
  CHECK(world.records<ForcedOut>().empty());
}

TEST_CASE("under lru hibernating rooms keep their sockets, and accept()ed sockets are cut") {
  const bool hibernatable = GENERATE(true, false);
  tests::RoomRun run(with({.kind = Kind::lru, .capacity_bytes = kRoomBytes, .idle_rule = {}}));
  run.script.fetch = [hibernatable](models::runtime::Actor& room, InvocationId id, const auto&) {
    room.fetch_settled(id, tests::RoomScript::accept(room, hibernatable));
  };
  auto& client = run.client("c");
  models::network::HttpRequest request;
  request.url = "http://room/";
  auto& other = run.platform.actor("Room", models::runtime::ObjectId::from_name("Room", "other"), "other");
  run.simulation.after(5s, sim::Action([&] { other.fetch(request, models::SocketId::none, [](const auto&) {}); }));
  run.run_for(1min);
  static_cast<void>(client);
  if (hibernatable) {
    CHECK(run.seen.empty());
    CHECK(run.records<Hibernated>().size() == 1);
    CHECK(run.records<ForcedOut>().empty());
  } else {
    CHECK(run.seen == tests::Lines{"c closed 1006"});
    const auto forced = run.records<ForcedOut>();
    REQUIRE(forced.size() == 1);
    CHECK(forced[0].record.sockets == 1);
  }
}

TEST_CASE("wakes are told where they are asked for, with how long they were waited for") {
  PlatformOptions options;
  CHECK(([&] {
    ScriptedPlatform untold(options);
    untold.call("a");
    untold.run_for(1s);
    return untold.records<models::WakeServed>().empty();
  })());
  options.tell_wakes = true;
  ScriptedPlatform world(options);
  world.call("a");
  world.run_for(1s);
  const auto told = world.records<models::WakeServed>();
  REQUIRE(told.size() == 1);
  CHECK(told[0].record.waited == 1ms);  // the constructor's
}

TEST_CASE("idle timers under Poisson gaps come out at their closed forms") {
  sim::Choices choices({.seed = 1});
  sim::RandomStream chance = a_stream(choices);
  const auto hibernates = [](const models::eviction::Policy& policy) {
    return [&policy](const AtRest& object) { return policy.hibernates_at(object); };
  };
  const auto evicts = [&chance](const models::eviction::Policy& policy) {
    return [&policy, &chance](const AtRest& object) { return policy.evicts_at(object, chance); };
  };
  const auto documented = make_policy({});
  check_closed_form(std::exp(-10.0 / 60), 1 - std::exp(-10.0 / 60), 60s, hibernates(*documented));  // 0.84648
  const auto ttl = make_policy({.kind = Kind::ttl, .ttl = 70s, .idle_rule = {}});
  check_closed_form(std::exp(-0.7), 1 - std::exp(-0.7), 100s, hibernates(*ttl));  // 0.49659
  // Between a and 2a, evenly, and by a sweep: the same in the mean.
  const double even = (std::exp(-0.7) - std::exp(-1.4)) / 0.7;  // 0.35713
  check_closed_form(even, 1 - even, 100s, evicts(*documented));
  const auto observed = make_policy({.kind = Kind::observed, .idle_rule = {.after_most = 70s, .sweep = true}});
  check_closed_form(even, 1 - even, 100s, evicts(*observed));
}

TEST_CASE("with a fixed period a room is cold if, and only if, the period is longer than the timer") {
  for (const auto period : {59s, 61s}) {
    ScriptedPlatform world(with({.kind = Kind::ttl, .ttl = 60s, .idle_rule = {}}));
    for (int i = 0; i < 10; ++i) world.at(i * period, [&] { world.call("a"); });
    world.run_for(9 * period + 1s);
    CHECK(world.records<models::InstanceConstructed>().size() == (period > 60s ? 10 : 1));
  }
}

TEST_CASE("the sweep is locked to its phase: rooms that were used together go together") {
  sim::Choices choices({.seed = 1});
  sim::RandomStream chance = a_stream(choices);
  const auto observed = make_policy({.kind = Kind::observed, .idle_rule = {.sweep = true}});
  const sim::Time began = sim::kDefaultStart;
  for (const auto used : {1s, 30s, 69s}) {
    const sim::Time out = observed->evicts_at({began + used, began + used, began}, chance);
    CHECK(out == began + 140s);
  }
  CHECK(observed->evicts_at({began + 70s, began + 70s, began}, chance) == began + 210s);
}

TEST_CASE("break-even costs at most twice the best of each gap") {
  const sim::Duration worth = 5s;
  const auto policy = make_policy({.kind = Kind::break_even, .wake_worth = worth, .idle_rule = {}});
  for (const auto gap : {1ms, 1000ms, 4999ms, 5000ms, 5001ms, 3600000ms}) {
    const sim::Time now = sim::kDefaultStart;
    const sim::Duration kept = std::min<sim::Duration>(policy->hibernates_at({now, now, now}) - now, gap);
    const sim::Duration paid = kept + (kept < gap ? worth : 0s);
    CHECK(paid <= 2 * std::min<sim::Duration>(gap, worth));
  }
}
