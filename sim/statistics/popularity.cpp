#include "sim/statistics/popularity.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <functional>

#include "sim/choice.h"
#include "sim/distribution.h"
#include "sim/statistics/interval.h"

namespace sim::statistics {
namespace {

constexpr double kLargestExponent = 10;

/// By bisection: the derivative of the likelihood falls in s. Counts in falling order, zeros allowed at the end.
double exponent_of(const std::vector<std::uint64_t>& ranked, std::size_t places) {
  double visits = 0, weighted_log = 0;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    visits += static_cast<double>(ranked[i]);
    weighted_log += static_cast<double>(ranked[i]) * std::log(static_cast<double>(i + 1));
  }
  const double mean_log = weighted_log / visits;
  double low = 0, high = kLargestExponent;
  for (int i = 0; i < 50; ++i) {
    const double s = (low + high) / 2;
    double sum = 0, sum_log = 0;
    for (std::size_t rank = 1; rank <= places; ++rank) {
      const double log_rank = std::log(static_cast<double>(rank));
      const double weight = std::exp(-s * log_rank);
      sum += weight;
      sum_log += weight * log_rank;
    }
    (sum_log / sum > mean_log ? low : high) = s;
  }
  return (low + high) / 2;
}

}  // namespace

Popularity fit_popularity(std::vector<std::uint64_t> counts) {
  std::ranges::sort(counts, std::greater<>());
  Popularity result;
  if (counts.size() < 2) return result;
  std::uint64_t visits = 0;
  for (const std::uint64_t count : counts) visits += count;
  const double even = static_cast<double>(visits) / static_cast<double>(counts.size());
  double squares = 0;
  for (const std::uint64_t count : counts)
    squares += (static_cast<double>(count) - even) * (static_cast<double>(count) - even);
  const boost::math::chi_squared chi(static_cast<double>(counts.size() - 1));
  result.uniform_p = boost::math::cdf(boost::math::complement(chi, squares / even));

  // With many visits the bias is far below the error, and drawing them again takes long.
  constexpr std::uint64_t kMostDrawn = 200'000;
  constexpr std::size_t kSamples = 20, kMostPlaces = 5'000;
  result.s = exponent_of(counts, counts.size());
  const std::uint64_t drawn = std::min(visits, kMostDrawn);
  if (result.s == 0 || counts.size() > kMostPlaces) return result;
  Choices choices({.seed = 1});
  const ZipfTable table(result.s, static_cast<std::uint32_t>(counts.size()));
  std::vector<double> again;
  for (std::size_t sample = 0; sample < kSamples; ++sample) {
    RandomStream stream = choices.stream(site("statistics.popularity"), entity("sample", sample));
    std::vector<std::uint64_t> other(counts.size());
    for (std::uint64_t i = 0; i < drawn; ++i) ++other[table.sample(stream)];
    std::ranges::sort(other, std::greater<>());
    // Places that nobody visits would not have been known of.
    while (!other.empty() && other.back() == 0) other.pop_back();
    again.push_back(exponent_of(other, other.size()));
  }
  const double share = static_cast<double>(drawn) / static_cast<double>(visits);
  result.s_error = std::sqrt(variance_of(again) * share);
  if (drawn == visits) result.s = std::max(0.0, 2 * result.s - mean_of(again));
  return result;
}

}  // namespace sim::statistics
