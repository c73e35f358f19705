#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "scenarios/fuzz/holds.h"
#include "scenarios/fuzz/neighbours.h"
#include "scenarios/fuzz/pct.h"
#include "tests/catch.h"

using namespace std::chrono_literals;
using scenarios::Fault;
using scenarios::fuzz::Mischief;
using scenarios::fuzz::Patience;
using scenarios::fuzz::RoomThread;

namespace {

constexpr Patience kPatience{.each = 5s, .all = 10s};

/// A client whose messages arrive, without delay, at these moments.
RoomThread client(const std::string& name, const std::vector<sim::Duration>& moments) {
  RoomThread thread{.name = name, .is_alarm = false, .steps = {}};
  for (const sim::Duration at : moments) thread.steps.push_back({.sent = at, .arrived = at, .ended = at, .nth = 0});
  return thread;
}

RoomThread alarm(const std::string& room, sim::Duration at) {
  return {.name = room, .is_alarm = true, .steps = {{.sent = at, .arrived = at, .ended = at, .nth = 1}}};
}

std::vector<std::string> lines(const std::vector<Mischief>& faults) {
  std::vector<std::string> text;
  for (const Mischief& one : faults) text.push_back(scenarios::fuzz::written(std::get<Fault>(one)));
  return text;
}

/// Who arrives when, with the clogs as a link has them: what is sent during one waits for its end, and nothing
/// overtakes what was sent before.
std::vector<std::string> arrivals(const std::vector<RoomThread>& threads, const std::vector<Mischief>& faults) {
  std::multimap<sim::Duration, std::string> all;  // equal ones stay in their order
  for (const RoomThread& thread : threads) {
    sim::Duration last{};
    for (std::size_t i = 0; i < thread.steps.size(); ++i) {
      sim::Duration departs = thread.steps[i].sent;
      for (const Mischief& one : faults) {
        const Fault& fault = std::get<Fault>(one);
        // As it is when the frame is sent: later clogs are not there yet.
        if (fault.clients.front() == thread.name && *fault.at < thread.steps[i].sent)
          departs =
              std::max<sim::Duration>(departs, departs < *fault.at + *fault.lasts ? *fault.at + *fault.lasts : 0ns);
      }
      last = std::max(last, departs + (thread.steps[i].arrived - thread.steps[i].sent));
      all.emplace(last, thread.name + std::to_string(i + 1));
    }
  }
  std::vector<std::string> order;
  for (const auto& [at, who] : all) order.push_back(who);
  return order;
}

std::vector<RoomThread> interleaved() {
  return {client("a", {10ms, 13ms, 16ms}), client("b", {11ms, 14ms, 17ms}), client("c", {12ms, 15ms})};
}

sim::RandomStream stream(sim::Choices& choices, std::uint64_t n) {
  return choices.stream(sim::site("test"), sim::entity("orders", n));
}

}  // namespace

TEST_CASE("A frame is held from just before it is sent, and what went before it is not") {
  const std::vector<RoomThread> threads = {client("a", {10ms, 10500us, 11ms})};
  auto delays = scenarios::fuzz::no_delays(threads);
  delays[0][1].hold = 2ms;
  const auto faults = scenarios::fuzz::faults_of(threads, delays);
  CHECK(lines(faults) == std::vector<std::string>{R"(clog: {at: 10001us, for: 2499us, clients: ["a"]})"});
}

TEST_CASE("Frames that are sent at one moment stay together, and the first moment of a run cannot be held") {
  const std::vector<RoomThread> threads = {client("a", {0ms, 10ms, 10ms})};
  auto delays = scenarios::fuzz::no_delays(threads);
  delays[0][0].hold = 2ms;
  delays[0][2].hold = 2ms;
  CHECK(scenarios::fuzz::faults_of(threads, delays).empty());
}

TEST_CASE("An alarm is held back by being late") {
  const std::vector<RoomThread> threads = {alarm("lobby", 5s)};
  auto delays = scenarios::fuzz::no_delays(threads);
  delays[0][0].hold = 1500us;
  CHECK(lines(scenarios::fuzz::faults_of(threads, delays)) ==
        std::vector<std::string>{R"(alarm late: {when: first sets alarm, rooms: ["lobby"], takes: 1500us})"});
}

TEST_CASE("Neighbours change places, each pair once") {
  const auto threads = interleaved();
  std::set<std::vector<std::string>> orders;
  for (const auto& faults : scenarios::fuzz::swaps(threads, kPatience)) {
    REQUIRE(faults.size() == 1);
    orders.insert(arrivals(threads, faults));
  }
  CHECK(orders.size() == 7);
  CHECK(orders.contains({"b1", "a1", "c1", "a2", "b2", "c2", "a3", "b3"}));
  CHECK(orders.contains({"a1", "b1", "c1", "a2", "b2", "c2", "b3", "a3"}));
  CHECK_FALSE(orders.contains(arrivals(threads, {})));
}

TEST_CASE("Who comes when a handler has let others in comes while it does, too") {
  auto threads = std::vector<RoomThread>{client("a", {1s}), client("b", {3s})};
  threads[0].steps[0].ended = 1200ms;
  const auto found = scenarios::fuzz::swaps(threads, kPatience);
  REQUIRE(found.size() == 2);
  CHECK(lines(found[0]) == std::vector<std::string>{R"(clog: {at: 999ms, for: 2001100us, clients: ["a"]})"});
  CHECK(lines(found[1]) == std::vector<std::string>{R"(clog: {at: 999ms, for: 2000900us, clients: ["a"]})"});
}

TEST_CASE("What is too far apart for anybody's patience keeps its order") {
  CHECK(scenarios::fuzz::swaps({client("a", {1s}), client("b", {7s})}, kPatience).empty());
}

TEST_CASE("What arrives at the same moment comes in every order") {
  const std::vector<RoomThread> threads = {client("a", {10ms}), client("b", {10ms}), client("c", {10ms, 20ms})};
  const auto ties = scenarios::fuzz::tie_orders(threads, 100);
  CHECK(ties.complete);
  std::set<std::vector<std::string>> orders;
  for (const auto& faults : ties.orders) orders.insert(arrivals(threads, faults));
  CHECK(orders.size() == 5);  // and the one that is there without
  CHECK_FALSE(scenarios::fuzz::tie_orders(threads, 4).complete);
}

TEST_CASE("An alarm comes in each gap that is within a minute") {
  const std::vector<RoomThread> threads = {client("a", {1s, 5s, 70s}), alarm("lobby", 2s), alarm("hall", 3s)};
  std::vector<std::string> all;
  for (const auto& faults : scenarios::fuzz::alarms_at_gaps(threads))
    for (const std::string& line : lines(faults)) all.push_back(line);
  CHECK(all == std::vector<std::string>{
                   R"(alarm late: {when: first sets alarm, rooms: ["lobby"], takes: 1000100us})",
                   R"(alarm late: {when: first sets alarm, rooms: ["lobby"], takes: 3000100us})",
                   R"(alarm late: {when: first sets alarm, rooms: ["hall"], takes: 2000100us})",
               });
}

TEST_CASE("At depth 1 whoever has the highest priority goes first, and everybody can have it") {
  const auto threads = interleaved();
  sim::Choices choices({.seed = 1});
  std::set<std::vector<std::string>> orders;
  for (std::uint64_t i = 0; i < 100; ++i) {
    sim::RandomStream draws = stream(choices, i);
    orders.insert(arrivals(threads, scenarios::fuzz::pct(threads, {.depth = 1, .patience = kPatience}, draws)));
  }
  CHECK(orders.size() == 6);  // of three clients
  CHECK(orders.contains({"c1", "c2", "b1", "b2", "b3", "a1", "a2", "a3"}));
}

TEST_CASE("At depth 2 one of them makes way once, anywhere") {
  const auto threads = interleaved();
  sim::Choices choices({.seed = 1});
  std::set<std::vector<std::string>> orders;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    sim::RandomStream draws = stream(choices, i);
    orders.insert(arrivals(threads, scenarios::fuzz::pct(threads, {.depth = 2, .patience = kPatience}, draws)));
  }
  CHECK(orders.contains({"a1", "a2", "b1", "b2", "b3", "c1", "c2", "a3"}));
  CHECK(orders.contains({"c1", "a1", "a2", "a3", "b1", "b2", "b3", "c2"}));
  CHECK_FALSE(orders.contains({"a1", "b1", "a2", "b2", "a3", "b3", "c1", "c2"}));
}

TEST_CASE("Orders at random are the same for the same stream, and their depth is drawn if none is given") {
  const auto threads = interleaved();
  sim::Choices choices({.seed = 1});
  std::set<std::size_t> sizes;
  for (std::uint64_t i = 0; i < 200; ++i) {
    sim::RandomStream draws = stream(choices, i), again = stream(choices, i);
    const auto made = lines(scenarios::fuzz::pct(threads, {.depth = {}, .patience = kPatience}, draws));
    CHECK(made == lines(scenarios::fuzz::pct(threads, {.depth = {}, .patience = kPatience}, again)));
    sizes.insert(made.size());
  }
  CHECK(sizes.size() > 2);
}

TEST_CASE("A handler that lets others in is two steps, and others come between them") {
  auto threads = std::vector<RoomThread>{client("a", {1s}), client("b", {3s})};
  threads[0].steps[0].ended = 1200ms;
  CHECK(scenarios::fuzz::steps_of(threads) == 3);
  sim::Choices choices({.seed = 1});
  std::set<std::vector<std::string>> made;
  for (std::uint64_t i = 0; i < 200; ++i) {
    sim::RandomStream draws = stream(choices, i);
    made.insert(lines(scenarios::fuzz::pct(threads, {.depth = 2, .patience = kPatience}, draws)));
  }
  // b comes first, and a just after.
  CHECK(made.contains({R"(clog: {at: 999ms, for: 2001100us, clients: ["a"]})"}));
}

TEST_CASE("Nobody is held for longer than patience allows") {
  sim::Choices choices({.seed = 1});
  const Patience little{.each = 2ms, .all = 3ms};
  const std::vector<RoomThread> threads = {client("a", {10ms, 11ms, 12ms, 13ms, 14ms}), client("b", {10ms, 20ms})};
  for (std::uint64_t i = 0; i < 200; ++i) {
    sim::RandomStream draws = stream(choices, i);
    auto made = scenarios::fuzz::pct(threads, {.depth = 3, .patience = little}, draws);
    for (const Mischief& one : made) CHECK(*std::get<Fault>(one).lasts <= 2ms + 1ms + 200us);
  }
}

TEST_CASE("Clogs that ask for more patience together than there is are left out, the last first") {
  std::vector<Mischief> some = {scenarios::fuzz::clog(1s, 6s, "a"), scenarios::fuzz::clog(2s, 5s, "a"),
                                scenarios::fuzz::clog(2s, 5s, "b"), scenarios::fuzz::Knob::punctual_alarms,
                                scenarios::fuzz::clog(9s, 4s, "b")};
  scenarios::fuzz::keep_within(kPatience, some);
  CHECK(some.size() == 4);  // of the same stretch a waits once; b's first would be 11 s in all
  CHECK(*std::get<Fault>(some.back()).at == 9s);
}

TEST_CASE("Patience is a quarter of the shortest wait, short of the timeouts") {
  scenarios::Scenario scenario;
  CHECK(scenarios::fuzz::patience_of(scenario).each == 7500ms);
  scenario.network.connect_timeout = 2s;
  CHECK(scenarios::fuzz::patience_of(scenario).each == 1800ms);
  models::client::WaitForStep waits;
  waits.expected.within = 4s;
  scenario.clients.emplace_back().steps.emplace_back(waits);
  CHECK(scenarios::fuzz::patience_of(scenario).each == 1s);
}

TEST_CASE("Waits are prolonged by as much as clients are held back") {
  scenarios::Scenario scenario;
  CHECK(scenarios::fuzz::held_back(scenario) == 0s);
  scenario.faults = {std::get<Fault>(Mischief(scenarios::fuzz::clog(1s, 6s, "a"))),
                     std::get<Fault>(Mischief(scenarios::fuzz::clog(9s, 2s, "b")))};
  models::client::WaitForStep waits, for_ever;
  waits.expected.within = 25s;
  scenario.clients.emplace_back().steps = {waits, for_ever};
  const auto longer = scenarios::fuzz::with_longer_waits(scenario, scenarios::fuzz::held_back(scenario));
  CHECK(*std::get<models::client::WaitForStep>(longer.clients[0].steps[0]).expected.within == 33s);
  CHECK(!std::get<models::client::WaitForStep>(longer.clients[0].steps[1]).expected.within);
}
