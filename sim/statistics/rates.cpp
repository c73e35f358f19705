#include "sim/statistics/rates.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <limits>

namespace sim::statistics {
namespace {

using boost::math::chi_squared;

/// Of the best rate, without what is the same however the stretches are cut.
double log_likelihood(const Counted& counted) {
  return counted.events > 0 ? counted.events * std::log(counted.events / counted.seconds) : 0;
}

}  // namespace

std::vector<RateSegment> segment_rates(std::span<const Counted> stretches) {
  const std::size_t n = stretches.size();
  double events = 0;
  for (const Counted& one : stretches) events += one.events;
  const double penalty = std::log(std::max(events, 2.0));  // of a boundary and a rate
  std::vector<double> best(n + 1, -std::numeric_limits<double>::infinity());
  std::vector<std::size_t> begins(n + 1, 0);
  best[0] = 0;
  for (std::size_t end = 1; end <= n; ++end) {
    Counted sum;
    for (std::size_t begin = end; begin-- > 0;) {
      sum.events += stretches[begin].events;
      sum.seconds += stretches[begin].seconds;
      if (sum.seconds <= 0) continue;  // nothing is known of it alone
      const double value = best[begin] + log_likelihood(sum) - penalty;
      if (value <= best[end]) continue;
      best[end] = value;
      begins[end] = begin;
    }
  }
  // Stretches in front that were not observed are not a segment by themselves.
  std::vector<RateSegment> segments;
  for (std::size_t end = n; end > 0; end = begins[end]) {
    Counted sum;
    for (std::size_t i = begins[end]; i < end; ++i) {
      sum.events += stretches[i].events;
      sum.seconds += stretches[i].seconds;
    }
    segments.push_back({begins[end], sum.seconds > 0 ? sum.events / sum.seconds : 0});
  }
  std::ranges::reverse(segments);
  return segments;
}

RateBounds poisson_rate_bounds(const Counted& counted, double level) {
  const double tail = (1 - level) / 2;
  RateBounds bounds;
  if (counted.events > 0)
    bounds.low = boost::math::quantile(chi_squared(2 * counted.events), tail) / 2 / counted.seconds;
  bounds.high = boost::math::quantile(chi_squared(2 * counted.events + 2), 1 - tail) / 2 / counted.seconds;
  return bounds;
}

Dispersion dispersion_of(std::span<const double> counts, std::span<const double> expected, std::size_t parameters) {
  double squares = 0;
  std::size_t bins = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (expected[i] <= 0) continue;
    squares += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
    ++bins;
  }
  if (bins <= parameters) return {.bins = bins};
  const auto degrees = static_cast<double>(bins - parameters);
  return {.index = squares / degrees,
          .p_value = boost::math::cdf(boost::math::complement(chi_squared(degrees), squares)),
          .bins = bins};
}

}  // namespace sim::statistics
