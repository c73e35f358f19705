#include "scenarios/fuzz/corpus.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "scenarios/fuzz/case_json.h"
#include "scenarios/fuzz/portfolio.h"
#include "scenarios/fuzz/rules.h"
#include "tests/catch.h"

using namespace std::chrono_literals;
using scenarios::Fault;
using scenarios::fuzz::Case;
using scenarios::fuzz::Corpus;
using scenarios::fuzz::Knob;
using scenarios::fuzz::Mischief;
using scenarios::fuzz::Portfolio;
using scenarios::fuzz::Strategy;

namespace {

scenarios::fuzz::Occasions struck_occasions() {
  return {.rooms =
              {{.name = "lobby", .rests = {2ms, 1500ms}, .committed = {}, .commits = 3, .alarms = 1, .constructed = 1}},
          .clients = {{.name = "ann-0", .heard = {1s}, .asking = {}, .answered = {}}}};
}

std::vector<Mischief> everything() {
  std::vector<Mischief> all(std::begin(scenarios::fuzz::kKnobs), std::end(scenarios::fuzz::kKnobs));
  for (const auto& kind : scenarios::fuzz::faults_by_kind(struck_occasions()))
    all.insert(all.end(), kind.begin(), kind.end());
  all.emplace_back(scenarios::fuzz::clog(1500us, 1s, "ann-0"));
  return all;
}

std::string text(const Case& one) { return scenarios::fuzz::to_json(one).dump(); }

}  // namespace

TEST_CASE("A case that was kept is read back as it was") {
  const Case one{.seed = 12345678901234567890ULL, .mischief = everything(), .naps_alone = false};
  const auto read = scenarios::fuzz::case_from(nlohmann::json::parse(text(one)));
  REQUIRE(read);
  CHECK(text(*read) == text(one));
  for (std::size_t i = 0; i < one.mischief.size(); ++i)
    if (const auto* fault = std::get_if<Fault>(&one.mischief[i]))
      CHECK(scenarios::fuzz::written(*fault) == scenarios::fuzz::written(std::get<Fault>(read->mischief[i])));
}

TEST_CASE("What is no case is refused") {
  for (const char* const bad :
       {"null", "[]", "{}", R"({"seed":-1,"naps":true,"mischief":[]})", R"({"seed":1,"naps":1,"mischief":[]})",
        R"({"seed":1,"naps":true,"mischief":[{"knob":99}]})",
        R"({"seed":1,"naps":true,"mischief":[{"fault":"flood","at":1}]})",
        R"({"seed":1,"naps":true,"mischief":[{"fault":"evict"}]})",
        R"({"seed":1,"naps":true,"mischief":[{"fault":"clog","at":1}]})",
        R"({"seed":1,"naps":true,"mischief":[{"fault":"evict","at":-5}]})",
        R"({"seed":1,"naps":true,"mischief":[{"fault":"clog","at":1,"for":1}]})",
        R"({"seed":1,"naps":true,"mischief":[{"fault":"clog","when":[9,1],"for":1,"clients":["a"]}]})",
        R"({"seed":1,"naps":true,"mischief":[{"fault":"alarm-late","when":[6,1],"takes":60000000001}]})",
        R"({"seed":1,"naps":true,"mischief":[{"fault":"evict","at":1,"rooms":[7]}]})",
        R"({"seed":1,"naps":true,"mischief":[{"fault":"crash-before-commit","when":[99,1]}]})",
        R"({"seed":1,"naps":true,"mischief":[{"fault":"crash-before-commit","when":[9,0]}]})"})
    CHECK_FALSE(scenarios::fuzz::case_from(nlohmann::json::parse(bad)));
}

TEST_CASE("A corpus changes first what it has changed least") {
  Corpus corpus;
  for (std::uint64_t seed = 0; seed < 10; ++seed) corpus.add({.seed = seed, .mischief = {}, .naps_alone = false});
  sim::Choices choices({.seed = 1});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("corpus"));
  std::map<std::uint64_t, int> chosen;
  for (int i = 0; i < 1000; ++i) ++chosen[corpus.choose(stream).seed];
  CHECK(chosen.size() == 10);
  for (const auto& [seed, times] : chosen) CHECK((times > 80 && times < 120));
}

TEST_CASE("A full corpus forgets what was tried most") {
  Corpus corpus;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) corpus.add({.seed = seed, .mischief = {}, .naps_alone = false});
  CHECK(corpus.size() == 1000);
}

TEST_CASE("Changes stay legal: no occasion twice, nothing before the start, naps alone only where nothing else is") {
  const auto singles = everything();
  const Case one{.seed = 7, .mischief = {singles[4], singles[9]}, .naps_alone = false};
  const Case other{.seed = 9, .mischief = {singles[5], singles.back()}, .naps_alone = false};
  sim::Choices choices({.seed = 1});
  std::set<std::string> different;
  std::set<std::uint64_t> seeds;
  for (std::uint64_t i = 0; i < 500; ++i) {
    sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("mutated", i));
    sim::RandomStream again = choices.stream(sim::site("test"), sim::entity("mutated", i));
    const scenarios::fuzz::Ingredients ingredients{.seed = 8, .singles = &singles, .order = {singles.back()}};
    const Case made = mutated(one, other, ingredients, stream);
    CHECK(text(made) == text(mutated(one, other, ingredients, again)));
    CHECK(scenarios::fuzz::case_from(nlohmann::json::parse(text(made))));
    bool only_naps = !made.mischief.empty();
    for (const Mischief& each : made.mischief) {
      const auto* fault = std::get_if<Fault>(&each);
      only_naps = only_naps && fault != nullptr && fault->kind == models::FaultKind::hibernate;
    }
    CHECK(made.naps_alone == only_naps);
    different.insert(text(made));
    seeds.insert(made.seed);
  }
  CHECK(different.size() > 50);
  CHECK(seeds == std::set<std::uint64_t>{7, 8});
}

TEST_CASE("A portfolio gives most runs to whoever finds most, and some to all") {
  sim::Choices choices({.seed = 1});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("portfolio"));
  Portfolio portfolio;
  std::map<Strategy, int> runs;
  for (int i = 0; i < 2000; ++i) {
    const Strategy one = portfolio.choose(stream);
    ++runs[one];
    portfolio.learn(one, one == Strategy::pct ? 1 : 0);
  }
  CHECK(runs.size() == scenarios::fuzz::kStrategyCount);
  for (const auto& [strategy, times] : runs) CHECK((strategy == Strategy::pct ? times > 1200 : times > 40));
  // It learns anew when that dries up.
  runs.clear();
  for (int i = 0; i < 4000; ++i) {
    const Strategy one = portfolio.choose(stream);
    ++runs[one];
    portfolio.learn(one, one == Strategy::sweep ? 1 : 0);
  }
  CHECK(runs[Strategy::sweep] > 2000);
}

TEST_CASE("Whatever befalls a run names the rule that allows it") {
  for (const Mischief& one : everything()) {
    const std::string_view rule = scenarios::fuzz::rule_of(one);
    CHECK(rule.find("(docs/") != std::string_view::npos);
  }
}
