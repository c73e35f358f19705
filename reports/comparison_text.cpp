#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "reports/comparison.h"
#include "reports/terminal_text.h"
#include "sim/calendar.h"

namespace reports {
namespace {

using sim::statistics::Interval;
using sim::statistics::Paired;

constexpr std::size_t kTextColumns = 98;
constexpr const char* kRow = "  {:<18} {:>18} {:>17} {:>22} {:>19}\n";

std::string with_commas(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = std::min(text.find('.'), text.size()); at > 3 + sign; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

/// Decimals that show so many digits that matter, none of them beyond the millionths.
int decimals_for(double value, int digits) {
  if (value == 0) return 0;
  const int whole = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  return std::clamp(digits - whole, 0, 6);
}

/// "1,234,568", "12.35", "0.00123".
std::string number(double value) { return with_commas(value, decimals_for(value, 4)); }

/// The half-width to two digits, and the mean as far as that reaches.
std::string shown(const Interval& interval) {
  if (std::isinf(interval.half_width) || interval.half_width == 0) return number(interval.mean);
  const int decimals = decimals_for(interval.half_width, 2);
  return fmt::format("{} ± {}", with_commas(interval.mean, decimals), with_commas(interval.half_width, decimals));
}

std::string shown_difference(const Interval& interval) { return (interval.mean > 0 ? "+" : "") + shown(interval); }

std::string dollars(const Interval& interval) {
  return fmt::format("${:.2f}{}", interval.mean,
                     interval.half_width >= 0.005 && !std::isinf(interval.half_width)
                         ? fmt::format(" ± {:.2f}", interval.half_width)
                         : "");
}

const Interval& mean(const PolicyLine& line, Measure measure) { return line.means[static_cast<std::size_t>(measure)]; }
const Paired& paired(const PolicyLine& line, Measure measure) {
  return line.against_first[static_cast<std::size_t>(measure)];
}

std::string row(const std::string& a, const std::string& b, const std::string& c, const std::string& d,
                const std::string& e) {
  return fmt::format(kRow, a, b, c, d, e);
}

std::string waits(const PolicyLine& line) {
  if (line.waits_ms.empty() || line.waits_ms.front().interval.samples == 0) return "no wakes";
  std::string text;
  for (const Quantile& quantile : line.waits_ms)
    text += fmt::format("{}{}", text.empty() ? "" : " / ", number(quantile.interval.mean));
  return text;
}

std::string costs_table(const ComparisonTable& table) {
  std::string text = row("", "memory, GB-s", "wakes", "wake p50/p95/p99", "billed, GB-s");
  for (const PolicyLine& line : table.lines)
    text += row(visible(line.name, 18), shown(mean(line, Measure::memory)), shown(mean(line, Measure::wakes)),
                waits(line), shown(mean(line, Measure::billed)));
  text += row("offline optimum", shown(table.optimal_memory_gb_s), shown(table.optimal_wakes), "", "");
  return text;
}

std::string money_table(const ComparisonTable& table) {
  std::string text = row("", "bill a month", "at list prices", "memory and wakes, s", "times the optimum");
  for (const PolicyLine& line : table.lines)
    text +=
        row(visible(line.name, 18), dollars(mean(line, Measure::invoice)), "$" + shown(mean(line, Measure::list_price)),
            shown(mean(line, Measure::cost)), shown(line.times_optimum));
  text += row("offline optimum", "", "", shown(table.optimal_cost_s), "");
  return text;
}

std::string differences_table(const ComparisonTable& table) {
  std::string text = row("", "memory, GB-s", "wakes", "at list prices, $", "memory and wakes, s");
  for (std::size_t i = 1; i < table.lines.size(); ++i) {
    const PolicyLine& line = table.lines[i];
    text += row(visible(line.name, 18), shown_difference(paired(line, Measure::memory).difference),
                shown_difference(paired(line, Measure::wakes).difference),
                shown_difference(paired(line, Measure::list_price).difference),
                shown_difference(paired(line, Measure::cost).difference));
  }
  if (std::isinf(paired(table.lines[1], Measure::memory).difference.half_width)) return text;  // of a single run
  text += row("variance, times less", "", "", "", "");
  for (std::size_t i = 1; i < table.lines.size(); ++i) {
    const auto cut = [&](Measure measure) {
      const double times = paired(table.lines[i], measure).variance_cut;
      return std::isinf(times) ? std::string("no variance") : number(times);
    };
    text += row("  " + visible(table.lines[i].name, 16), cut(Measure::memory), cut(Measure::wakes),
                cut(Measure::list_price), cut(Measure::cost));
  }
  return text;
}

/// What befell rooms that could not hibernate, where there is any.
std::string losses(const ComparisonTable& table) {
  std::string text;
  for (const PolicyLine& line : table.lines) {
    const auto say = [&](Measure measure, std::string_view what) {
      if (mean(line, measure).mean > 0)
        text += fmt::format("  {:<18} {} {}\n", visible(line.name, 18), shown(mean(line, measure)), what);
    };
    say(Measure::lost_work, "evictions of rooms that waited for something of their own");
    say(Measure::forced_out, "resets of rooms that could not hibernate, for want of memory");
    say(Measure::other_resets, "resets by other causes");
  }
  return text.empty() ? "" : "\nLost on the way, a run\n" + text;
}

std::string note(const std::string& text) {
  std::string lines;
  for (const std::string& line : wrapped(text, kTextColumns)) lines += fmt::format("  {}\n", line);
  return lines;
}

}  // namespace

std::string comparison_text(const Comparison& comparison) {
  const ComparisonTable table = table_of(comparison);
  const std::size_t n = comparison.replications();
  std::string text = "Compared\n";
  text += fmt::format("  {:<14}{}\n", "scenario", visible(comparison.scenario, 80));
  text += fmt::format("  {:<14}{} of {} under each of {} policies, seed {}\n", "played",
                      n == 1 ? std::string("1 replication") : fmt::format("{} replications", n),
                      sim::format_duration(comparison.length), comparison.policies.size(), comparison.seed);
  text += fmt::format("  {:<14}{}\n", "ended", comparison.stopped_because);
  text += "\nA run under each policy\n" + costs_table(table);
  text += fmt::format("\nWhat that is worth ({}, {})\n{}", comparison.tariff, comparison.plan, money_table(table));
  if (table.lines.size() > 1)
    text += fmt::format("\nDifferences from {}, run by run under the same seeds\n{}",
                        visible(table.lines.front().name, 18), differences_table(table));
  text += losses(table);
  text += "\nHow to read this\n";
  if (n > 1)
    text += note(
        "Means of the replications, ± half of a 95 % interval (Student's t), each by itself. Quantiles of wakes, in "
        "ms, "
        "are of all runs together; --json has their intervals.");
  else
    text += note("One replication has no interval: ask for more with --replications or --precision.");
  text += note(fmt::format(
      "Memory is 0.128 GB for each room in it. A wake is taken to be worth {} of a room's memory ({}). The optimum "
      "knows "
      "each gap between two events of a room and keeps the room or wakes it, whichever is cheaper; its own line is for "
      "the gaps of {}.",
      sim::format_duration(comparison.wake_worth), comparison.wake_worth_is, table.lines.front().name));
  return text;
}

}  // namespace reports
