#pragma once

// Variates for which no inverse of the distribution function is at hand: made by rejection, so that they take as many
// values of their stream as it happens. Callers give them a split.

#include <cstdint>

#include "sim/choice.h"

namespace sim {

/// Uniform on (0, 1), ends excluded: the middles of 2^52 equal intervals, all of them exact.
[[nodiscard]] constexpr double open_uniform(std::uint64_t bits) {
  return static_cast<double>(((bits >> 12) << 1) | 1) * 0x1.0p-53;
}

/// Of this shape (> 0) and scale 1.
[[nodiscard]] double gamma_variate(double shape, RandomStream stream);

/// Of this mean, from 0 to 1e15.
[[nodiscard]] double poisson_variate(double mean, RandomStream stream);

}  // namespace sim
