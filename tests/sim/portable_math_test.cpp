#include "sim/portable_math.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/catch.h"

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double relative_error(double got, long double expected) {
  return static_cast<double>(std::abs((got - expected) / expected));
}

TEST_CASE("the logarithm is within 1e-15 of the C library's over the whole range") {
  double worst = 0;
  for (double x = 5e-324; x < 1e-300; x *= 2.7) {
    worst = std::max(worst, relative_error(sim::portable_log(x), std::log(static_cast<long double>(x))));
  }
  for (double x = 1e-300; x < 1e308; x *= 1.0173) {
    worst = std::max(worst, relative_error(sim::portable_log(x), std::log(static_cast<long double>(x))));
  }
  for (double x = 0.5; x < 2; x += 0.000937) {
    worst = std::max(worst, relative_error(sim::portable_log(x), std::log(static_cast<long double>(x))));
  }
  for (double d = 1e-15; d < 0.1; d *= 1.37) {
    for (const double x : {1 - d, 1 + d}) {
      worst = std::max(worst, relative_error(sim::portable_log(x), std::log(static_cast<long double>(x))));
    }
  }
  CHECK(worst < 1e-15);
  CHECK(worst > 0);
  CHECK(sim::portable_log(1) == 0);
}

TEST_CASE("the logarithm outside its domain is what IEEE 754 says") {
  CHECK(sim::portable_log(0) == -kInfinity);
  CHECK(sim::portable_log(kInfinity) == kInfinity);
  CHECK(std::isnan(sim::portable_log(-1)));
  CHECK(std::isnan(sim::portable_log(std::nan(""))));
}

TEST_CASE("the exponential is within 1e-15 of the C library's, and ends in zero and infinity") {
  double worst = 0;
  for (double x = -708; x < 709.7; x += 0.01237) {
    worst = std::max(worst, relative_error(sim::portable_exp(x), std::exp(static_cast<long double>(x))));
  }
  CHECK(worst < 1e-15);
  CHECK(sim::portable_exp(0) == 1);
  CHECK(sim::portable_exp(710) == kInfinity);
  CHECK(sim::portable_exp(kInfinity) == kInfinity);
  CHECK(sim::portable_exp(-746) == 0);
  CHECK(relative_error(sim::portable_exp(-740), std::exp(-740.0L)) < 0.01);  // subnormal
  CHECK(std::isnan(sim::portable_exp(std::nan(""))));
}

TEST_CASE("powers are within 1e-14 of the C library's") {
  double worst = 0;
  for (double x = 1; x < 1e6; x *= 1.37) {
    for (double y = -3; y < 3; y += 0.21) {
      worst = std::max(worst, relative_error(sim::portable_pow(x, y), std::pow(static_cast<long double>(x), y)));
    }
  }
  CHECK(worst < 1e-14);
}

TEST_CASE("the inverse normal distribution function inverts the distribution function") {
  double worst = 0;
  const auto lower_tail = [](double z) { return std::erfc(-static_cast<long double>(z) / std::sqrt(2.0L)) / 2; };
  for (double p = 1e-300; p < 0.5; p *= 1.0317) {
    // A step in z changes a tail probability by about z^2 times as much, relatively.
    const double z = sim::inverse_normal_cdf(p);
    worst = std::max(worst, relative_error(p, lower_tail(z)) / (1 + z * z));
  }
  for (double p = 0.0013; p < 1; p += 0.00271) {
    worst = std::max(worst, relative_error(p, lower_tail(sim::inverse_normal_cdf(p))));
  }
  CHECK(worst < 5e-15);
  CHECK(sim::inverse_normal_cdf(0.5) == 0);
  CHECK(relative_error(sim::inverse_normal_cdf(0.95), 1.6448536269514722) < 1e-15);
  CHECK(sim::inverse_normal_cdf(0.25) == -sim::inverse_normal_cdf(0.75));
}

}  // namespace
