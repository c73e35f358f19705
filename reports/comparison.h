#pragma once

// Eviction policies side by side, over replications that all of them share: what each costs, with intervals, and what
// the differences are under common random numbers.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/bill.h"
#include "reports/residence.h"
#include "sim/statistics/interval.h"
#include "sim/statistics/paired.h"

namespace reports {

/// What one run says of its policy.
enum class Measure : std::uint8_t {
  memory,  // GB-s that rooms were in memory, which the platform pays
  wakes,
  wake_wait,   // ms, on average over the run's wakes
  billed,      // GB-s that the user pays for
  invoice,     // dollars for a month like this
  list_price,  // the same without base fee, allowances and rounding
  cost,        // seconds of memory that idleness and wakes are worth together
  events,      // that could find a room asleep: messages, requests, alarms
  lost_work,   // evictions of rooms that were waiting for something of their own
  forced_out,  // resets for want of memory
  other_resets,
};
inline constexpr std::size_t kMeasures = 11;
/// As JSON and CSV call it: "memoryGbS".
[[nodiscard]] std::string_view key_of(Measure measure);

struct MeasuredRun {
  std::uint32_t replication = 0;
  std::array<double, kMeasures> values{};
  std::vector<double> waited_ms;
  double optimal_memory_gb_s = 0, optimal_wakes = 0, optimal_cost_s = 0;
  std::string fingerprint;

  [[nodiscard]] double value(Measure measure) const { return values[static_cast<std::size_t>(measure)]; }
};
[[nodiscard]] MeasuredRun measure(const Residence& residence, const Usage& usage, sim::Duration length,
                                  sim::Duration wake_worth, const Tariff& tariff, Plan plan);

struct ComparedPolicy {
  std::string name;
  std::vector<MeasuredRun> runs;  // in the order of replications

  [[nodiscard]] std::vector<double> values(Measure measure) const;
};

struct Comparison {
  std::string scenario, tariff, plan;
  std::uint64_t seed = 0;
  sim::Duration length{};
  sim::Duration wake_worth{};
  std::string wake_worth_is;             // where that comes from
  std::vector<ComparedPolicy> policies;  // the first is what the others are held against
  std::string stopped_because;           // why there are not more replications

  [[nodiscard]] std::size_t replications() const { return policies.front().runs.size(); }
};

struct Quantile {
  double p = 0;
  sim::statistics::Interval interval;
};
struct PolicyLine {
  std::string name;
  std::array<sim::statistics::Interval, kMeasures> means;
  std::vector<Quantile> waits_ms;
  sim::statistics::Interval times_optimum;                       // cost, by that of the optimum on the same gaps
  std::array<sim::statistics::Paired, kMeasures> against_first;  // this less the first
};
struct ComparisonTable {
  std::vector<PolicyLine> lines;
  // Of the first policy's gaps.
  sim::statistics::Interval optimal_memory_gb_s, optimal_wakes, optimal_cost_s;
};
[[nodiscard]] ComparisonTable table_of(const Comparison& comparison);

/// For people, 100 columns.
[[nodiscard]] std::string comparison_text(const Comparison& comparison);
/// For programs: every run and every interval.
[[nodiscard]] std::string comparison_json(const Comparison& comparison, const std::string& repeat_command);
/// A line for each run: policy, replication, and the measures.
[[nodiscard]] std::string comparison_csv(const Comparison& comparison);

}  // namespace reports
