#include "sim/rate_table.h"

#include <stdexcept>

#include "sim/portable_math.h"
#include "sim/variates.h"

namespace sim {
namespace {

constexpr double kNsPerSecond = 1e9;

double seconds(Duration d) { return static_cast<double>(d.count()) / kNsPerSecond; }

}  // namespace

RateTable::RateTable(std::vector<Step> steps, Duration period) : period_(period) {
  if (steps.empty() || steps.front().from != Duration::zero())
    throw std::invalid_argument("a table of rates begins with what holds from the start");
  const bool repeats = period > Duration::zero();
  double before = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool last = i + 1 == steps.size();
    const Duration until = !last ? steps[i + 1].from : repeats ? period : Duration::max();
    if (until <= steps[i].from || !(steps[i].per_second >= 0))
      throw std::invalid_argument("the moments of a table of rates ascend, and no rate is negative");
    stretches_.push_back({steps[i].from, until, steps[i].per_second, before});
    if (!last || repeats) before += steps[i].per_second * seconds(until - steps[i].from);
  }
  a_period_ = before;
  if (!(before > 0) && (repeats || !(steps.back().per_second > 0)))
    throw std::invalid_argument("nobody ever arrives by this table: all its rates are 0");
}

double RateTable::expected(Duration until) const {
  double whole = 0;
  if (period_ > Duration::zero()) {
    whole = static_cast<double>(until / period_) * a_period_;
    until %= period_;
  }
  for (const Stretch& stretch : stretches_)
    if (until < stretch.until) return whole + stretch.before + stretch.per_second * seconds(until - stretch.from);
  return whole + a_period_;
}

/// The moment until which so many are expected.
Duration RateTable::when(double expected) const {
  double start = 0;
  if (period_ > Duration::zero()) {
    const double periods = expected / a_period_;
    constexpr double kMost = 1e9;
    if (!(periods < kMost)) return Duration::max();
    const auto whole = static_cast<std::int64_t>(periods);
    start = static_cast<double>(whole) * static_cast<double>(period_.count());
    expected -= static_cast<double>(whole) * a_period_;
  }
  const auto at = [start](Duration from, double seconds_later) {
    constexpr double kTooLong = 0x1p62;
    const double ns = start + static_cast<double>(from.count()) + seconds_later * kNsPerSecond + 0.5;
    return ns < kTooLong ? Duration{static_cast<std::int64_t>(ns)} : Duration::max();
  };
  for (const Stretch& stretch : stretches_) {
    const double more = expected - stretch.before;
    if (stretch.per_second > 0 && more <= stretch.per_second * seconds(stretch.until - stretch.from))
      return at(stretch.from, more > 0 ? more / stretch.per_second : 0);
  }
  return period_ > Duration::zero() ? at(period_, 0) : Duration::max();
}

Duration RateTable::next(Duration since, RandomStream& stream) const {
  const double unit = -portable_log(open_uniform(stream.bits()));
  const Duration due = when(expected(since) + unit);
  return due < since ? since : due;
}

}  // namespace sim
