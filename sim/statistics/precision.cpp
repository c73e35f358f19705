#include "sim/statistics/precision.h"

#include <cmath>

namespace sim::statistics {

bool RelativePrecision::reached(std::span<const double> samples, double level) const {
  if (samples.size() < least + running - 1) return false;
  for (std::size_t back = 0; back < running; ++back) {
    const Interval interval = mean_interval(samples.first(samples.size() - back), level);
    if (interval.half_width > share * std::abs(interval.mean)) return false;
  }
  return true;
}

}  // namespace sim::statistics
