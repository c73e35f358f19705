#include "sim/statistics/interval.h"

#include <Eigen/Core>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace sim::statistics {
namespace {

Eigen::Map<const Eigen::ArrayXd> array(std::span<const double> samples) {
  return {samples.data(), static_cast<Eigen::Index>(samples.size())};
}

}  // namespace

double mean_of(std::span<const double> samples) { return samples.empty() ? 0 : array(samples).mean(); }

double variance_of(std::span<const double> samples) {
  if (samples.size() < 2) return 0;
  const auto values = array(samples);
  return (values - values.mean()).square().sum() / static_cast<double>(samples.size() - 1);
}

double student_quantile(double p, double degrees_of_freedom) {
  return boost::math::quantile(boost::math::students_t(degrees_of_freedom), p);
}

Interval mean_interval(std::span<const double> samples, double level) {
  Interval interval{mean_of(samples), std::numeric_limits<double>::infinity(), samples.size()};
  if (samples.size() < 2) return interval;
  const auto n = static_cast<double>(samples.size());
  interval.half_width = student_quantile((1 + level) / 2, n - 1) * std::sqrt(variance_of(samples) / n);
  return interval;
}

}  // namespace sim::statistics
