#include "scenarios/fuzz/strategies.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "scenarios/fuzz/case_json.h"
#include "tests/catch.h"

using namespace std::chrono_literals;
using scenarios::fuzz::Case;
using scenarios::fuzz::Learned;
using scenarios::fuzz::Patience;
using scenarios::fuzz::RoomThread;
using scenarios::fuzz::Strategies;
using scenarios::fuzz::Strategy;
using scenarios::fuzz::StrategyOptions;

namespace {

constexpr Patience kSearchPatience{.each = 5s, .all = 10s};

scenarios::fuzz::Occasions searched_occasions() {
  return {.rooms =
              {{.name = "lobby", .rests = {2ms, 1500ms}, .committed = {}, .commits = 1, .alarms = 0, .constructed = 1}},
          .clients = {{.name = "ann", .heard = {1s}, .asking = {}, .answered = {}}}};
}

std::vector<RoomThread> threads() {
  return {{.name = "ann", .is_alarm = false, .steps = {{.sent = 1s, .arrived = 1s, .ended = 1s, .nth = 0}}},
          {.name = "bob", .is_alarm = false, .steps = {{.sent = 2s, .arrived = 2s, .ended = 2s, .nth = 0}}}};
}

StrategyOptions options(std::optional<Strategy> only) {
  return {.only = only, .pct = {.depth = {}, .patience = kSearchPatience}, .corpus = {}};
}

/// The cases of so many steps, weathers as they are wanted; nothing is ever found.
std::vector<Case> cases(Strategies& strategies, int count) {
  std::vector<Case> made;
  for (std::uint64_t seed = 100; static_cast<int>(made.size()) < count;) {
    if (strategies.wants_weather()) strategies.weather(seed++, searched_occasions(), threads(), 0);
    made.push_back(strategies.next());
    strategies.learn(made.back(), {.gained = made.size() % 50 == 0 ? 1U : 0U, .failed = false, .is_new = false});
  }
  return made;
}

std::string text(const std::vector<Case>& all) {
  std::string joined;
  for (const Case& one : all) joined += scenarios::fuzz::to_json(one).dump() + "\n";
  return joined;
}

}  // namespace

TEST_CASE("Every strategy makes the same cases for the same seed, and takes weather after weather") {
  for (const auto only :
       {std::optional<Strategy>(), std::optional(Strategy::uniform), std::optional(Strategy::swarm),
        std::optional(Strategy::sweep), std::optional(Strategy::pct), std::optional(Strategy::coverage)}) {
    sim::Choices choices({.seed = 1}), same({.seed = 1}), other({.seed = 2});
    Strategies one(options(only), choices), again(options(only), same), different(options(only), other);
    const auto made = cases(one, 400);
    CHECK(text(made) == text(cases(again, 400)));
    if (only != Strategy::sweep) CHECK(text(made) != text(cases(different, 400)));
    std::set<std::uint64_t> seeds;
    for (const Case& each : made) seeds.insert(each.seed);
    CHECK(seeds.size() > 5);
  }
}

namespace {

/// All naps once more, with isolates that do not outlive their objects.
bool is_of_module_globals(const Case& one) {
  return one.naps_alone && scenarios::fuzz::to_json(one).dump().find("knob") != std::string::npos;
}

}  // namespace

TEST_CASE("A sweep exhausts what is small: singles, pairs and triples of the first weather, each once") {
  sim::Choices choices({.seed = 1});
  Strategies strategies(options(Strategy::sweep), choices);
  std::multiset<std::string> first;
  std::size_t singles = 0;
  for (const Case& one : cases(strategies, 4000)) {
    if (one.seed != 100 || is_of_module_globals(one)) continue;
    if (one.mischief.size() == 1) ++singles;
    if (one.mischief.size() > 1) first.insert(scenarios::fuzz::to_json(one).dump());
  }
  CHECK(strategies.systematic().exhausted() == 3);
  // 2 naps, 2 evictions, 2 lost hosts, 2 deploys, 2 crashes, 2 broken lines, 3 writes that fail, hang or are slow, 4
  // knobs, 1 swap.
  const std::size_t each = 20;
  CHECK(singles >= each);
  const std::size_t all = each * (each - 1) / 2 + each * (each - 1) * (each - 2) / 6;
  CHECK(std::set<std::string>(first.begin(), first.end()).size() == all);
}

TEST_CASE("Pairs of naps alone are held against the run without naps, other pairs are not") {
  sim::Choices choices({.seed = 1});
  Strategies strategies(options(Strategy::sweep), choices);
  std::size_t pairs_of_naps = 0;
  for (const Case& one : cases(strategies, 500)) {
    if (is_of_module_globals(one)) continue;
    const std::string written = scenarios::fuzz::to_json(one).dump();
    const bool only_naps =
        written.find("knob") == std::string::npos && std::ranges::all_of(one.mischief, [](const auto& each) {
          const auto* fault = std::get_if<scenarios::Fault>(&each);
          return fault != nullptr && fault->kind == models::FaultKind::hibernate;
        });
    CHECK(one.naps_alone == (only_naps && !one.mischief.empty()));
    if (one.naps_alone && one.mischief.size() == 2) ++pairs_of_naps;
  }
  CHECK(pairs_of_naps > 0);
}

TEST_CASE("What campaigns before have kept is played first, and what is new is kept") {
  StrategyOptions from_before = options(std::nullopt);
  from_before.corpus = {{.seed = 77, .mischief = {}, .naps_alone = false},
                        {.seed = 78, .mischief = {}, .naps_alone = false}};
  sim::Choices choices({.seed = 1});
  Strategies strategies(from_before, choices);
  const auto made = cases(strategies, 120);
  CHECK(made[0].seed == 77);
  CHECK(made[1].seed == 78);
  CHECK(strategies.corpus_size() == 2);  // every fiftieth brought something new
  std::uint64_t runs = 0;
  for (const auto& tally : strategies.tallies()) runs += tally.runs;
  CHECK(runs == 120);
}
