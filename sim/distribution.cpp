#include "sim/distribution.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "sim/portable_math.h"

namespace sim {
namespace {

constexpr double kNormalP95 = 1.6448536269514722;  // the 95th percentile of the standard normal distribution
constexpr double kTwoTo64 = 0x1p64;

/// Uniform on (0, 1), ends excluded: the middles of 2^52 equal intervals, all of them exact.
double open_uniform(std::uint64_t bits) { return static_cast<double>(((bits >> 12) << 1) | 1) * 0x1.0p-53; }

}  // namespace

Distribution Distribution::lognormal_p95(double median, double p95) {
  if (!(median > 0) || !(p95 > median)) {
    throw std::invalid_argument("a lognormal distribution needs 0 < median < 95th percentile");
  }
  return lognormal(median, portable_log(p95 / median) / kNormalP95);
}

double Distribution::sample(RandomStream& stream) const {
  if (kind == Kind::constant) {
    stream.skip();
    return std::max(a, 0.0);
  }
  const double u = open_uniform(stream.bits());
  switch (kind) {
    case Kind::constant:
      break;
    case Kind::uniform:
      return std::max(a + (b - a) * u, 0.0);
    case Kind::exponential:
      return std::max(-a * portable_log(u), 0.0);
    case Kind::normal:
      return std::max(a + b * inverse_normal_cdf(u), 0.0);
    case Kind::lognormal:
      return std::max(a * portable_exp(b * inverse_normal_cdf(u)), 0.0);
  }
  return 0;
}

Duration Distribution::sample_duration(RandomStream& stream) const {
  constexpr double kTooLong = 0x1p63;
  const double rounded = sample(stream) + 0.5;
  return rounded < kTooLong ? Duration{static_cast<std::int64_t>(rounded)} : Duration::max();
}

ZipfTable::ZipfTable(double s, std::uint32_t n) {
  if (n == 0) throw std::invalid_argument("a Zipf distribution needs at least one rank");
  std::vector<double> sums;
  sums.reserve(n);
  double sum = 0;
  for (std::uint32_t rank = 0; rank < n; ++rank) sums.push_back(sum += portable_pow(rank + 1.0, -s));
  cumulative_.reserve(n);
  for (const double partial : sums) {
    const double scaled = partial / sum * kTwoTo64;
    const bool whole = !(scaled < kTwoTo64);
    cumulative_.push_back(whole ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(scaled));
  }
}

std::uint32_t ZipfTable::sample(RandomStream& stream) const {
  const auto found = std::lower_bound(cumulative_.begin(), cumulative_.end(), stream.bits());
  return static_cast<std::uint32_t>(found - cumulative_.begin());
}

}  // namespace sim
