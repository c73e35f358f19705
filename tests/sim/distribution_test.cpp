#include "sim/distribution.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

#include "tests/catch.h"

namespace {

using sim::Distribution;

constexpr int kDraws = 20'000;

sim::RandomStream stream_of(sim::Choices& choices, const char* who) {
  return choices.stream(sim::site("test.distribution"), sim::entity(who));
}

/// The largest distance between the distribution of the draws and the one they are to have (Kolmogorov-Smirnov).
double distance(const Distribution& distribution, const std::function<double(double)>& cdf) {
  sim::Choices choices({.seed = 2026});
  sim::RandomStream stream = stream_of(choices, "ks");
  std::vector<double> draws;
  for (int i = 0; i < kDraws; ++i) draws.push_back(distribution.sample(stream));
  std::sort(draws.begin(), draws.end());
  double largest = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double expected = cdf(draws[static_cast<std::size_t>(i)]);
    largest =
        std::max({largest, expected - static_cast<double>(i) / kDraws, static_cast<double>(i + 1) / kDraws - expected});
  }
  return largest;
}

double normal_cdf(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

/// FNV-1a over the bits of the first thousand draws.
std::uint64_t digest(const Distribution& distribution) {
  sim::Choices choices({.seed = 1, .replication = 3});
  sim::RandomStream stream = stream_of(choices, "digest");
  std::uint64_t hash = sim::stable_hash("");
  for (int i = 0; i < 1'000; ++i) {
    const auto bits = std::bit_cast<std::uint64_t>(distribution.sample(stream));
    char bytes[8];
    for (int b = 0; b < 8; ++b) bytes[b] = static_cast<char>(bits >> (8 * b));
    hash = sim::stable_hash(std::string_view(bytes, 8), hash);
  }
  return hash;
}

const std::vector<Distribution> kEveryKind = {Distribution::constant(5), Distribution::uniform(2, 9),
                                              Distribution::exponential(40e9), Distribution::normal(10, 3),
                                              Distribution::lognormal_p95(80e6, 200e6)};

// At 1.63 / sqrt(n) a sound generator fails one seed in a hundred; this seed is fixed.
TEST_CASE("draws of every kind follow their distribution") {
  const double bound = 1.63 / std::sqrt(kDraws);
  CHECK(distance(Distribution::uniform(2, 9), [](double x) { return (x - 2) / 7; }) < bound);
  CHECK(distance(Distribution::exponential(40), [](double x) { return 1 - std::exp(-x / 40); }) < bound);
  CHECK(distance(Distribution::normal(100, 15), [](double x) { return normal_cdf((x - 100) / 15); }) < bound);
  CHECK(distance(Distribution::lognormal(80, 0.5), [](double x) { return normal_cdf(std::log(x / 80) / 0.5); }) <
        bound);
  // And the measure can tell a wrong one.
  CHECK(distance(Distribution::exponential(42), [](double x) { return 1 - std::exp(-x / 40); }) > bound);
}

TEST_CASE("a lognormal distribution has the median and 95th percentile that it was made from") {
  const Distribution distribution = Distribution::lognormal_p95(80e6, 200e6);
  CHECK(distribution.a == 80e6);
  CHECK(std::abs(distribution.b * 1.6448536269514722 / std::log(2.5) - 1) < 1e-14);
  sim::Choices choices({.seed = 5});
  sim::RandomStream stream = stream_of(choices, "p95");
  std::vector<double> draws;
  for (int i = 0; i < kDraws; ++i) draws.push_back(distribution.sample(stream));
  std::sort(draws.begin(), draws.end());
  CHECK(std::abs(draws[kDraws / 2] / 80e6 - 1) < 0.02);
  CHECK(std::abs(draws[kDraws * 95 / 100] / 200e6 - 1) < 0.02);
  CHECK_THROWS_AS(Distribution::lognormal_p95(200, 80), std::invalid_argument);
  CHECK_THROWS_AS(Distribution::lognormal_p95(0, 80), std::invalid_argument);
}

TEST_CASE("every kind consumes exactly one ordinal a draw") {
  sim::Choices choices({.seed = 5});
  sim::RandomStream stream = stream_of(choices, "ordinal");
  std::uint64_t drawn = 0;
  for (const Distribution& distribution : kEveryKind) {
    static_cast<void>(distribution.sample(stream));
    CHECK(stream.drawn() == ++drawn);
    static_cast<void>(distribution.sample_duration(stream));
    CHECK(stream.drawn() == ++drawn);
  }
  static_cast<void>(sim::ZipfTable(1.1, 40).sample(stream));
  CHECK(stream.drawn() == ++drawn);
}

// Golden values: the same on every compiler, optimisation level and C library.
TEST_CASE("the first thousand draws of every kind are the same bits everywhere") {
  CHECK(digest(kEveryKind[0]) == 0x252af68779d96225);
  CHECK(digest(kEveryKind[1]) == 0x2ee8401b93ebf55c);
  CHECK(digest(kEveryKind[2]) == 0x966ab6cbbd875a66);
  CHECK(digest(kEveryKind[3]) == 0xc0505a0ca43d8ba6);
  CHECK(digest(kEveryKind[4]) == 0x81d803af5e5d1eb1);
}

TEST_CASE("no draw is negative, and every one is finite, at the ends of the random bits") {
  for (const std::uint64_t bits : {std::uint64_t{0}, ~std::uint64_t{0}}) {
    for (const Distribution& distribution : kEveryKind) {
      sim::Choices choices({}, {{{sim::site("test.distribution"), sim::entity("end"), 0}, bits}});
      sim::RandomStream stream = stream_of(choices, "end");
      const double draw = distribution.sample(stream);
      CHECK(draw >= 0);
      CHECK(std::isfinite(draw));
    }
  }
  sim::Choices choices({.seed = 8});
  sim::RandomStream stream = stream_of(choices, "negative");
  int zeros = 0;
  for (int i = 0; i < 1'000; ++i) zeros += Distribution::normal(0, 1).sample(stream) == 0;
  CHECK(zeros > 400);
  CHECK(zeros < 600);
}

TEST_CASE("durations are rounded to whole nanoseconds and cut off at the largest") {
  sim::Choices choices({.seed = 8});
  sim::RandomStream stream = stream_of(choices, "durations");
  CHECK(Distribution::constant(2.5).sample_duration(stream) == sim::Duration{3});
  CHECK(Distribution::constant(2.4).sample_duration(stream) == sim::Duration{2});
  CHECK(Distribution::constant(-7).sample_duration(stream) == sim::Duration{0});
  CHECK(Distribution::constant(1e30).sample_duration(stream) == sim::Duration::max());
  CHECK(Distribution::constant(std::nan("")).sample_duration(stream) == sim::Duration::max());
}

TEST_CASE("Zipf ranks come as often as one over their power") {
  const sim::ZipfTable table(1.1, 40);
  sim::Choices choices({.seed = 2026});
  sim::RandomStream stream = stream_of(choices, "zipf");
  std::vector<int> counts(40);
  constexpr int kMany = 200'000;
  for (int i = 0; i < kMany; ++i) ++counts.at(table.sample(stream));
  double total = 0;
  for (int rank = 1; rank <= 40; ++rank) total += std::pow(rank, -1.1);
  double chi_square = 0;
  for (int rank = 1; rank <= 40; ++rank) {
    const double expected = kMany * std::pow(rank, -1.1) / total;
    chi_square += std::pow(counts[static_cast<std::size_t>(rank - 1)] - expected, 2) / expected;
  }
  CHECK(chi_square < 62.4);  // the 99th percentile of 39 degrees of freedom
}

TEST_CASE("Zipf tables reach their first and last rank, and need one") {
  for (const std::uint32_t n : {1U, 2U, 1'000U}) {
    const auto rank_of = [n](std::uint64_t bits) {
      sim::Choices choices({}, {{{sim::site("test.distribution"), sim::entity("end"), 0}, bits}});
      sim::RandomStream stream = stream_of(choices, "end");
      return sim::ZipfTable(1, n).sample(stream);
    };
    CHECK(rank_of(0) == 0);
    CHECK(rank_of(~std::uint64_t{0}) == n - 1);
  }
  CHECK_THROWS_AS(sim::ZipfTable(1, 0), std::invalid_argument);
}

}  // namespace
