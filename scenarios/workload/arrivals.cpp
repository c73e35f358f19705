#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "scenarios/workload/laws.h"
#include "sim/calendar.h"
#include "sim/statistics/rates.h"

// The rate at which visitors come, by the hour of the day where that makes a difference.

namespace scenarios::workload {
namespace {

using sim::statistics::Counted;
using sim::statistics::RateSegment;

constexpr sim::Duration kHour = std::chrono::hours(1);
using Hours = std::array<Counted, 24>;

std::size_t hour_of(sim::Time at) { return static_cast<std::size_t>(sim::time_of_day(at) / kHour); }

/// Spreads a stretch of time, and what was counted in it, over the hours of the day that it touches.
void spread(const Observed& stretch, double events, Hours& hours) {
  const double length = sim::to_seconds(stretch.until - stretch.from);
  for (sim::Time at = stretch.from; at < stretch.until;) {
    const sim::Time end = std::min(stretch.until, at + (kHour - sim::time_of_day(at) % kHour));
    Counted& hour = hours[hour_of(at)];
    hour.seconds += sim::to_seconds(end - at);
    hour.events += length > 0 ? events * sim::to_seconds(end - at) / length : 0;
    at = end;
  }
}

std::vector<RateSegment> segments_of(const Hours& hours) {
  const auto observed = std::ranges::count_if(hours, [](const Counted& hour) { return hour.seconds > 0; });
  if (observed >= 2) return sim::statistics::segment_rates(hours);
  Counted all;
  for (const Counted& hour : hours) all = {all.events + hour.events, all.seconds + hour.seconds};
  return {{0, all.seconds > 0 ? all.events / all.seconds : 0}};
}

double rate_at(const std::vector<RateSegment>& segments, sim::Time at) {
  double rate = 0;
  for (const RateSegment& segment : segments)
    if (segment.first <= hour_of(at)) rate = segment.per_second;
  return rate;
}

Law law_of(const std::vector<RateSegment>& segments, const Counted& all) {
  Law law{.yaml = {}, .name = {}, .values = static_cast<std::uint64_t>(all.events), .remark = {}};
  if (segments.size() == 1) {
    const auto bounds = sim::statistics::poisson_rate_bounds(all);
    law.yaml = rate_text(segments[0].per_second);
    law.name = "Poisson";
    law.remark = fmt::format("95 % from {} to {}", rate_text(bounds.low), rate_text(bounds.high));
    return law;
  }
  std::vector<std::string> rows;
  for (const RateSegment& segment : segments)
    rows.push_back(
        fmt::format("{:02}:00: {}", segment.first, segment.per_second > 0 ? rate_text(segment.per_second) : "0/h"));
  law.yaml = fmt::format("{{rates: {{{}}}}}", fmt::join(rows, ", "));
  law.name = "Poisson, by the hour";
  law.remark = fmt::format("{} rates a day, the cut with the least BIC", segments.size());
  return law;
}

/// Whether they come one by one, or in bursts that no rate by the hour explains.
std::string burstiness(std::span<const sim::Time> at, const Observed& observed,
                       const std::vector<RateSegment>& segments) {
  constexpr std::size_t kLeastBins = 20, kMostBins = 10'000;
  const std::size_t bins = std::min(at.size() / 5, kMostBins);
  const sim::Duration whole = observed.until - observed.from;
  if (bins < kLeastBins || whole <= sim::Duration::zero()) return "";
  std::vector<double> counts(bins), expected(bins);
  const sim::Duration width = whole / static_cast<std::int64_t>(bins) + sim::Duration{1};
  for (const sim::Time one : at) ++counts[static_cast<std::size_t>((one - observed.from) / width)];
  for (std::size_t i = 0; i < bins; ++i)
    expected[i] =
        rate_at(segments, observed.from + width * static_cast<std::int64_t>(i) + width / 2) * sim::to_seconds(width);
  const auto dispersion = sim::statistics::dispersion_of(counts, expected, segments.size());
  if (dispersion.p_value > 0.001) return fmt::format("dispersion {:.2f}", dispersion.index);
  return fmt::format("dispersion {:.2f}: they come in bursts, which a Poisson process has not", dispersion.index);
}

}  // namespace

Law law_of_arrivals(std::span<const sim::Time> all_at, const Observed& observed) {
  Law law;
  if (all_at.empty()) return law;
  if (observed.until <= observed.from)
    return {.yaml = "1/h", .name = "assumed", .values = all_at.size(), .remark = "one moment has no rate"};
  // Where the first or the last of them is what bounds the time that was observed, it says nothing of the rate.
  std::vector<sim::Time> at;
  for (const sim::Time one : all_at)
    if (one > observed.from && one < observed.until) at.push_back(one);
  if (at.empty()) at.assign(all_at.begin(), all_at.end());
  Hours hours{};
  spread(observed, 0, hours);
  for (const sim::Time one : at) ++hours[hour_of(one)].events;
  Counted all{static_cast<double>(at.size()), std::max(1e-9, sim::to_seconds(observed.until - observed.from))};
  const std::vector<RateSegment> segments = sim::to_seconds(observed.until - observed.from) >= 2 * 3600
                                                ? segments_of(hours)
                                                : std::vector<RateSegment>{{0, all.events / all.seconds}};
  law = law_of(segments, all);
  const std::string bursts = burstiness(at, observed, segments);
  if (!bursts.empty()) law.remark += "; " + bursts;
  return law;
}

Law law_of_counted_arrivals(const std::vector<std::pair<Observed, double>>& counts) {
  Hours hours{};
  Counted all;
  for (const auto& [stretch, events] : counts) {
    spread(stretch, events, hours);
    all.events += events;
    all.seconds += sim::to_seconds(stretch.until - stretch.from);
  }
  if (!(all.events > 0)) return {};
  return law_of(segments_of(hours), all);
}

}  // namespace scenarios::workload
