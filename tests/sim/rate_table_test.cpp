#include "sim/rate_table.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "tests/catch.h"

namespace {

using sim::Duration;
using sim::RateTable;
using std::chrono::hours;
using std::chrono::seconds;

// Nobody at night, one every 20 s in the morning, four times as many after that.
const RateTable kDay({{hours(0), 0}, {hours(8), 0.05}, {hours(12), 0.2}, {hours(20), 0}}, hours(24));

std::vector<Duration> arrivals(const RateTable& table, std::size_t most, std::uint64_t seed = 2026) {
  sim::Choices choices({.seed = seed});
  sim::RandomStream stream = choices.stream(sim::site("test.rates"), sim::entity("arrivals"));
  std::vector<Duration> times;
  for (Duration t = table.next({}, stream); t < Duration::max() && times.size() < most; t = table.next(t, stream))
    times.push_back(t);
  return times;
}

TEST_CASE("the expected number of arrivals between two of them is exponential, whatever the rates") {
  // Time counted in expected arrivals makes every such process one of rate 1.
  const std::vector<Duration> times = arrivals(kDay, 20'000);
  std::vector<double> gaps;
  double last = 0;
  for (const Duration t : times) {
    gaps.push_back(kDay.expected(t) - last);
    last = kDay.expected(t);
  }
  std::sort(gaps.begin(), gaps.end());
  const auto n = static_cast<double>(gaps.size());
  double largest = 0;
  for (std::size_t i = 0; i < gaps.size(); ++i)
    largest = std::max(largest, std::abs(1 - std::exp(-gaps[i]) - (static_cast<double>(i) + 0.5) / n));
  CHECK(largest * std::sqrt(n) < 1.63);  // Kolmogorov-Smirnov at 1%
}

TEST_CASE("arrivals keep to the hours of their rates, and as many come as are expected") {
  const std::vector<Duration> times = arrivals(kDay, 100'000);
  double morning = 0, afternoon = 0;
  for (const Duration t : times) {
    const Duration of_day = t % Duration(hours(24));
    REQUIRE(of_day >= hours(8));
    REQUIRE(of_day <= hours(20));
    (of_day < hours(12) ? morning : afternoon) += 1;
  }
  CHECK(std::is_sorted(times.begin(), times.end()));
  const double share = 4 * 0.05 / (4 * 0.05 + 8 * 0.2);
  CHECK(std::abs(morning / (morning + afternoon) - share) < 4 * std::sqrt(share * (1 - share) / 100'000));
  CHECK(kDay.expected(hours(24)) == Approx(4 * 3600 * 0.05 + 8 * 3600 * 0.2));
  CHECK(std::abs(kDay.expected(times.back()) - 100'000) < 4 * std::sqrt(100'000.0));
}

TEST_CASE("a table without a period goes on with its last rate, or ends with it") {
  const RateTable burst({{seconds(0), 100}, {seconds(10), 0}});
  const std::vector<Duration> times = arrivals(burst, 100'000);
  CHECK(times.back() <= seconds(10));
  CHECK(std::abs(static_cast<double>(times.size()) - 1'000) < 4 * std::sqrt(1'000.0));
  CHECK(arrivals(RateTable({{seconds(0), 0}, {seconds(10), 1}}), 1'000).size() == 1'000);
}

TEST_CASE("an arrival takes one ordinal") {
  sim::Choices choices({.seed = 1});
  sim::RandomStream stream = choices.stream(sim::site("test.rates"), sim::entity("ordinal"));
  static_cast<void>(kDay.next(hours(23), stream));
  CHECK(stream.drawn() == 1);
}

TEST_CASE("tables of rates that cannot be are refused") {
  CHECK_THROWS_AS(RateTable({}), std::invalid_argument);
  CHECK_THROWS_AS(RateTable({{seconds(1), 1}}), std::invalid_argument);
  CHECK_THROWS_AS(RateTable({{seconds(0), 0}}), std::invalid_argument);
  CHECK_THROWS_AS(RateTable({{seconds(0), 1}, {seconds(0), 2}}), std::invalid_argument);
  CHECK_THROWS_AS(RateTable({{seconds(0), 1}, {hours(2), 2}}, hours(1)), std::invalid_argument);
  CHECK_THROWS_AS(RateTable({{seconds(0), -1}}), std::invalid_argument);
}

TEST_CASE("the first thousand arrivals are the same everywhere") {
  std::uint64_t hash = sim::stable_hash("");
  for (const Duration t : arrivals(kDay, 1'000, 1)) hash = sim::stable_hash(std::to_string(t.count()), hash);
  CHECK(hash == 0x1bd5e98cd7b2e199);
}

}  // namespace
