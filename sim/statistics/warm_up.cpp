#include "sim/statistics/warm_up.h"

#include <limits>
#include <vector>

#include "sim/statistics/interval.h"

namespace sim::statistics {

std::optional<std::size_t> warm_up_length(std::span<const double> series) {
  constexpr std::size_t kBatch = 5;
  std::vector<double> batches;
  for (std::size_t i = 0; i + kBatch <= series.size(); i += kBatch)
    batches.push_back(mean_of(series.subspan(i, kBatch)));
  if (batches.size() < 2) return std::nullopt;
  std::size_t best = 0;
  double least = std::numeric_limits<double>::infinity();
  // From the back, with running sums. Cuts that leave a handful of batches say nothing: their variance may be small by
  // chance (Spratt).
  double sum = 0, squares = 0;
  for (std::size_t cut = batches.size(); cut-- > 0;) {
    sum += batches[cut];
    squares += batches[cut] * batches[cut];
    const auto left = static_cast<double>(batches.size() - cut);
    if (left < 5) continue;
    const double error = (squares - sum * sum / left) / (left * left);
    if (error <= least) {
      least = error;
      best = cut;
    }
  }
  if (best * 2 > batches.size()) return std::nullopt;
  return best * kBatch;
}

}  // namespace sim::statistics
