// What one file with includes, variations and replications comes to.
#include <fmt/format.h>

#include <filesystem>
#include <set>
#include <string>

#include "scenarios/constraint.h"
#include "scenarios/input_error.h"
#include "scenarios/scenario.h"
#include "tests/catch.h"
#include "tests/says.h"

using scenarios::holds;

namespace {

const std::filesystem::path kGood = std::filesystem::path(DORMOUSE_SOURCE_DIR) / "tests/scenarios/good";

bool says(std::string_view condition, const scenarios::Values& values = {}) {
  std::string problem;
  const bool result = holds(condition, values, problem);
  INFO(condition << ": " << problem);
  CHECK(problem.empty());
  return result;
}

std::string refused(std::string_view condition, const scenarios::Values& values = {}) {
  std::string problem;
  static_cast<void>(holds(condition, values, problem));
  return problem;
}

}  // namespace

TEST_CASE("a study has every combination that its constraints leave, in the order of the file") {
  const auto variations = scenarios::load_variations(kGood / "study.yaml");
  REQUIRE(variations.size() == 16);
  CHECK(variations.front().variation == "visitors=10,latency=80ms,base=1s,cap=10s,patient");
  CHECK(variations.back().variation == "visitors=1000,latency=#2,base=2s,cap=30s,hasty");
  std::set<std::string> names;
  for (const auto& one : variations) names.insert(one.variation);
  CHECK(names.size() == variations.size());

  const auto& last = variations.back();
  REQUIRE(last.clients.size() == 2);
  CHECK(last.clients[0].name == "phone");  // lists begin with what is included
  CHECK(last.clients[1].count == 1000);
  CHECK(last.clients[1].reconnect.cap == std::chrono::seconds(30));
  REQUIRE(last.expectations.size() == 2);
  CHECK(last.expectations[0].kind == "no handler throws");
  REQUIRE(last.network.profiles.size() == 2);
  CHECK(last.network.profiles[0].loss == 0.01);  // of the included map, whose latency is this file's
  CHECK(last.network.profiles[0].latency.kind == sim::Distribution::Kind::exponential);
  CHECK(last.project.name == "room");

  const auto again = scenarios::load_scenario(kGood / "study.yaml", last.variation);
  CHECK(again.clients[1].count == 1000);
  const auto runs = scenarios::planned_runs(variations);
  REQUIRE(runs.size() == 48);
  CHECK(runs[4].variation == 1);
  CHECK(runs[4].replication == 1);
  CHECK(runs[4].seed == 7);
}

TEST_CASE("a variation must be named, and be there") {
  for (const char* name : {"", "visitors=11"}) {
    try {
      static_cast<void>(scenarios::load_scenario(kGood / "study.yaml", name));
      FAIL("accepted");
    } catch (const scenarios::InputError& error) {
      tests::check_says(error.what(), "visitors=10,latency=80ms,base=1s,cap=10s,patient");
    }
  }
}

TEST_CASE("conditions compare numbers, durations, sizes, shares and words, each with its like") {
  CHECK(says("1 < 2"));
  CHECK(says("2s > 1999ms and 1KiB == 1024B"));
  CHECK(says("not (1 == 2) or 1 / 1 > 5"));
  CHECK(says("$n * $d <= 10s", {{"n", "5"}, {"d", "2s"}}));
  CHECK(says("$d / $e == 30", {{"d", "1min"}, {"e", "2s"}}));
  CHECK(says("50% + 25% == 0.75"));
  CHECK_FALSE(says("mobile == fibre"));
  CHECK(says("$link != fibre", {{"link", "mobile"}}));
  CHECK(says("$d > 0", {{"d", "1ms"}}));
  CHECK(says("10 - 4 - 3 == 3"));
}

TEST_CASE("conditions that mean nothing are refused with what is wrong") {
  tests::check_says(refused("1s < 2"), "cannot be compared");
  tests::check_says(refused("fibre < mobile"), "cannot be compared");
  tests::check_says(refused("1 +"), "ends too early");
  tests::check_says(refused("1 / 0 == 1"), "division by 0");
  tests::check_says(refused("(1 == 1"), "not closed");
  tests::check_says(refused("5"), "no condition");
  tests::check_says(refused("$x == 1"), "nothing is called $x");
  tests::check_says(refused("1 == 1 1"), "what is");
  tests::check_says(refused("2s * 2s == 4s"), "cannot be multiplied");
  CHECK_FALSE(refused(std::string(100'000, '(')).empty());
  std::string nots;
  for (int i = 0; i < 100'000; ++i) nots += "not ";
  CHECK_FALSE(refused(nots + "1 == 1").empty());
}
