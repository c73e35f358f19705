// Eviction policies by name, and what a wake is worth by default.
#include <cmath>
#include <stdexcept>

#include "reports/tariff.h"
#include "scenarios/cost_tables.h"
#include "scenarios/eviction_choice.h"
#include "scenarios/wake_worth.h"
#include "tests/catch.h"

using namespace std::chrono_literals;
using models::eviction::Choice;
using Kind = Choice::Kind;

namespace {

Choice chosen(std::string_view text, Choice choice = {}) {
  scenarios::choose_eviction(text, choice);
  return choice;
}

Choice read(const std::string& yaml) {
  const auto document = scenarios::YamlDocument::parse(yaml, "test.yaml");
  scenarios::Problems problems("test.yaml");
  Choice choice;
  scenarios::read_eviction(document.root(), choice, problems);
  problems.throw_if_any();
  return choice;
}

}  // namespace

TEST_CASE("a command line and a scenario name the same policies") {
  CHECK(chosen("never").kind == Kind::never);
  CHECK(read("never").kind == Kind::never);
  CHECK(chosen("always").kind == Kind::always);
  CHECK(chosen("ttl(90s)").ttl == 90s);
  CHECK(read("{ttl: 90s}").ttl == 90s);
  CHECK(read("{ttl: 90s}").kind == Kind::ttl);
  CHECK(chosen("lru(2GB)").capacity_bytes == 2'000'000'000);
  CHECK(read("{lru: 2GiB}").capacity_bytes == 2ULL << 30);
  CHECK(chosen("breakeven(5s)").wake_worth == 5s);
  CHECK(read("{breakeven: 5s}").kind == Kind::break_even);
  CHECK(read("breakeven").wake_worth == 0s);  // to be found out
}

TEST_CASE("the vendor's two policies differ in the sweep, and leave the scenario's own times alone") {
  Choice own;
  own.hibernates_after = 20s;
  own.idle_rule.after_least = 60s;
  const Choice observed = chosen("observed", own);
  CHECK(observed.idle_rule.sweep);
  CHECK(observed.hibernates_after == 20s);
  const Choice documented = chosen("documented", observed);
  CHECK_FALSE(documented.idle_rule.sweep);
  CHECK(documented.idle_rule.after_least == 60s);
  CHECK(chosen("ttl(5s)", own).hibernates_after == 20s);
}

TEST_CASE("what is no policy is refused") {
  for (const auto* text : {"", "ttl", "ttl()", "ttl(-1s)", "ttl(0s)", "ttl(60s", "lru(64MB)", "never(1s)", "(1s)"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(chosen(text), std::invalid_argument);
  }
}

TEST_CASE("what CPU costs against memory is what the tariff says") {
  const auto tariff = reports::find_tariff(reports::kDefaultTariff).value();
  const auto price = [&](reports::Meter meter) {
    const auto& rate = tariff.rate(meter).value();
    return rate.price / rate.unit;
  };
  const reports::Exact cpu_second = price(reports::Meter::worker_cpu) * reports::Exact(1000);
  const reports::Exact memory_second = price(reports::Meter::object_duration) * tariff.object_memory_gb;
  const reports::Exact ratio = cpu_second / memory_second;
  CHECK(ratio == reports::Exact::parse("12.5").value());
  CHECK(scenarios::kSecondsOfMemoryForASecondOfCpu == 12.5);
}

TEST_CASE("a wake is worth its mean time as CPU and as memory") {
  models::runtime::CostTable costs = scenarios::find_cost_table("zero").value();
  costs.wake = sim::Distribution::constant(2e6);
  costs.constructor = sim::Distribution::constant(1e6);
  CHECK(scenarios::wake_worth(costs) == 40'500us);
  CHECK(scenarios::wake_worth(scenarios::find_cost_table("zero").value()) == 1ns);
  // The mean of a lognormal is its median times e^(s^2/2); medians 1.1 and 0.095 ms, 95th percentiles 11 and 0.31.
  const auto mean = [](double median, double p95) {
    const double s = std::log(p95 / median) / 1.6448536;
    return median * std::exp(s * s / 2);
  };
  const double worth = (mean(1.1, 11) + mean(0.095, 0.31)) * 13.5;
  const auto measured = scenarios::wake_worth(scenarios::find_cost_table("measured-2026-11").value());
  CHECK(std::abs(static_cast<double>(measured.count()) * 1e-6 / worth - 1) < 0.03);
}
