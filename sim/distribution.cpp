#include "sim/distribution.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "sim/portable_math.h"
#include "sim/variates.h"

namespace sim {
namespace {

constexpr double kNormalP95 = 1.6448536269514722;  // the 95th percentile of the standard normal distribution
constexpr double kTwoTo64 = 0x1p64;

/// Where u falls among cumulative probabilities that end with 1.
std::size_t place_of(double u, const std::vector<double>& up_to) {
  const auto found = std::lower_bound(up_to.begin(), up_to.end(), u);
  return std::min(static_cast<std::size_t>(found - up_to.begin()), up_to.size() - 1);
}

double between_quantiles(double u, const DrawTable& table) {
  const std::size_t right = std::max<std::size_t>(place_of(u, table.up_to), 1);
  const double step = table.up_to[right] - table.up_to[right - 1];
  const double share = step > 0 ? (u - table.up_to[right - 1]) / step : 0;
  return table.values[right - 1] + (table.values[right] - table.values[right - 1]) * share;
}

/// The number of the trial in which a success of this probability first comes.
double trials(double probability, double u) {
  if (probability >= 1) return 1;
  const double passed = portable_log(u) / portable_log1p(-probability);
  constexpr double kWholeBelow = 0x1p53;
  if (!(passed < kWholeBelow)) return kWholeBelow;
  return 1 + static_cast<double>(static_cast<std::int64_t>(passed));
}

}  // namespace

bool operator==(const Distribution& one, const Distribution& other) {
  const bool same_table = one.table == other.table || (one.table && other.table && *one.table == *other.table);
  return one.kind == other.kind && one.a == other.a && one.b == other.b && same_table;
}

Distribution Distribution::lognormal_p95(double median, double p95) {
  if (!(median > 0) || !(p95 > median)) {
    throw std::invalid_argument("a lognormal distribution needs 0 < median < 95th percentile");
  }
  return lognormal(median, portable_log(p95 / median) / kNormalP95);
}

Distribution Distribution::zipf(double s, std::uint32_t n) {
  std::vector<double> ranks;
  std::vector<double> weights;
  for (std::uint32_t rank = 1; rank <= n; ++rank) {
    ranks.push_back(rank);
    weights.push_back(portable_pow(rank, -s));
  }
  return empirical(ranks, weights);
}

Distribution Distribution::empirical(const std::vector<double>& values, const std::vector<double>& weights) {
  double sum = 0;
  for (const double weight : weights) {
    if (!(weight >= 0)) throw std::invalid_argument("a weight must not be negative");
    sum += weight;
  }
  if (values.empty() || values.size() != weights.size() || !(sum > 0)) {
    throw std::invalid_argument("an empirical distribution needs values, each with a weight, not all of them 0");
  }
  std::vector<std::pair<double, double>> sorted;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (weights[i] > 0) sorted.emplace_back(values[i], weights[i]);
  std::sort(sorted.begin(), sorted.end());
  DrawTable table;
  double below = 0;
  for (const auto& [value, weight] : sorted) {
    table.values.push_back(value);
    table.up_to.push_back((below += weight) / sum);
  }
  table.up_to.back() = 1;
  return {Kind::empirical, 0, 0, std::make_shared<const DrawTable>(std::move(table))};
}

Distribution Distribution::quantiles(std::vector<double> values, std::vector<double> probabilities) {
  const bool ascend =
      std::is_sorted(values.begin(), values.end()) && std::is_sorted(probabilities.begin(), probabilities.end());
  if (values.size() < 2 || values.size() != probabilities.size() || !ascend || probabilities.front() != 0 ||
      probabilities.back() != 1) {
    throw std::invalid_argument("quantiles ascend with their values, from 0% to 100%");
  }
  return {Kind::quantiles, 0, 0,
          std::make_shared<const DrawTable>(DrawTable{std::move(values), std::move(probabilities)})};
}

double Distribution::sample(RandomStream& stream) const {
  switch (kind) {
    case Kind::constant:
      stream.skip();
      return std::max(a, 0.0);
    case Kind::integer:
      return std::max(a + static_cast<double>(stream.below(static_cast<std::uint64_t>(b - a) + 1)), 0.0);
    case Kind::gamma:
    case Kind::poisson:
      return by_rejection(stream.split());
    default:
      return std::max(by_inversion(open_uniform(stream.bits())), 0.0);
  }
}

double Distribution::by_rejection(RandomStream stream) const {
  return kind == Kind::gamma ? a * gamma_variate(b, stream) : poisson_variate(a, stream);
}

double Distribution::by_inversion(double u) const {
  switch (kind) {
    case Kind::uniform:
      return a + (b - a) * u;
    case Kind::exponential:
      return -a * portable_log(u);
    case Kind::normal:
      return a + b * inverse_normal_cdf(u);
    case Kind::lognormal:
      return a * portable_exp(b * inverse_normal_cdf(u));
    case Kind::weibull:
      return a * portable_pow(-portable_log(u), 1 / b);
    case Kind::pareto:
      return a * portable_pow(u, -1 / b);
    case Kind::geometric:
      return trials(a, u);
    case Kind::empirical:
      return table->values[place_of(u, table->up_to)];
    case Kind::quantiles:
      return between_quantiles(u, *table);
    default:
      return 0;
  }
}

double Distribution::highest() const {
  switch (kind) {
    case Kind::constant:
      return std::max(a, 0.0);
    case Kind::uniform:
    case Kind::integer:
      return std::max(b, 0.0);
    case Kind::empirical:
    case Kind::quantiles:
      return table->values.back();
    case Kind::geometric:
      return a >= 1 ? 1 : std::numeric_limits<double>::infinity();
    case Kind::normal:
    case Kind::lognormal:
      if (b == 0) return std::max(a, 0.0);
      break;
    default:
      break;
  }
  return a > 0 ? std::numeric_limits<double>::infinity() : 0;
}

Duration Distribution::sample_duration(RandomStream& stream) const {
  constexpr double kTooLong = 0x1p63;
  const double rounded = sample(stream) + 0.5;
  return rounded < kTooLong ? Duration{static_cast<std::int64_t>(rounded)} : Duration::max();
}

std::uint64_t Distribution::sample_count(RandomStream& stream, std::uint64_t most) const {
  const double rounded = sample(stream) + 0.5;
  return rounded < static_cast<double>(most) ? static_cast<std::uint64_t>(rounded) : most;
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
