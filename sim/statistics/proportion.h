#pragma once

// How often something happens, from how often it did in independent trials.

#include <cstdint>

#include "sim/statistics/interval.h"

namespace sim::statistics {

struct ProportionBounds {
  double low = 0;
  double high = 1;
};
/// Exact (C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the
/// binomial", Biometrika 26, 1934): holds the true proportion with at least this probability. Of no trials: anything.
/// Throws std::invalid_argument if there are more successes than trials, or unless 0 < level < 1.
[[nodiscard]] ProportionBounds proportion_bounds(std::uint64_t successes, std::uint64_t trials,
                                                 double level = kUsualLevel);

}  // namespace sim::statistics
