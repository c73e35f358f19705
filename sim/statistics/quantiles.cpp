#include "sim/statistics/quantiles.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <limits>

namespace sim::statistics {

double quantile_of(std::span<const double> sorted, double p) {
  const auto n = static_cast<double>(sorted.size());
  const auto rank = static_cast<std::size_t>(std::clamp(std::ceil(p * n), 1.0, n));
  return sorted[rank - 1];
}

std::optional<Bounds> order_statistic_interval(std::span<const double> sorted, double p, double level) {
  if (sorted.empty()) return std::nullopt;
  const auto n = static_cast<double>(sorted.size());
  const boost::math::binomial below(n, p);
  const double tail = (1 - level) / 2;
  // How many samples lie below the quantile is binomial: ranks r with P(count < r) <= tail, and s with
  // P(count >= s) <= tail.
  std::size_t low = 0;
  while (low < sorted.size() && boost::math::cdf(below, static_cast<double>(low)) <= tail) ++low;
  std::size_t high = static_cast<std::size_t>(p * n);
  while (high < sorted.size() && boost::math::cdf(boost::math::complement(below, static_cast<double>(high))) > tail)
    ++high;
  if (low == 0 || high >= sorted.size()) return std::nullopt;
  return Bounds{sorted[low - 1], sorted[high]};
}

Interval sectioned_quantile(std::vector<std::vector<double>>& sections, double p, double level) {
  std::vector<double> all;
  std::vector<double> each;
  for (std::vector<double>& section : sections) {
    if (section.empty()) continue;
    std::ranges::sort(section);
    each.push_back(quantile_of(section, p));
    all.insert(all.end(), section.begin(), section.end());
  }
  Interval interval{0, std::numeric_limits<double>::infinity(), each.size()};
  if (all.empty()) return interval;
  const auto rank = static_cast<std::ptrdiff_t>(
      std::clamp(std::ceil(p * static_cast<double>(all.size())), 1.0, static_cast<double>(all.size())) - 1);
  std::nth_element(all.begin(), all.begin() + rank, all.end());
  interval.mean = all[static_cast<std::size_t>(rank)];
  if (each.size() < 2) return interval;
  const auto n = static_cast<double>(each.size());
  double squares = 0;
  for (const double quantile : each) squares += (quantile - interval.mean) * (quantile - interval.mean);
  interval.half_width = student_quantile((1 + level) / 2, n - 1) * std::sqrt(squares / (n - 1) / n);
  return interval;
}

}  // namespace sim::statistics
