#pragma once

// Means with confidence intervals. Samples are independent replications, unless a function says otherwise.

#include <cstddef>
#include <span>

namespace sim::statistics {

inline constexpr double kUsualLevel = 0.95;

struct Interval {
  double mean = 0;
  double half_width = 0;  // infinity for fewer than two samples
  std::size_t samples = 0;

  [[nodiscard]] double low() const { return mean - half_width; }
  [[nodiscard]] double high() const { return mean + half_width; }
  [[nodiscard]] bool holds(double value) const { return low() <= value && value <= high(); }
};

[[nodiscard]] double mean_of(std::span<const double> samples);
/// Divided by n - 1; 0 for fewer than two samples.
[[nodiscard]] double variance_of(std::span<const double> samples);

/// By Student's t.
[[nodiscard]] Interval mean_interval(std::span<const double> samples, double level = kUsualLevel);

/// The t below which a Student variable with so many degrees of freedom lies with probability p.
[[nodiscard]] double student_quantile(double p, double degrees_of_freedom);

}  // namespace sim::statistics
