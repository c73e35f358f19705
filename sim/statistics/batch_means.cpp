#include "sim/statistics/batch_means.h"

#include <Eigen/Core>
#include <cmath>
#include <vector>

namespace sim::statistics {

Interval batch_means(std::span<const double> series, std::size_t batches, double level) {
  const std::size_t length = series.size() / batches;
  const std::span<const double> used = series.last(length * batches);
  const Eigen::Map<const Eigen::ArrayXXd> columns(used.data(), static_cast<Eigen::Index>(length),
                                                  static_cast<Eigen::Index>(batches));
  const Eigen::ArrayXd means = columns.colwise().mean();
  return mean_interval({means.data(), batches}, level);
}

Interval overlapping_batch_means(std::span<const double> series, std::size_t length, double level) {
  const auto n = static_cast<double>(series.size()), m = static_cast<double>(length);
  Interval interval{mean_of(series), 0, series.size()};
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < length; ++i) sum += series[i];
  for (std::size_t begin = 0; begin + length <= series.size(); ++begin) {
    const double apart = sum / m - interval.mean;
    squares += apart * apart;
    if (begin + length < series.size()) sum += series[begin + length] - series[begin];
  }
  // The estimator's own variance of the mean, with the degrees of freedom that its authors give.
  const double variance = m * squares / ((n - m + 1) * (n - m));
  const double degrees = 1.5 * (n / m - 1);
  interval.half_width = student_quantile((1 + level) / 2, degrees) * std::sqrt(variance);
  return interval;
}

}  // namespace sim::statistics
