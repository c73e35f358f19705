#include "sim/statistics/survival.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sim::statistics {

std::vector<double> as_if_whole(std::vector<double> whole, std::vector<double> cut_short) {
  std::ranges::sort(whole);
  std::ranges::sort(cut_short);
  if (whole.empty() || cut_short.empty()) return whole;
  const double seen =
      std::accumulate(whole.begin(), whole.end(), 0.0) + std::accumulate(cut_short.begin(), cut_short.end(), 0.0);
  const double mean = seen / static_cast<double>(whole.size());
  std::vector<double> result;
  result.reserve(whole.size());
  const auto n = static_cast<double>(whole.size());
  const auto next_level = [&] { return (static_cast<double>(result.size()) + 0.5) / n; };
  double survival = 1;
  std::size_t cut = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    // What is cut short at the same moment was still there at it.
    while (cut < cut_short.size() && cut_short[cut] < whole[i]) ++cut;
    const auto at_risk = static_cast<double>(whole.size() - i + cut_short.size() - cut);
    survival *= 1 - 1 / at_risk;
    while (result.size() < whole.size() && next_level() <= 1 - survival + 1e-12) result.push_back(whole[i]);
  }
  const double last = std::max(whole.back(), cut_short.back());
  while (result.size() < whole.size()) {
    const double left = std::max(1 - next_level(), 0.5 / n);
    result.push_back(last + mean * std::log(std::max(1.0, survival / left)));
  }
  return result;
}

}  // namespace sim::statistics
