#include "sim/statistics/families.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/choice.h"
#include "sim/distribution.h"
#include "sim/rate_table.h"
#include "sim/statistics/popularity.h"
#include "sim/statistics/proportion.h"
#include "sim/statistics/rates.h"
#include "sim/statistics/survival.h"
#include "tests/catch.h"

using sim::Distribution;
using sim::statistics::Family;
using sim::statistics::Fit;

namespace {

/// So many draws, in order of size.
std::vector<double> sample(const Distribution& from, std::size_t n, std::uint64_t seed = 1) {
  sim::Choices choices({.seed = seed});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("sample"));
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(from.sample(stream));
  std::ranges::sort(values);
  return values;
}

/// Four standard errors of an estimate whose one is so large a share of it.
bool near(double found, double truth, double relative_error) {
  return std::abs(found - truth) <= 4 * relative_error * truth;
}

constexpr std::size_t kFamilyDraws = 10'000;
const double kRoot = std::sqrt(static_cast<double>(kFamilyDraws));

}  // namespace

TEST_CASE("every family is found again in its own draws, with its parameters") {
  const std::vector<double> waits = sample(Distribution::exponential(40), kFamilyDraws);
  const Fit exponential = sim::statistics::fit_families(waits)[0];
  CHECK(exponential.family == Family::exponential);
  CHECK(near(exponential.a, 40, 1 / kRoot));

  const Fit lognormal = sim::statistics::fit_families(sample(Distribution::lognormal(5, 0.8), kFamilyDraws))[0];
  CHECK(lognormal.family == Family::lognormal);
  CHECK(near(lognormal.a, 5, 0.8 / kRoot));
  CHECK(near(lognormal.b, 0.8, 0.71 / kRoot));

  const Fit weibull = sim::statistics::fit_families(sample(Distribution::weibull(10, 0.6), kFamilyDraws))[0];
  CHECK(weibull.family == Family::weibull);
  CHECK(near(weibull.a, 10, 1.05 / 0.6 / kRoot));
  CHECK(near(weibull.b, 0.6, 0.78 / kRoot));

  const Fit gamma = sim::statistics::fit_families(sample(Distribution::gamma(3, 2.5), kFamilyDraws))[0];
  CHECK(gamma.family == Family::gamma);
  CHECK(near(gamma.a * gamma.b, 7.5, 0.64 / kRoot));
  CHECK(near(gamma.b, 2.5, 1.4 / kRoot));

  const Fit pareto = sim::statistics::fit_families(sample(Distribution::pareto(2, 1.5), kFamilyDraws))[0];
  CHECK(pareto.family == Family::pareto);
  CHECK(near(pareto.a, 2, 0.001));
  CHECK(near(pareto.b, 1.5, 1 / kRoot));
}

TEST_CASE("a family's own sample is close to it, another's is not") {
  const std::vector<double> values = sample(Distribution::uniform(10, 11), kFamilyDraws);
  CHECK(sim::statistics::fit_families(values)[0].distance > sim::statistics::critical_distance(kFamilyDraws));
  const auto own = sim::statistics::fit_families(sample(Distribution::exponential(7), kFamilyDraws));
  CHECK(own[0].distance < sim::statistics::critical_distance(kFamilyDraws));
  CHECK(std::ranges::is_sorted(own, {}, &Fit::bic));
  const std::vector<double> same = {3, 3, 3};
  CHECK(sim::statistics::fit_families(same)[0].family == Family::constant);
}

TEST_CASE("the mean of a fitted family is that of its distribution") {
  CHECK(Fit{.family = Family::lognormal, .a = 1, .b = 1}.mean() == Approx(std::exp(0.5)));
  CHECK(Fit{.family = Family::weibull, .a = 2, .b = 1}.mean() == Approx(2));
  CHECK(Fit{.family = Family::pareto, .a = 2, .b = 3}.mean() == Approx(3));
}

TEST_CASE("counts of a geometric law have its mean, and a small distance from it") {
  const auto fit = sim::statistics::fit_geometric(sample(Distribution::geometric(0.2), kFamilyDraws));
  CHECK(near(fit.mean, 5, 0.9 / kRoot));
  CHECK(fit.distance < 0.02);
}

TEST_CASE("values that were cut short bias nothing: a law comes back from what was seen of it through windows") {
  sim::Choices choices({.seed = 4});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("window"));
  std::vector<double> whole, cut;
  for (std::size_t i = 0; i < kFamilyDraws; ++i) {
    const double value = Distribution::weibull(10, 0.7).sample(stream);
    const double window = Distribution::exponential(30).sample(stream);
    (value <= window ? whole : cut).push_back(std::min(value, window));
  }
  const auto naive = sim::statistics::fit_families([&] {
    std::vector<double> sorted = whole;
    std::ranges::sort(sorted);
    return sorted;
  }())[0];
  CHECK(naive.mean() < 9);
  const Fit fit = sim::statistics::fit_families(sim::statistics::as_if_whole(whole, cut))[0];
  CHECK(fit.family == Family::weibull);
  CHECK(fit.a == Approx(10).epsilon(0.06));
  CHECK(fit.b == Approx(0.7).epsilon(0.05));
}

TEST_CASE("a day is cut where its rate changes, and nowhere else") {
  std::vector<sim::statistics::Counted> hours(24);
  const sim::RateTable day(
      {{sim::Duration::zero(), 0.01}, {std::chrono::hours(8), 0.05}, {std::chrono::hours(20), 0.02}},
      std::chrono::hours(24));
  const sim::RateTable steady({{sim::Duration::zero(), 0.03}});
  for (const bool varies : {true, false}) {
    sim::Choices choices({.seed = 3});
    sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("rates"));
    for (auto& hour : hours) hour = {0, 7 * 3600};
    const sim::RateTable& table = varies ? day : steady;
    for (sim::Duration at = table.next(sim::Duration::zero(), stream); at < std::chrono::hours(24 * 7);
         at = table.next(at, stream))
      ++hours[static_cast<std::size_t>(at / std::chrono::hours(1)) % 24].events;
    const auto segments = sim::statistics::segment_rates(hours);
    if (!varies) {
      REQUIRE(segments.size() == 1);
      CHECK(segments[0].per_second == Approx(0.03).epsilon(0.03));
      continue;
    }
    REQUIRE(segments.size() == 3);
    CHECK(segments[1].first == 8);
    CHECK(segments[2].first == 20);
    CHECK(segments[0].per_second == Approx(0.01).epsilon(0.1));
    CHECK(segments[1].per_second == Approx(0.05).epsilon(0.03));
    CHECK(segments[2].per_second == Approx(0.02).epsilon(0.08));
  }
}

TEST_CASE("hours that nobody watched join their neighbours") {
  std::vector<sim::statistics::Counted> hours(24);
  hours[9] = {100, 3600};
  hours[10] = {110, 3600};
  const auto segments = sim::statistics::segment_rates(hours);
  REQUIRE(segments.size() == 1);
  CHECK(segments[0].per_second == Approx(210.0 / 7200));
}

TEST_CASE("a Poisson rate is held by its exact bounds") {
  // 10 events: the classical table has 4.795 and 18.39.
  const auto bounds = sim::statistics::poisson_rate_bounds({10, 1});
  CHECK(bounds.low == Approx(4.795).epsilon(0.001));
  CHECK(bounds.high == Approx(18.39).epsilon(0.001));
  CHECK(sim::statistics::poisson_rate_bounds({0, 2}).high == Approx(3.689 / 2).epsilon(0.001));
}

TEST_CASE("bursts have a larger dispersion than a Poisson process") {
  const std::vector<double> expected(100, 5.0);
  std::vector<double> counts;
  for (int i = 0; i < 100; ++i) counts.push_back(i % 2 == 0 ? 10 : 0);
  const auto bursts = sim::statistics::dispersion_of(counts, expected, 1);
  CHECK(bursts.index == Approx(5).epsilon(0.02));
  CHECK(bursts.p_value < 1e-6);
  CHECK(sim::statistics::dispersion_of(sample(Distribution::poisson(5), 100), expected, 1).p_value > 0.01);
}

TEST_CASE("how visits spread over rooms is told apart: alike, or by Zipf's law with its exponent") {
  sim::Choices choices({.seed = 8});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("rooms"));
  std::vector<std::uint64_t> alike(40), zipf(40);
  const sim::ZipfTable table(1.1, 40);
  for (int i = 0; i < 4'000; ++i) {
    ++alike[stream.below(40)];
    ++zipf[table.sample(stream)];
  }
  CHECK(sim::statistics::fit_popularity(alike).uniform_p > 0.01);
  const auto found = sim::statistics::fit_popularity(zipf);
  CHECK(found.uniform_p < 1e-6);
  CHECK(std::abs(found.s - 1.1) < 4 * found.s_error);
  CHECK(found.s_error < 0.05);
}

TEST_CASE("a proportion is held by its exact bounds") {
  // 5 of 50: 0.0333 and 0.2181 in the tables of Clopper and Pearson.
  const auto bounds = sim::statistics::proportion_bounds(5, 50);
  CHECK(bounds.low == Approx(0.0333).epsilon(0.002));
  CHECK(bounds.high == Approx(0.2181).epsilon(0.002));
  // None of n: 1 - (0.025)^(1/n).
  CHECK(sim::statistics::proportion_bounds(0, 10).low == 0);
  CHECK(sim::statistics::proportion_bounds(0, 10).high == Approx(0.30850).epsilon(0.0001));
  CHECK(sim::statistics::proportion_bounds(10, 10).low == Approx(0.69150).epsilon(0.0001));
  CHECK(sim::statistics::proportion_bounds(10, 10).high == 1);
  CHECK(sim::statistics::proportion_bounds(0, 0).high == 1);
  CHECK_THROWS_AS(sim::statistics::proportion_bounds(2, 1), std::invalid_argument);
}
