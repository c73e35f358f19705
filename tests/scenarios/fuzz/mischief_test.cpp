#include "scenarios/fuzz/mischief.h"

#include <algorithm>
#include <set>
#include <variant>

#include "tests/catch.h"

using namespace std::chrono_literals;
using models::FaultKind;
using scenarios::Fault;
using scenarios::fuzz::Case;
using scenarios::fuzz::Occasions;

namespace {

Occasions occasions() {
  return {.rooms =
              {{.name = "lobby", .rests = {2ms, 1500ms}, .committed = {}, .commits = 3, .alarms = 1, .constructed = 1}},
          .clients = {{.name = "ann-0", .heard = {1s}, .asking = {250500us}, .answered = {500ms}}}};
}

std::vector<std::string> lines(const Case& one) {
  std::vector<std::string> text;
  for (const auto& mischief : one.mischief)
    text.push_back(std::holds_alternative<Fault>(mischief)
                       ? scenarios::fuzz::written(std::get<Fault>(mischief))
                       : scenarios::fuzz::written(std::get<scenarios::fuzz::Knob>(mischief)));
  return text;
}

}  // namespace

TEST_CASE("A sweep strikes each occasion once, alone, but for the naps at all of them") {
  const std::vector<Case> cases = scenarios::fuzz::sweep(occasions(), 5);
  REQUIRE(cases.front().mischief.size() == 2);
  CHECK(cases.front().naps_alone);
  std::multiset<std::string> alone;
  for (const Case& one : cases) {
    CHECK(one.seed == 5);
    if (&one == &cases[0]) continue;
    if (&one == &cases[1]) {  // the same naps, and module globals are lost with them
      CHECK(one.naps_alone);
      CHECK(one.mischief.size() == 3);
      continue;
    }
    REQUIRE(one.mischief.size() == 1);
    alone.insert(lines(one).front());
  }
  CHECK(alone == std::multiset<std::string>{
                     R"(hibernate: {at: 102ms, rooms: ["lobby"]})",
                     R"(hibernate: {at: 1600ms, rooms: ["lobby"]})",
                     R"(evict: {at: 102ms, rooms: ["lobby"]})",
                     R"(evict: {at: 1600ms, rooms: ["lobby"]})",
                     R"(host lost: {at: 3ms, rooms: ["lobby"]})",
                     R"(host lost: {at: 1501ms, rooms: ["lobby"]})",
                     R"(crash before commit: {when: first commit, rooms: ["lobby"]})",
                     R"(crash before commit: {when: 2nd commit, rooms: ["lobby"]})",
                     R"(crash before commit: {when: 3rd commit, rooms: ["lobby"]})",
                     R"(crash after commit: {when: first commit, rooms: ["lobby"]})",
                     R"(crash after commit: {when: 2nd commit, rooms: ["lobby"]})",
                     R"(crash after commit: {when: 3rd commit, rooms: ["lobby"]})",
                     R"(alarm duplicate: {when: first alarm fires, rooms: ["lobby"]})",
                     R"(alarm late: {when: first sets alarm, rooms: ["lobby"], takes: 1min})",
                     R"(deploy: {at: 102ms, mode: immediate, rollout: 0s})",
                     R"(deploy: {at: 1600ms, mode: immediate, rollout: 0s})",
                     R"(connection reset: {at: 1100ms, clients: ["ann-0"]})",
                     R"(connection reset: {at: 251ms, clients: ["ann-0"]})",
                     R"(half open: {at: 1100ms, for: 10min, clients: ["ann-0"]})",
                     R"(storage write fails: {when: first commit, rooms: ["lobby"]})",
                     R"(storage write fails: {when: 2nd commit, rooms: ["lobby"]})",
                     R"(storage write fails: {when: 3rd commit, rooms: ["lobby"]})",
                     R"(storage write hangs: {when: first commit, rooms: ["lobby"]})",
                     R"(storage write hangs: {when: 2nd commit, rooms: ["lobby"]})",
                     R"(storage write hangs: {when: 3rd commit, rooms: ["lobby"]})",
                     R"(slow storage: {when: first commit, rooms: ["lobby"], takes: 2s})",
                     R"(slow storage: {when: 2nd commit, rooms: ["lobby"], takes: 2s})",
                     R"(slow storage: {when: 3rd commit, rooms: ["lobby"], takes: 2s})",
                     "alarm lateness: 0s",
                     "socket order: any",
                     "isolates: 4, empty isolates: go",
                     "uncaught exception resets: 100%",
                 });
}

TEST_CASE("A swarm is the same for the same stream, and strikes no occasion twice") {
  sim::Choices choices({.seed = 3});
  std::set<std::vector<std::string>> different;
  for (std::uint64_t i = 0; i < 50; ++i) {
    sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("swarm", i));
    sim::RandomStream again = choices.stream(sim::site("test"), sim::entity("swarm", i));
    const auto made = lines(scenarios::fuzz::swarm(occasions(), i, stream));
    CHECK(made == lines(scenarios::fuzz::swarm(occasions(), i, again)));
    CHECK(std::set<std::string>(made.begin(), made.end()).size() == made.size());
    different.insert(made);
  }
  CHECK(different.size() > 40);
}

TEST_CASE("Without rooms and clients there is nothing to befall them") {
  const std::vector<Case> cases = scenarios::fuzz::sweep({}, 1);
  CHECK(cases.size() == std::size(scenarios::fuzz::kKnobs));
}

TEST_CASE("Of a million moments some thousands are taken, evenly and not one twice") {
  Occasions month;
  for (const char* name : {"lobby", "hall"}) {
    scenarios::fuzz::RoomOccasions room{
        .name = name, .rests = {}, .committed = {}, .commits = 700'000, .alarms = 3, .constructed = 1};
    for (int i = 0; i < 500'000; ++i) room.rests.push_back(i * 5s);
    month.rooms.push_back(std::move(room));
  }
  for (const std::vector<Fault>& kind : scenarios::fuzz::faults_by_kind(month)) {
    CAPTURE(scenarios::fuzz::written(kind.front()));
    CHECK(kind.size() <= 10'000);
    std::set<std::string> different;
    for (const Fault& fault : kind) different.insert(scenarios::fuzz::written(fault));
    CHECK(different.size() == kind.size());
    if (kind.front().kind == FaultKind::evict) {
      CHECK(kind.size() == 5'000);
      CHECK(*kind.back().at > 499'000 * 5s);
    }
  }
}
