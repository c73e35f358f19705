#include "sim/statistics/families.h"

#include <Eigen/Core>
#include <algorithm>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace sim::statistics {
namespace {

using Values = Eigen::Map<const Eigen::ArrayXd>;

/// What the likelihoods need of a sample.
struct Moments {
  double n = 0;
  double mean = 0;
  double least = 0;
  double mean_log = 0;
  Eigen::ArrayXd logs{};
};

Moments moments_of(std::span<const double> sorted) {
  const Values values(sorted.data(), static_cast<Eigen::Index>(sorted.size()));
  Moments m{
      .n = static_cast<double>(sorted.size()), .mean = values.mean(), .least = sorted.front(), .logs = values.log()};
  m.mean_log = m.logs.mean();
  return m;
}

Fit exponential(const Moments& m) {
  return {.family = Family::exponential, .a = m.mean, .log_likelihood = -m.n * (std::log(m.mean) + 1)};
}

Fit lognormal(const Moments& m) {
  const double variance = (m.logs - m.mean_log).square().mean();
  const double of_normal = -0.5 * m.n * (std::log(2 * std::numbers::pi * variance) + 1);
  return {.family = Family::lognormal,
          .a = std::exp(m.mean_log),
          .b = std::sqrt(variance),
          .log_likelihood = of_normal - m.n * m.mean_log};
}

/// The shape is the root of an increasing function; logarithms are taken about their mean, so that powers stay small.
Fit weibull(const Moments& m) {
  const Eigen::ArrayXd y = m.logs - m.mean_log;
  double low = 1e-3, high = 1e3 / std::max(1e-9, y.abs().maxCoeff()) + 1;
  const auto too_small = [&](double shape) {
    const Eigen::ArrayXd powers = ((y - y.maxCoeff()) * shape).exp();
    return (powers * y).sum() / powers.sum() - 1 / shape < 0;
  };
  for (int i = 0; i < 60; ++i) {
    const double middle = std::sqrt(low * high);
    (too_small(middle) ? low : high) = middle;
  }
  const double k = std::sqrt(low * high);
  const double top = y.maxCoeff();
  const double log_scale = std::log((((y - top) * k).exp()).mean()) / k + top;
  return {.family = Family::weibull,
          .a = std::exp(log_scale + m.mean_log),
          .b = k,
          .log_likelihood = m.n * (std::log(k) - k * log_scale - 1) - m.n * m.mean_log};
}

Fit gamma(const Moments& m) {
  const double s = std::log(m.mean) - m.mean_log;
  double k = (3 - s + std::sqrt((s - 3) * (s - 3) + 24 * s)) / (12 * s);
  for (int i = 0; i < 30; ++i) {
    const double step = (std::log(k) - boost::math::digamma(k) - s) / (1 / k - boost::math::trigamma(k));
    const double next = k - step;
    k = next > 0 ? next : k / 2;
    if (std::abs(step) < 1e-12 * k) break;
  }
  const double scale = m.mean / k;
  return {.family = Family::gamma,
          .a = scale,
          .b = k,
          .log_likelihood = m.n * ((k - 1) * m.mean_log - k - k * std::log(scale) - boost::math::lgamma(k))};
}

Fit pareto(const Moments& m) {
  const double shape = 1 / (m.mean_log - std::log(m.least));
  return {.family = Family::pareto,
          .a = m.least,
          .b = shape,
          .log_likelihood = m.n * (std::log(shape) + shape * std::log(m.least) - (shape + 1) * m.mean_log)};
}

template <class Cumulative>
double distance_of(std::span<const double> sorted, const Cumulative& cumulative) {
  double distance = 0;
  const auto n = static_cast<double>(sorted.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double f = cumulative(sorted[i]);
    distance = std::max({distance, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
  }
  return distance;
}

}  // namespace

std::string_view name_of(Family family) {
  constexpr std::string_view kNames[] = {"constant", "exponential", "lognormal", "weibull", "gamma", "pareto"};
  return kNames[static_cast<std::size_t>(family)];
}

double Fit::cumulative(double x) const {
  switch (family) {
    case Family::constant:
      return x < a ? 0 : 1;
    case Family::exponential:
      return x <= 0 ? 0 : -std::expm1(-x / a);
    case Family::lognormal:
      return x <= 0 ? 0 : 0.5 * std::erfc(-std::log(x / a) / (b * std::numbers::sqrt2));
    case Family::weibull:
      return x <= 0 ? 0 : -std::expm1(-std::pow(x / a, b));
    case Family::gamma:
      return x <= 0 ? 0 : boost::math::gamma_p(b, x / a);
    case Family::pareto:
      return x < a ? 0 : 1 - std::pow(a / x, b);
  }
  return 0;
}

double Fit::mean() const {
  switch (family) {
    case Family::lognormal:
      return a * std::exp(b * b / 2);
    case Family::weibull:
      return a * std::tgamma(1 + 1 / b);
    case Family::gamma:
      return a * b;
    case Family::pareto:
      return b > 1 ? a * b / (b - 1) : std::numeric_limits<double>::infinity();
    default:
      return a;
  }
}

std::vector<Fit> fit_families(std::span<const double> sorted) {
  if (sorted.front() == sorted.back()) return {Fit{.family = Family::constant, .a = sorted.front()}};
  const Moments m = moments_of(sorted);
  std::vector<Fit> fits = {exponential(m), lognormal(m), weibull(m), gamma(m), pareto(m)};
  for (Fit& fit : fits) {
    fit.bic = (fit.family == Family::exponential ? 1 : 2) * std::log(m.n) - 2 * fit.log_likelihood;
    fit.distance = distance_of(sorted, [&](double x) { return fit.cumulative(x); });
  }
  std::ranges::sort(fits, {}, &Fit::bic);
  return fits;
}

GeometricFit fit_geometric(std::span<const double> sorted) {
  const Values values(sorted.data(), static_cast<Eigen::Index>(sorted.size()));
  GeometricFit fit{.mean = std::max(1.0, values.mean())};
  const double stays = 1 - 1 / fit.mean;
  const auto n = static_cast<double>(sorted.size());
  // Both functions jump at whole numbers, so that they are compared after each jump.
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i + 1 < sorted.size() && sorted[i + 1] == sorted[i]) continue;
    fit.distance = std::max(fit.distance, std::abs(1 - std::pow(stays, sorted[i]) - static_cast<double>(i + 1) / n));
  }
  return fit;
}

double critical_distance(std::size_t samples) { return 1.95 / std::sqrt(static_cast<double>(samples)); }

}  // namespace sim::statistics
