#pragma once

#include <cstddef>
#include <span>

#include "sim/statistics/interval.h"

namespace sim::statistics {

/// When there are replications enough (Chow & Robbins; Hoad, Robinson & Davies 2010): the half-width is at most this
/// share of the mean, and was for so many replications running, so that no lucky start ends it.
struct RelativePrecision {
  double share = 0.05;
  std::size_t least = 5;
  std::size_t running = 3;

  /// Of samples in the order of their replications. Samples that do not differ at all are precise.
  [[nodiscard]] bool reached(std::span<const double> samples, double level = kUsualLevel) const;
};

}  // namespace sim::statistics
