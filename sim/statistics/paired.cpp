#include "sim/statistics/paired.h"

#include <Eigen/Core>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace sim::statistics {

Paired paired_difference(std::span<const double> a, std::span<const double> b, double level) {
  if (a.size() != b.size()) throw std::invalid_argument("paired samples differ in number");
  const auto n = static_cast<Eigen::Index>(a.size());
  const Eigen::Map<const Eigen::ArrayXd> left(a.data(), n), right(b.data(), n);
  std::vector<double> differences(a.size());
  Eigen::Map<Eigen::ArrayXd>(differences.data(), n) = right - left;

  Paired paired;
  paired.difference = mean_interval(differences, level);
  const double apart = variance_of(a) + variance_of(b), together = variance_of(differences);
  if (together > 0)
    paired.variance_cut = apart / together;
  else if (apart > 0)
    paired.variance_cut = std::numeric_limits<double>::infinity();
  const double scale = std::sqrt(variance_of(a) * variance_of(b));
  if (scale > 0 && n > 1)
    paired.correlation = ((left - left.mean()) * (right - right.mean())).sum() / static_cast<double>(n - 1) / scale;
  return paired;
}

}  // namespace sim::statistics
