#include "commands/compare.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <stdexcept>
#include <vector>

#include "commands/bundle.h"
#include "commands/compared_run.h"
#include "commands/ordered_tasks.h"
#include "commands/progress_line.h"
#include "reports/comparison.h"
#include "scenarios/eviction_choice.h"
#include "scenarios/quantities.h"
#include "scenarios/wake_worth.h"
#include "sim/calendar.h"
#include "sim/statistics/precision.h"

namespace commands {
namespace {

/// At commas that stand in no parentheses.
std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> words(1);
  int depth = 0;
  for (const char c : list) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == ',' && depth == 0)
      words.emplace_back();
    else if (c != ' ')
      words.back() += c;
  }
  return words;
}

std::vector<std::string> read_policies(const std::string& list) {
  const std::vector<std::string> policies = split(list);
  std::set<std::string> known;
  for (const std::string& policy : policies) {
    models::eviction::Choice unused;
    try {
      scenarios::choose_eviction(policy, unused);
    } catch (const std::invalid_argument& error) {
      throw scenarios::refused("--policies", error.what(),
                               "for example: --policies 'documented,ttl(60s),breakeven,never'");
    }
    if (!known.insert(policy).second)
      throw scenarios::refused("--policies", fmt::format("{} is there twice", policy), "name each policy once");
  }
  return policies;
}

sim::Duration read_wake_worth(const CompareOptions& options, const scenarios::Scenario& scenario) {
  if (options.wake_worth.empty()) return scenarios::wake_worth(scenario.costs);
  const auto worth = scenarios::parse_duration(options.wake_worth);
  if (!worth || worth->count() <= 0)
    throw scenarios::refused("--wake-worth", fmt::format("expected a duration, not \"{}\"", options.wake_worth),
                             "for example: --wake-worth 10s");
  return *worth;
}

/// How many replications there are to be, or how it is found out.
struct Plan {
  std::size_t most = 0;
  std::optional<sim::statistics::RelativePrecision> until;
};

Plan read_plan(const CompareOptions& options) {
  if (options.precision.empty()) {
    if (options.replications == 0) throw scenarios::refused("--replications", "must be 1 or more", "the default is 10");
    return {options.replications, std::nullopt};
  }
  const auto share = scenarios::parse_probability(options.precision);
  if (!share || *share <= 0 || *share >= 1)
    throw scenarios::refused("--precision",
                             fmt::format("expected a share between 0% and 100%, not \"{}\"", options.precision),
                             "for example: --precision 5%");
  return {options.most_replications, sim::statistics::RelativePrecision{.share = *share}};
}

/// Of what policies differ in, memory and wakes, or, of one alone, of these themselves.
bool precise(const reports::Comparison& comparison, const sim::statistics::RelativePrecision& rule) {
  const auto& policies = comparison.policies;
  for (const auto measure : {reports::Measure::memory, reports::Measure::wakes}) {
    const std::vector<double> first = policies.front().values(measure);
    if (policies.size() == 1 && !rule.reached(first)) return false;
    for (std::size_t i = 1; i < policies.size(); ++i) {
      std::vector<double> differences = policies[i].values(measure);
      for (std::size_t k = 0; k < first.size(); ++k) differences[k] -= first[k];
      if (!rule.reached(differences)) return false;
    }
  }
  return true;
}

/// Plays the replications, each under every policy, and keeps what is asked for. Nothing, and why, if a run had no end.
class Comparing {
 public:
  Comparing(const scenarios::Scenario& scenario, reports::Comparison& comparison, const Plan& plan)
      : scenario_(scenario),
        comparison_(comparison),
        plan_(plan),
        policies_(comparison.policies.size()),
        code_({{"bundles",
                bundles_of(scenario, scenario.platform.options.cpu_by_blocks ? Counters::blocks : Counters::none)},
               {"scripts", scripts_of(scenario)}}),
        results_(plan.most * policies_) {}

  std::optional<std::string> run(unsigned jobs, bool show_progress) {
    ProgressLine progress(show_progress);
    run_in_order({.most = results_.size(),
                  .jobs = jobs,
                  .play = [this](std::size_t task) { play(task); },
                  .goes_on =
                      [&](std::size_t done) {
                        if (progress.due())
                          progress.show(fmt::format("{} {} of {}{} runs", progress_bar(done, results_.size(), 30), done,
                                                    plan_.until ? "at most " : "", results_.size()));
                        return take(done - 1);
                      }});
    progress.clear();
    return failure_;
  }

 private:
  [[nodiscard]] ComparedRun run_of(std::size_t task) const {
    return {comparison_.policies[task % policies_].name, comparison_.seed,
            static_cast<std::uint32_t>(task / policies_)};
  }

  void play(std::size_t task) {
    if (interrupted()) {
      results_[task].work.kind = WorkDone::Kind::interrupted;
      return;
    }
    results_[task] = play_compared(scenario_, run_of(task), code_, comparison_.wake_worth);
  }

  /// True: more are wanted.
  bool take(std::size_t task) {
    ComparedRunResult& result = results_[task];
    if (result.work.kind != WorkDone::Kind::done) {
      const ComparedRun run = run_of(task);
      failure_ = result.work.kind == WorkDone::Kind::interrupted
                     ? std::string("interrupted")
                     : fmt::format("host limit under {}, seed {}, replication {}: {}", run.policy, run.seed,
                                   run.replication, result.work.detail);
      return false;
    }
    waiting_.push_back(std::move(result.run));
    if (waiting_.size() < policies_) return true;
    // A replication counts once it was played under every policy.
    for (std::size_t i = 0; i < policies_; ++i) comparison_.policies[i].runs.push_back(std::move(waiting_[i]));
    waiting_.clear();
    if (!plan_.until || !precise(comparison_, *plan_.until)) return true;
    comparison_.stopped_because = fmt::format(
        "memory and wakes are as precise as asked for: ± {} % of their differences", plan_.until->share * 100);
    return false;
  }

  const scenarios::Scenario& scenario_;
  reports::Comparison& comparison_;
  const Plan& plan_;
  std::size_t policies_;
  nlohmann::json code_;
  std::vector<ComparedRunResult> results_;
  std::vector<reports::MeasuredRun> waiting_;
  std::optional<std::string> failure_;
};

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw scenarios::refused(path.string(), "cannot be written", "name a file in a folder of yours");
}

std::string repeat_command(const CompareOptions& options, const reports::Comparison& comparison) {
  return fmt::format("dormouse compare {}{} --policies '{}' --seed {} --replications {}{}", options.scenario.string(),
                     options.variation.empty() ? "" : fmt::format(" --variation '{}'", options.variation),
                     options.policies, comparison.seed, comparison.replications(),
                     options.wake_worth.empty() ? "" : " --wake-worth " + options.wake_worth);
}

}  // namespace

Exit compare(const CompareOptions& options) {
  catch_interrupts();
  const std::vector<std::string> policies = read_policies(options.policies);
  const Plan plan = read_plan(options);
  const scenarios::Scenario scenario = scenarios::load_scenario(options.scenario, options.variation);
  for (const auto& file : {options.json, options.csv})
    if (file) write_file(*file, "");  // what cannot be written is better known before than after

  reports::Comparison comparison;
  comparison.scenario = scenario.name;
  comparison.tariff = scenario.platform.tariff;
  comparison.plan = scenario.platform.plan == "free" ? "Workers Free" : "Workers Paid";
  comparison.seed = options.seed.value_or(scenario.seed);
  comparison.length = scenario.duration;
  comparison.wake_worth = read_wake_worth(options, scenario);
  comparison.wake_worth_is = options.wake_worth.empty() ? "its mean time, as CPU and as memory, at list prices; see "
                                                          "--wake-worth"
                                                        : "--wake-worth";
  for (const std::string& policy : policies) comparison.policies.push_back({policy, {}});
  comparison.stopped_because = plan.until ? fmt::format("after {} replications, less precise than asked for", plan.most)
                                          : "with as many replications as asked for";

  const auto failure =
      Comparing(scenario, comparison, plan).run(options.jobs, !options.quiet && ::isatty(STDERR_FILENO) != 0);
  if (failure) comparison.stopped_because = *failure;
  if (comparison.replications() > 0) {
    const std::string repeat = repeat_command(options, comparison);
    if (options.json) write_file(*options.json, reports::comparison_json(comparison, repeat));
    if (options.csv) write_file(*options.csv, reports::comparison_csv(comparison));
    if (!options.quiet) fmt::print("{}\nAgain\n  {}\n", reports::comparison_text(comparison), repeat);
  }
  if (failure) {
    fmt::print(stderr, "unknown: {}\n", *failure);
    return Exit::unknown;
  }
  return Exit::holds;
}

}  // namespace commands
