#pragma once

// Elementary functions from addition, subtraction, multiplication, division and square root alone. IEEE 754 defines
// those five to the last bit, and contraction into fused operations is off for every target, so the results are the
// same on every compiler and machine; the C library's log and exp are not.

namespace sim {

/// Natural logarithm, relative error below 1e-15 except near 1, where the absolute error is below 1e-16.
/// log(0) is minus infinity, of a negative number or NaN a NaN.
[[nodiscard]] double portable_log(double x);

/// log(1 + x) for x > -1, relative error below 1e-15 also where x is tiny.
[[nodiscard]] double portable_log1p(double x);

/// Logarithm of the gamma function for x > 0; absolute error below 1e-13 up to x = 100, relative beyond.
[[nodiscard]] double portable_log_gamma(double x);

/// e to the x, relative error below 1e-15 (larger where the result is subnormal). Overflow gives infinity.
[[nodiscard]] double portable_exp(double x);

/// x to the y for x > 0, relative error about |y log x| * 2e-16.
[[nodiscard]] double portable_pow(double x, double y);

/// The z below which a standard normal variable lies with probability p. 0 < p < 1; relative error below 1e-14.
[[nodiscard]] double inverse_normal_cdf(double p);

}  // namespace sim
