// Output analysis, against values from tables and by hand, and against its own promise: how often intervals hold.
#include <cmath>
#include <numeric>
#include <vector>

#include "sim/distribution.h"
#include "sim/statistics/batch_means.h"
#include "sim/statistics/paired.h"
#include "sim/statistics/precision.h"
#include "sim/statistics/quantiles.h"
#include "sim/statistics/warm_up.h"
#include "tests/catch.h"

using namespace sim::statistics;

namespace {

std::vector<double> one_to(int n) {
  std::vector<double> values(static_cast<std::size_t>(n));
  std::iota(values.begin(), values.end(), 1.0);
  return values;
}

bool near(double a, double b, double apart) { return std::abs(a - b) <= apart; }

std::vector<double> normals(sim::RandomStream& stream, std::size_t n, double mean) {
  // Far enough from zero, where Distribution cuts.
  const auto draw = sim::Distribution::normal(100, 1);
  std::vector<double> values(n);
  for (double& value : values) value = draw.sample(stream) - 100 + mean;
  return values;
}

/// x[i] = r x[i-1] + noise, from its steady state.
std::vector<double> autoregressive(sim::RandomStream& stream, std::size_t n, double r) {
  std::vector<double> series = normals(stream, n, 0);
  series[0] /= std::sqrt(1 - r * r);
  for (std::size_t i = 1; i < n; ++i) series[i] += r * series[i - 1];
  return series;
}

}  // namespace

TEST_CASE("quantiles of Student's t are those of the tables") {
  CHECK(near(student_quantile(0.975, 1), 12.706205, 1e-5));
  CHECK(near(student_quantile(0.975, 9), 2.262157, 1e-6));
  CHECK(near(student_quantile(0.95, 30), 1.697261, 1e-6));
  CHECK(near(student_quantile(0.975, 1e6), 1.959966, 1e-5));
}

TEST_CASE("a mean's interval by hand: one to five") {
  const Interval interval = mean_interval(one_to(5));
  CHECK(interval.mean == 3);
  CHECK(near(interval.half_width, 2.776445 * std::sqrt(0.5), 1e-6));  // t(4) = 2.776445, variance 2.5
  CHECK(interval.holds(4.9));
  CHECK_FALSE(interval.holds(5));
  CHECK(std::isinf(mean_interval(one_to(1)).half_width));
  CHECK(variance_of(one_to(10)) == Approx(55.0 / 6));
}

TEST_CASE("paired differences have the correlation and the variance that hand reckoning gives") {
  const std::vector<double> a = {1, 2, 3, 4}, b = {3, 4, 4, 7};
  const Paired paired = paired_difference(a, b);
  CHECK(paired.difference.mean == 2);
  // Differences 2 2 1 3: variance 2/3. Variances 5/3 and 3, covariance 2.
  CHECK(paired.variance_cut == Approx((5.0 / 3 + 3) / (2.0 / 3)));
  CHECK(paired.correlation == Approx(2 / std::sqrt(5.0)));
  CHECK(near(paired.difference.half_width, 3.182446 * std::sqrt(2.0 / 3 / 4), 1e-6));
  CHECK(std::isinf(paired_difference(a, std::vector<double>{2, 3, 4, 5}).variance_cut));
  CHECK_THROWS_AS(paired_difference(a, one_to(3)), std::invalid_argument);
}

TEST_CASE("the median of a hundred samples lies between the 40th and the 61st") {
  const auto sorted = one_to(100);
  const auto bounds = order_statistic_interval(sorted, 0.5);
  REQUIRE(bounds);
  CHECK(bounds->low == 40);
  CHECK(bounds->high == 61);
  CHECK(quantile_of(sorted, 0.95) == 95);
  CHECK(quantile_of(sorted, 1) == 100);
}

TEST_CASE("too few samples give no interval for the 99th percentile: 367 are, 368 are enough") {
  CHECK_FALSE(order_statistic_interval(one_to(367), 0.99));
  CHECK(order_statistic_interval(one_to(368), 0.99));
}

TEST_CASE("sections make the interval of a quantile, around that of all samples") {
  std::vector<std::vector<double>> sections = {{3, 1, 2}, {2, 4, 3}, {}, {5, 4, 3}};
  const Interval median = sectioned_quantile(sections, 0.5);
  CHECK(median.mean == 3);
  CHECK(median.samples == 3);
  CHECK(near(median.half_width, 4.302653 * std::sqrt(2.0 / 2 / 3), 1e-6));  // medians 2 3 4
}

TEST_CASE("95 % intervals hold the truth in 93.6 to 96.4 % of a thousand studies") {
  sim::Choices choices({.seed = 5});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("coverage"));
  int means = 0, side_by_side = 0, overlapping = 0, medians = 0;
  for (int study = 0; study < 1000; ++study) {
    auto samples = normals(stream, 10, 7);
    means += mean_interval(samples).holds(7) ? 1 : 0;
    const auto series = autoregressive(stream, 8000, 0.6);
    side_by_side += batch_means(series, 20).holds(0) ? 1 : 0;
    overlapping += overlapping_batch_means(series, 400).holds(0) ? 1 : 0;
    std::vector<std::vector<double>> sections(20);
    for (auto& section : sections) section = normals(stream, 100, 7);
    medians += sectioned_quantile(sections, 0.5).holds(7) ? 1 : 0;
  }
  CAPTURE(means, side_by_side, overlapping, medians);
  for (const int covered : {means, side_by_side, overlapping, medians}) {
    CHECK(covered >= 936);
    CHECK(covered <= 964);
  }
}

TEST_CASE("batches by hand: what fills none is left out at the front") {
  const std::vector<double> series = {100, 1, 3, 5, 7};
  const Interval interval = batch_means(series, 2);
  CHECK(interval.mean == 4);
  CHECK(near(interval.half_width, 12.706205 * 2, 1e-4));  // means 2 and 6
}

TEST_CASE("MSER-5 leaves out the warm-up, and says when a series is too short for it") {
  sim::Choices choices({.seed = 3});
  sim::RandomStream stream = choices.stream(sim::site("test"), sim::entity("warm-up"));
  std::vector<double> series = normals(stream, 1000, 50);
  for (std::size_t i = 0; i < 100; ++i) series[i] -= 50 - 0.5 * static_cast<double>(i);
  const auto cut = warm_up_length(series);
  REQUIRE(cut);
  CHECK(*cut >= 90);
  CHECK(*cut <= 130);
  CHECK(warm_up_length(std::vector<double>(100, 1.0)) == 0);
  std::vector<double> ramp = one_to(100);
  CHECK_FALSE(warm_up_length(ramp));
}

TEST_CASE("precision is reached when it lasts, not at the first lucky moment") {
  RelativePrecision rule{.share = 0.1, .least = 3, .running = 2};
  std::vector<double> samples = {10, 10.1, 9.9};
  CHECK_FALSE(rule.reached(samples));  // it would have to have held for two running, of three and more
  samples.push_back(10);
  CHECK(rule.reached(samples));
  samples.push_back(20);
  CHECK_FALSE(rule.reached(samples));
  CHECK(rule.reached(std::vector<double>(4, 0.0)));
}
