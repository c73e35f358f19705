#include "reports/comparison.h"

#include "sim/statistics/quantiles.h"

namespace reports {
namespace {

using sim::statistics::mean_interval;

constexpr double kObjectGb = 0.128;
constexpr double kQuantiles[] = {0.5, 0.95, 0.99};

double as_double(const Exact& value) {
  return static_cast<double>(value.numerator()) / static_cast<double>(value.denominator());
}

double seconds(sim::Duration duration) { return static_cast<double>(duration.count()) * 1e-9; }

double list_price(const Bill& bill) {
  double dollars = 0;
  for (const BillLine& line : bill.lines)
    dollars += as_double(line.used) / as_double(line.unit) * as_double(line.unit_price);
  return dollars;
}

template <class Value>
sim::statistics::Interval interval_of(const ComparedPolicy& policy, Value value) {
  std::vector<double> values;
  values.reserve(policy.runs.size());
  for (const MeasuredRun& run : policy.runs) values.push_back(value(run));
  return mean_interval(values);
}

PolicyLine line_of(const ComparedPolicy& policy, const ComparedPolicy& first) {
  PolicyLine line;
  line.name = policy.name;
  for (std::size_t i = 0; i < kMeasures; ++i) {
    const auto measure = static_cast<Measure>(i);
    const std::vector<double> values = policy.values(measure);
    line.means[i] = mean_interval(values);
    line.against_first[i] = sim::statistics::paired_difference(first.values(measure), values);
  }
  std::vector<std::vector<double>> sections;
  for (const MeasuredRun& run : policy.runs) sections.push_back(run.waited_ms);
  for (const double p : kQuantiles) line.waits_ms.push_back({p, sim::statistics::sectioned_quantile(sections, p)});
  line.times_optimum = interval_of(policy, [](const MeasuredRun& run) {
    return run.optimal_cost_s > 0 ? run.value(Measure::cost) / run.optimal_cost_s : 1;
  });
  return line;
}

}  // namespace

std::string_view key_of(Measure measure) {
  constexpr std::string_view kKeys[kMeasures] = {"memoryGbS",         "wakes",          "wakeWaitMeanMs", "billedGbS",
                                                 "invoiceMonth",      "listPriceMonth", "costS",          "events",
                                                 "evictionsWithWork", "forcedOut",      "otherResets"};
  return kKeys[static_cast<std::size_t>(measure)];
}

MeasuredRun measure(const Residence& residence, const Usage& usage, sim::Duration length, sim::Duration wake_worth,
                    const Tariff& tariff, Plan plan) {
  MeasuredRun run;
  const auto set = [&run](Measure measure, double value) { run.values[static_cast<std::size_t>(measure)] = value; };
  const RunBill bill = bill_run(usage, length, tariff, plan);
  set(Measure::memory, seconds(residence.in_memory) * kObjectGb);
  set(Measure::wakes, static_cast<double>(residence.wakes));
  set(Measure::wake_wait, sim::statistics::mean_of(residence.waited_ms));
  set(Measure::billed, as_double(usage.total.object_seconds) * kObjectGb);
  set(Measure::invoice, static_cast<double>(bill.month.total.in_cents()) / 100);
  set(Measure::list_price, list_price(bill.month));
  set(Measure::cost, residence.cost_s(wake_worth));
  set(Measure::events, as_double(usage.total.requests) + as_double(usage.total.messages_in));
  set(Measure::lost_work, static_cast<double>(residence.evictions_with_work));
  set(Measure::forced_out, static_cast<double>(residence.forced_out));
  set(Measure::other_resets, static_cast<double>(residence.resets));
  run.waited_ms = residence.waited_ms;
  run.optimal_memory_gb_s = seconds(residence.optimal_in_memory()) * kObjectGb;
  run.optimal_wakes = static_cast<double>(residence.optimal_wakes);
  run.optimal_cost_s = residence.optimal_cost_s(wake_worth);
  return run;
}

std::vector<double> ComparedPolicy::values(Measure measure) const {
  std::vector<double> values;
  values.reserve(runs.size());
  for (const MeasuredRun& run : runs) values.push_back(run.value(measure));
  return values;
}

ComparisonTable table_of(const Comparison& comparison) {
  ComparisonTable table;
  const ComparedPolicy& first = comparison.policies.front();
  for (const ComparedPolicy& policy : comparison.policies) table.lines.push_back(line_of(policy, first));
  table.optimal_memory_gb_s = interval_of(first, [](const MeasuredRun& run) { return run.optimal_memory_gb_s; });
  table.optimal_wakes = interval_of(first, [](const MeasuredRun& run) { return run.optimal_wakes; });
  table.optimal_cost_s = interval_of(first, [](const MeasuredRun& run) { return run.optimal_cost_s; });
  return table;
}

}  // namespace reports
