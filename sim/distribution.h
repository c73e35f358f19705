#pragma once

// Distributions as plain values, sampled without libm or std distributions: the same bits on every compiler.

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/choice.h"
#include "sim/time.h"

namespace sim {

/// Values in ascending order, each with the probability of drawing it or a smaller one; the last one's is 1.
struct DrawTable {
  std::vector<double> values;
  std::vector<double> up_to;
  friend bool operator==(const DrawTable&, const DrawTable&) = default;
};

/// A non-negative quantity to draw. Parameters are in the quantity's own unit (durations: nanoseconds).
struct Distribution {
  enum class Kind : std::uint8_t {
    constant,     // a
    uniform,      // between a and b
    integer,      // each whole number from a to b alike
    exponential,  // mean a
    normal,       // mean a, standard deviation b
    lognormal,    // median a, standard deviation b of the logarithm
    weibull,      // scale a, shape b
    pareto,       // least value a, shape b
    gamma,        // scale a, shape b
    poisson,      // mean a
    geometric,    // number of trials until the first success, of probability a: 1, 2, ...
    empirical,    // the table's values
    quantiles,    // the table's values are points of the distribution function, straight lines between them
  };
  Kind kind = Kind::constant;
  double a = 0;
  double b = 0;
  std::shared_ptr<const DrawTable> table{};

  static Distribution constant(double value) { return {Kind::constant, value, 0}; }
  static Distribution uniform(double low, double high) { return {Kind::uniform, low, high}; }
  /// low and high are whole numbers, low <= high.
  static Distribution integer(double low, double high) { return {Kind::integer, low, high}; }
  static Distribution exponential(double mean) { return {Kind::exponential, mean, 0}; }
  static Distribution normal(double mean, double deviation) { return {Kind::normal, mean, deviation}; }
  static Distribution lognormal(double median, double sigma) { return {Kind::lognormal, median, sigma}; }
  /// The lognormal whose median and 95th percentile are these (p95 > median > 0).
  static Distribution lognormal_p95(double median, double p95);
  static Distribution weibull(double scale, double shape) { return {Kind::weibull, scale, shape}; }
  static Distribution pareto(double least, double shape) { return {Kind::pareto, least, shape}; }
  static Distribution gamma(double scale, double shape) { return {Kind::gamma, scale, shape}; }
  static Distribution poisson(double mean) { return {Kind::poisson, mean, 0}; }
  static Distribution geometric(double probability) { return {Kind::geometric, probability, 0}; }
  /// Rank k of 1..n with probability proportional to 1/k^s.
  static Distribution zipf(double s, std::uint32_t n);
  /// Values with weights; throws std::invalid_argument unless there are as many of both, no weight is negative and
  /// their sum is positive.
  static Distribution empirical(const std::vector<double>& values, const std::vector<double>& weights);
  /// Throws std::invalid_argument unless values ascend and probabilities ascend from 0 to 1.
  static Distribution quantiles(std::vector<double> values, std::vector<double> probabilities);
  friend bool operator==(const Distribution& one, const Distribution& other);

  /// Negative draws (normal) become 0. Consumes exactly one ordinal of the stream, whatever the kind.
  [[nodiscard]] double sample(RandomStream& stream) const;
  /// sample() rounded to whole nanoseconds.
  [[nodiscard]] Duration sample_duration(RandomStream& stream) const;
  /// sample() rounded to a whole number, at most `most`.
  [[nodiscard]] std::uint64_t sample_count(RandomStream& stream, std::uint64_t most) const;
  /// What no draw exceeds; infinity where there is no such value.
  [[nodiscard]] double highest() const;

 private:
  [[nodiscard]] double by_rejection(RandomStream stream) const;
  [[nodiscard]] double by_inversion(double u) const;
};

/// Ranks 0..n-1 with probability proportional to 1/(rank+1)^s.
class ZipfTable {
 public:
  ZipfTable(double s, std::uint32_t n);
  [[nodiscard]] std::uint32_t sample(RandomStream& stream) const;

 private:
  std::vector<std::uint64_t> cumulative_;  // scaled to 2^64-1
};

}  // namespace sim
