#include "scenarios/workload/laws.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/statistics/families.h"
#include "sim/statistics/popularity.h"
#include "sim/statistics/quantiles.h"
#include "sim/statistics/survival.h"

namespace scenarios::workload {
namespace {

using sim::statistics::Family;
using sim::statistics::Fit;
using Text = std::string (*)(double);

constexpr std::size_t kLeastForShape = 20;
constexpr std::size_t kMostFitted = 1'000'000;
/// A family that is farther from the sample than this is none to draw from: the sample's own quantiles are.
constexpr double kFarthestFit = 0.05;

std::string size_text(double bytes) { return fmt::format("{}B", std::max<std::int64_t>(1, std::llround(bytes))); }
std::string count_text(double count) { return fmt::format("{}", std::llround(count)); }

std::string two(std::string_view kind, std::string_view a, const std::string& a_text, std::string_view b,
                const std::string& b_text) {
  return fmt::format("{{{}: {{{}: {}, {}: {}}}}}", kind, a, a_text, b, b_text);
}

std::string yaml_of(const Fit& fit, Text text) {
  constexpr double kZ95 = 1.6448536269514722;  // the 95th percentile of the standard normal
  switch (fit.family) {
    case Family::constant:
      return text(fit.a);
    case Family::exponential:
      return fmt::format("{{exponential: {}}}", text(fit.a));
    case Family::lognormal: {
      const std::string median = text(fit.a), p95 = text(fit.a * std::exp(kZ95 * fit.b));
      return median == p95 ? median : two("lognormal", "median", median, "p95", p95);
    }
    case Family::weibull:
      return two("weibull", "scale", text(fit.a), "shape", digits(fit.b));
    case Family::gamma:
      return two("gamma", "mean", text(fit.a * fit.b), "shape", digits(fit.b));
    case Family::pareto:
      return two("pareto", "minimum", text(fit.a), "shape", digits(fit.b));
  }
  return "";
}

std::string quantiles_yaml(std::span<const double> sorted, Text text) {
  constexpr double kPercents[] = {0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 100};
  std::vector<std::string> points;
  for (const double percent : kPercents) {
    const double value = percent == 0 ? sorted.front() : sim::statistics::quantile_of(sorted, percent / 100);
    points.push_back(fmt::format("{}%: {}", percent, text(value)));
  }
  return fmt::format("{{quantiles: {{{}}}}}", fmt::join(points, ", "));
}

/// Every so many-th of a sample that is too large to fit in a while.
std::vector<double> thinned(std::vector<double> sorted) {
  if (sorted.size() <= kMostFitted) return sorted;
  std::vector<double> fewer;
  for (std::size_t i = 0; i < kMostFitted; ++i) fewer.push_back(sorted[i * sorted.size() / kMostFitted]);
  return fewer;
}

/// least: what is put in place of zeros, which come of clocks that are coarse.
Law law_of_sample(std::vector<double> sorted, double least, Text text) {
  Law law{.yaml = {}, .name = {}, .values = sorted.size(), .remark = {}};
  sorted = thinned(std::move(sorted));
  for (double& value : sorted) value = std::max(value, least);
  const std::vector<Fit> fits = sim::statistics::fit_families(sorted);
  const Fit& best = fits.front();
  law.name = name_of(best.family);
  law.yaml = yaml_of(best, text);
  law.distance = best.distance;
  if (best.distance > std::max(kFarthestFit, sim::statistics::critical_distance(sorted.size()))) {
    law.remark =
        fmt::format("no family fits, the best ({}) is {:.2f} away: measured quantiles", law.name, best.distance);
    law.name = "quantiles";
    law.yaml = quantiles_yaml(sorted, text);
    law.distance = -1;
  } else if (fits.size() > 1) {
    law.remark = fmt::format("before {} by {:.0f} of BIC", name_of(fits[1].family), fits[1].bic - best.bic);
  }
  return law;
}

}  // namespace

std::string digits(double value) {
  if (!(value > 0)) return "0";
  const int whole = static_cast<int>(std::floor(std::log10(value))) + 1;
  std::string text = fmt::format("{:.{}f}", value, std::clamp(4 - whole, 0, 9));
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string duration_text(double seconds) {
  if (!(seconds >= 1e-9)) return "0s";
  if (seconds < 1e-6) return fmt::format("{:.0f}ns", seconds * 1e9);
  if (seconds < 1e-3) return fmt::format("{:.0f}us", seconds * 1e6);
  if (seconds < 1) return fmt::format("{}ms", digits(seconds * 1e3));
  if (seconds < 120) return fmt::format("{}s", digits(seconds));
  return seconds < 7200 ? fmt::format("{}min", digits(seconds / 60)) : fmt::format("{}h", digits(seconds / 3600));
}

std::string rate_text(double per_second) {
  if (per_second >= 1) return fmt::format("{}/s", digits(per_second));
  if (per_second * 60 >= 1) return fmt::format("{}/min", digits(per_second * 60));
  return per_second * 3600 >= 1 ? fmt::format("{}/h", digits(per_second * 3600))
                                : fmt::format("{}/d", digits(per_second * 86400));
}

Law law_of_durations(const Durations& durations) {
  const std::size_t whole = durations.whole.size();
  // With most of them cut short little is known but the mean: how long all lasted over how often one ended.
  const bool mostly_cut = durations.cut_short.size() > 2 * whole;
  if (whole < kLeastForShape || mostly_cut) {
    if (!(durations.mean > 0)) return {};
    Law law{.yaml = fmt::format("{{exponential: {}}}", duration_text(durations.mean)),
            .name = "exponential",
            .values = whole,
            .remark = mostly_cut ? "of the right mean; too few were seen in whole to tell the shape"
                                 : "too few to tell the shape: their mean"};
    return law;
  }
  Law law = law_of_sample(sim::statistics::as_if_whole(durations.whole, durations.cut_short), 5e-4, duration_text);
  if (!durations.cut_short.empty())
    law.remark += fmt::format("{}{} more were cut short", law.remark.empty() ? "" : "; ", durations.cut_short.size());
  return law;
}

Law law_of_sizes(std::vector<double> sizes) {
  if (sizes.empty()) return {};
  constexpr std::size_t kFew = 8;
  std::ranges::sort(sizes);
  std::vector<std::pair<double, std::size_t>> distinct;
  for (const double size : sizes) {
    if (distinct.size() > kFew) break;
    if (distinct.empty() || distinct.back().first != size) distinct.emplace_back(size, 0);
    ++distinct.back().second;
  }
  const auto n = static_cast<double>(sizes.size());
  if (distinct.size() == 1)
    return {.yaml = size_text(sizes[0]), .name = "constant", .values = sizes.size(), .distance = 0, .remark = {}};
  if (distinct.size() <= kFew) {
    std::vector<std::string> shares;
    for (const auto& [size, times] : distinct)
      shares.push_back(fmt::format("{}: {}%", size_text(size), digits(100 * static_cast<double>(times) / n)));
    return {.yaml = fmt::format("{{empirical: {{{}}}}}", fmt::join(shares, ", ")),
            .name = "empirical",
            .values = sizes.size(),
            .distance = 0,
            .remark = fmt::format("only {} different ones", distinct.size())};
  }
  if (sizes.size() < kLeastForShape)
    return {.yaml = quantiles_yaml(sizes, size_text),
            .name = "quantiles",
            .values = sizes.size(),
            .remark = "too few to tell the shape"};
  return law_of_sample(std::move(sizes), 1, size_text);
}

Law law_of_counts(std::vector<double> counts) {
  if (counts.empty()) return {};
  std::ranges::sort(counts);
  Law law{.yaml = {}, .name = "geometric", .values = counts.size(), .remark = {}};
  counts = thinned(std::move(counts));
  const sim::statistics::GeometricFit fit = sim::statistics::fit_geometric(counts);
  law.yaml = fmt::format("{{geometric: {}}}", digits(fit.mean));
  law.distance = fit.distance;
  if (fit.distance <= std::max(kFarthestFit, sim::statistics::critical_distance(counts.size()))) return law;
  law.remark = fmt::format("a geometric law would be {:.2f} away: measured quantiles", fit.distance);
  law.name = "quantiles";
  law.yaml = quantiles_yaml(counts, count_text);
  law.distance = -1;
  return law;
}

Law law_of_rooms(const std::vector<std::uint64_t>& visits) {
  Law law{.yaml = "lobby", .name = "one object", .values = visits.size(), .remark = {}};
  if (visits.empty()) {
    law.remark = "which objects were visited is not known: all share one";
    law.name = "assumed";
    return law;
  }
  std::uint64_t all = 0;
  for (const std::uint64_t one : visits) all += one;
  law.values = all;
  if (visits.size() == 1) return law;
  if (visits.size() >= kLeastForShape && all < visits.size() + visits.size() / 20) {
    law.yaml = "{one each: room}";
    law.name = "one each";
    law.remark = fmt::format("{} objects", visits.size());
    return law;
  }
  const sim::statistics::Popularity popularity = sim::statistics::fit_popularity(visits);
  if (popularity.uniform_p > 0.01) {
    law.yaml = fmt::format("{{uniform: {{rooms: {}, name: room}}}}", visits.size());
    law.name = "uniform";
    law.remark = fmt::format("{} objects, chi-squared p = {:.2f}", visits.size(), popularity.uniform_p);
    return law;
  }
  law.yaml = fmt::format("{{zipf: {{s: {}, rooms: {}, name: room}}}}", digits(popularity.s), visits.size());
  law.name = "zipf";
  law.remark = fmt::format("{} objects, s is {} +- {}", visits.size(), digits(popularity.s),
                           fmt::format("{:.2f}", 2 * popularity.s_error));
  return law;
}

}  // namespace scenarios::workload
