#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "reports/comparison.h"
#include "reports/json.h"

// A comparison for programs.

namespace reports {
namespace {

using nlohmann::ordered_json;

/// To twelve digits: what lies beyond may differ between machines' C libraries.
ordered_json rounded(double value) {
  if (!std::isfinite(value)) return nullptr;
  return ordered_json::parse(fmt::format("{:.12g}", value));
}

ordered_json json_of(const sim::statistics::Interval& interval) {
  return {{"mean", rounded(interval.mean)}, {"halfWidth", rounded(interval.half_width)}};
}

ordered_json json_of(const sim::statistics::Paired& paired) {
  ordered_json json = json_of(paired.difference);
  json["correlation"] = rounded(paired.correlation);
  json["varianceCut"] = rounded(paired.variance_cut);
  return json;
}

template <class Values>
ordered_json by_measure(const Values& values) {
  ordered_json json;
  for (std::size_t i = 0; i < kMeasures; ++i) json[std::string(key_of(static_cast<Measure>(i)))] = json_of(values[i]);
  return json;
}

ordered_json json_of(const MeasuredRun& run) {
  ordered_json json = {{"replication", run.replication}, {"fingerprint", run.fingerprint}};
  for (std::size_t i = 0; i < kMeasures; ++i)
    json[std::string(key_of(static_cast<Measure>(i)))] = rounded(run.values[i]);
  json["optimalMemoryGbS"] = rounded(run.optimal_memory_gb_s);
  json["optimalWakes"] = rounded(run.optimal_wakes);
  json["optimalCostS"] = rounded(run.optimal_cost_s);
  return json;
}

ordered_json json_of(const PolicyLine& line, const ComparedPolicy& policy) {
  ordered_json waits = ordered_json::array();
  for (const Quantile& quantile : line.waits_ms) {
    ordered_json one = json_of(quantile.interval);
    waits.push_back({{"p", quantile.p}, {"ms", one["mean"]}, {"halfWidth", one["halfWidth"]}});
  }
  ordered_json runs = ordered_json::array();
  for (const MeasuredRun& run : policy.runs) runs.push_back(json_of(run));
  return {{"policy", line.name},
          {"means", by_measure(line.means)},
          {"wakeWaits", std::move(waits)},
          {"timesOptimum", json_of(line.times_optimum)},
          {"differences", by_measure(line.against_first)},
          {"runs", std::move(runs)}};
}

}  // namespace

std::string comparison_json(const Comparison& comparison, const std::string& repeat_command) {
  const ComparisonTable table = table_of(comparison);
  ordered_json policies = ordered_json::array();
  for (std::size_t i = 0; i < table.lines.size(); ++i)
    policies.push_back(json_of(table.lines[i], comparison.policies[i]));
  const ordered_json json = {{"scenario", comparison.scenario},
                             {"seed", comparison.seed},
                             {"replications", comparison.replications()},
                             {"virtualNs", comparison.length.count()},
                             {"ended", comparison.stopped_because},
                             {"tariff", comparison.tariff},
                             {"plan", comparison.plan},
                             {"wakeWorthS", rounded(1e-9 * static_cast<double>(comparison.wake_worth.count()))},
                             {"level", sim::statistics::kUsualLevel},
                             {"against", comparison.policies.front().name},
                             {"policies", std::move(policies)},
                             {"offlineOptimum",
                              {{"memoryGbS", json_of(table.optimal_memory_gb_s)},
                               {"wakes", json_of(table.optimal_wakes)},
                               {"costS", json_of(table.optimal_cost_s)}}},
                             {"repeat", repeat_command}};
  return json_text(json);
}

std::string comparison_csv(const Comparison& comparison) {
  std::string text = "policy,replication";
  for (std::size_t i = 0; i < kMeasures; ++i) text += fmt::format(",{}", key_of(static_cast<Measure>(i)));
  text += ",optimalMemoryGbS,optimalWakes,optimalCostS\n";
  for (const ComparedPolicy& policy : comparison.policies) {
    for (const MeasuredRun& run : policy.runs) {
      text += fmt::format("{},{}", policy.name, run.replication);
      for (const double value : run.values) text += fmt::format(",{:.12g}", value);
      text += fmt::format(",{:.12g},{:.12g},{:.12g}\n", run.optimal_memory_gb_s, run.optimal_wakes, run.optimal_cost_s);
    }
  }
  return text;
}

}  // namespace reports
