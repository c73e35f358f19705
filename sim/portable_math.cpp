#include "sim/portable_math.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace sim {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// ln 2 in two parts. The high part ends in zeros, so that its product with an exponent is exact.
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kSqrtHalf = 0.70710678118654752440;

constexpr int kFractionBits = 52;
constexpr int kExponentBias = 1023;

/// 2 to the n, -1022 <= n <= 1023.
double power_of_two(int n) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(n + kExponentBias) << kFractionBits);
}

struct Split {
  double fraction;  // in [1/sqrt 2, sqrt 2)
  int exponent;
};

/// x = fraction * 2^exponent, for a positive finite x.
Split split(double x) {
  int exponent = 0;
  if (x < std::numeric_limits<double>::min()) {
    x *= 0x1p54;
    exponent = -54;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> kFractionBits) - (kExponentBias - 1);
  constexpr std::uint64_t kFractionMask = (std::uint64_t{1} << kFractionBits) - 1;
  constexpr std::uint64_t kHalf = std::uint64_t{kExponentBias - 1} << kFractionBits;
  double fraction = std::bit_cast<double>((bits & kFractionMask) | kHalf);  // in [1/2, 1)
  if (fraction < kSqrtHalf) {
    fraction *= 2;
    --exponent;
  }
  return {fraction, exponent};
}

template <std::size_t N>
double polynomial(const double (&ascending)[N], double x) {
  double sum = ascending[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + ascending[i];
  return sum;
}

}  // namespace

// log(m 2^e) = e ln 2 + log m, and log m = 2 artanh(s) with s = (m-1)/(m+1), |s| <= 0.1716. The odd series of artanh is
// cut after s^21. To lose nothing to cancellation, 2s is written as f - s f with f = m - 1, which is exact.
double portable_log(double x) {
  if (!(x > 0)) return x == 0 ? -kInfinity : kNaN;
  if (x == kInfinity) return x;
  const auto [m, e] = split(x);
  const double f = m - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  constexpr double kSeries[] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11,
                                2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21};
  const double tail = z * polynomial(kSeries, z);
  return e * kLn2High + (f - (s * (f - tail) - e * kLn2Low));
}

// log(1+x) = 2 artanh(x / (2+x)), by the same series; elsewhere 1 + x loses nothing that matters.
double portable_log1p(double x) {
  if (!(x > -0.25 && x < 0.25)) return portable_log(1 + x);
  const double s = x / (2 + x);
  const double z = s * s;
  constexpr double kSeries[] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11,
                                2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21};
  return x - s * (x - z * polynomial(kSeries, z));
}

// Stirling's series (Abramowitz and Stegun 6.1.41), whose terms after x^-11 are below 1e-16 from x = 12 on; smaller x
// are carried there by Gamma(x+1) = x Gamma(x).
double portable_log_gamma(double x) {
  constexpr double kFrom = 12;
  constexpr double kHalfLog2Pi = 0.91893853320467274178;
  double product = 1;
  for (; x < kFrom; ++x) product *= x;
  constexpr double kSeries[] = {1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156};
  const double inverse = 1 / x;
  const double tail = inverse * polynomial(kSeries, inverse * inverse);
  return (x - 0.5) * portable_log(x) - x + kHalfLog2Pi + tail - portable_log(product);
}

// e^x = 2^k e^r with k the whole number nearest to x / ln 2, so |r| <= 0.3466; the Taylor series of e^r is cut after
// r^14. The last step multiplies by two powers of two, each within range where their product may not be.
double portable_exp(double x) {
  if (x != x) return x;
  if (x > 709.8) return kInfinity;
  if (x < -745.2) return 0;
  constexpr double kPerLn2 = 1.44269504088896340736;
  const int k = static_cast<int>(x * kPerLn2 + (x < 0 ? -0.5 : 0.5));
  const double high = x - k * kLn2High;
  const double r = high - k * kLn2Low;
  constexpr double kSeries[] = {1.0 / 2,         1.0 / 6,          1.0 / 24,         1.0 / 120,     1.0 / 720,
                                1.0 / 5040,      1.0 / 40320,      1.0 / 362880,     1.0 / 3628800, 1.0 / 39916800,
                                1.0 / 479001600, 1.0 / 6227020800, 1.0 / 87178291200};
  const double power = 1 + (r + r * r * polynomial(kSeries, r));
  const int half = k / 2;
  return power * power_of_two(half) * power_of_two(k - half);
}

double portable_pow(double x, double y) { return portable_exp(y * portable_log(x)); }

// Rational approximations in three regions: around the median in (p - 1/2)^2, in the tails in the square root of
// -log p, near and far. Coefficients: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal
// distribution", Applied Statistics 37 (1988), routine PPND16.
double inverse_normal_cdf(double p) {
  constexpr double kCentreOver[] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                    3.3430575583588128105e4, 2.5090809287301226727e3};
  constexpr double kCentreUnder[] = {1.0,
                                     4.2313330701600911252e1,
                                     6.8718700749205790830e2,
                                     5.3941960214247511077e3,
                                     2.1213794301586595867e4,
                                     3.9307895800092710610e4,
                                     2.8729085735721942674e4,
                                     5.2264952788528545610e3};
  constexpr double kNearOver[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                  3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                  2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr double kNearUnder[] = {1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
  constexpr double kFarOver[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                 2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double kFarUnder[] = {1.0,
                                  5.99832206555887937690e-1,
                                  1.36929880922735805310e-1,
                                  1.48753612908506148525e-2,
                                  7.86869131145613259100e-4,
                                  1.84631831751005468180e-5,
                                  1.42151175831644588870e-7,
                                  2.04426310338993978564e-15};
  const double q = p - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kCentreOver, r) / polynomial(kCentreUnder, r);
  }
  const double tail = q < 0 ? p : 1 - p;
  const double r = std::sqrt(-portable_log(tail));
  const double z = r <= 5 ? polynomial(kNearOver, r - 1.6) / polynomial(kNearUnder, r - 1.6)
                          : polynomial(kFarOver, r - 5) / polynomial(kFarUnder, r - 5);
  return q < 0 ? -z : z;
}

}  // namespace sim
