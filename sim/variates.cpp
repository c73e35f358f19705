#include "sim/variates.h"

#include <cmath>

#include "sim/portable_math.h"

namespace sim {
namespace {

double floor_of(double x) {
  const auto whole = static_cast<double>(static_cast<std::int64_t>(x));
  return whole > x ? whole - 1 : whole;
}

/// One uniform: the number of the step of the distribution function that it falls in.
double poisson_by_inversion(double mean, double u) {
  constexpr double kMostSteps = 1'000;  // beyond any u below 1 for the means this is for
  double probability = portable_exp(-mean);
  double below = probability;
  double count = 0;
  while (u > below && count < kMostSteps) {
    ++count;
    probability *= mean / count;
    below += probability;
  }
  return count;
}

// W. Hoermann, "The transformed rejection method for generating Poisson random variables", Insurance: Mathematics and
// Economics 12 (1993), algorithm PTRS; its constants are for means of 10 and more.
double poisson_by_rejection(double mean, RandomStream stream) {
  const double b = 0.931 + 2.53 * std::sqrt(mean);
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double squeeze = 0.9277 - 3.6224 / (b - 2);
  const double log_mean = portable_log(mean);
  while (true) {
    const double u = open_uniform(stream.bits()) - 0.5;
    const double v = open_uniform(stream.bits());
    const double us = 0.5 - (u < 0 ? -u : u);
    const double count = floor_of((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const double left = portable_log(v) + portable_log(inverse_alpha) - portable_log(a / (us * us) + b);
    if (left <= count * log_mean - mean - portable_log_gamma(count + 1)) return count;
  }
}

}  // namespace

// G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000). Shapes below 1 by
// their note: Gamma(a) = Gamma(a+1) U^(1/a).
double gamma_variate(double shape, RandomStream stream) {
  double boost = 1;
  if (shape < 1) {
    boost = portable_pow(open_uniform(stream.bits()), 1 / shape);
    shape += 1;
  }
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = inverse_normal_cdf(open_uniform(stream.bits()));
    const double u = open_uniform(stream.bits());
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (portable_log(u) < 0.5 * x * x + d * (1 - v + portable_log(v))) return boost * d * v;
  }
}

double poisson_variate(double mean, RandomStream stream) {
  constexpr double kByRejectionFrom = 10;
  if (!(mean > 0)) return 0;
  if (mean < kByRejectionFrom) return poisson_by_inversion(mean, open_uniform(stream.bits()));
  return poisson_by_rejection(mean, stream);
}

}  // namespace sim
