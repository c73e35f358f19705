#pragma once

// Distributions as plain values, sampled without libm or std distributions: the same bits on every compiler.

#include <cstdint>
#include <vector>

#include "sim/choice.h"
#include "sim/time.h"

namespace sim {

/// A non-negative quantity to draw. Parameters are in the quantity's own unit (durations: nanoseconds).
struct Distribution {
  enum class Kind : std::uint8_t { constant, uniform, exponential, normal, lognormal };
  Kind kind = Kind::constant;
  double a = 0;  // constant: value; uniform: low; exponential: mean; normal: mean; lognormal: median
  double b = 0;  // uniform: high; normal: standard deviation; lognormal: sigma of the logarithm

  static Distribution constant(double value) { return {Kind::constant, value, 0}; }
  static Distribution uniform(double low, double high) { return {Kind::uniform, low, high}; }
  static Distribution exponential(double mean) { return {Kind::exponential, mean, 0}; }
  static Distribution normal(double mean, double deviation) { return {Kind::normal, mean, deviation}; }
  static Distribution lognormal(double median, double sigma) { return {Kind::lognormal, median, sigma}; }
  /// The lognormal whose median and 95th percentile are these (p95 > median > 0).
  static Distribution lognormal_p95(double median, double p95);
  friend bool operator==(const Distribution&, const Distribution&) = default;

  /// Negative draws (normal) become 0. Consumes exactly one ordinal of the stream, whatever the kind.
  [[nodiscard]] double sample(RandomStream& stream) const;
  /// sample() rounded to whole nanoseconds.
  [[nodiscard]] Duration sample_duration(RandomStream& stream) const;
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
