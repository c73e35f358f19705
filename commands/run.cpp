#include "commands/run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "commands/bundle.h"
#include "commands/double_check.h"
#include "commands/planned_run.h"
#include "commands/played.h"
#include "commands/replications.h"
#include "commands/study.h"
#include "reports/json.h"
#include "reports/terminal_text.h"
#include "reports/text.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

Played play_one(const scenarios::Scenario& scenario, const PlannedRun& run, const RunOptions& options) {
  const Counters counters = options.plain ? Counters::none : Counters::blocks;
  Played played = play(scenario, {.seed = run.seed.seed,
                                  .replication = run.seed.replication,
                                  .trace = options.trace,
                                  .counters = counters,
                                  .lines = options.lines,
                                  .progress = !options.quiet && ::isatty(STDERR_FILENO) != 0});
  played.report.facts.repeat_command = repeat_command(run);
  if (options.lines && !played.lines) {
    const std::string why = why_uncounted(scenario, counters);
    fmt::print(stderr, "note: no lines: {}\n", why.empty() ? "the run was not finished" : why);
  }
  return played;
}

/// "dormouse run S --seed 1" with another verb.
std::string explain_command(const std::string& repeat) {
  constexpr std::string_view kRun = "dormouse run ";
  return "dormouse explain " + repeat.substr(kRun.size());
}

void print_people(const Played& played, const std::string& learn) {
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  fmt::print("{}", reports::text_report(played.report, terminal ? reports::Colours::ansi : reports::Colours::none));
  if (played.lines) fmt::print("{}", reports::text_of(*played.lines));
  if (played.work.kind != WorkDone::Kind::done)
    fmt::print("\nunknown: {}: {}\n", played.work.kind == WorkDone::Kind::host_limit ? "host limit" : "stopped",
               played.work.detail);
  const auto& verdicts = played.report.verdicts;
  const bool violated = std::any_of(verdicts.begin(), verdicts.end(), [](const auto& line) {
    return line.verdict == reports::Verdict::violated && !line.name.starts_with("bill");
  });
  if (violated)
    fmt::print("\nWhat led to the first violation\n  {}\n", explain_command(played.report.facts.repeat_command));
  if (learn.empty()) return;
  fmt::print("\nWhat this shows\n");
  for (const std::string& line : reports::wrapped(learn, 98)) fmt::print("  {}\n", line);
}

void compare(const Played& a, const Played& b) {
  fmt::print("\n{}", reports::compare_bills(a.report.summary.scenario, a.report.bill.month, b.report.summary.scenario,
                                            b.report.bill.month));
  fmt::print("\nWhat clients saw: {}\n", a.client_transcript == b.client_transcript
                                             ? "the same in both, message for message"
                                             : "not the same in both");
}

void print_report(const scenarios::Scenario& scenario, const Played& played, const RunOptions& options) {
  if (options.json) {
    auto report = reports::json_report(played.report);
    if (!scenario.variation.empty()) report["variation"] = scenario.variation;
    report["ingredients"] = json_of(played.ingredients);
    if (played.lines) report["code"] = reports::json_of(*played.lines);
    fmt::print("{}", reports::json_text(report));
  } else if (!options.quiet) {
    print_people(played, scenario.learn);
  }
}

/// One after another, each with its whole report.
Exit play_each(const std::vector<PlannedRun>& runs, const RunOptions& options) {
  Exit worst = Exit::holds;
  std::vector<Played> all;
  for (const PlannedRun& run : runs) {
    const scenarios::Scenario scenario = scenarios::load_scenario(run.scenario, run.variation);
    Played played = play_one(scenario, run, options);
    print_report(scenario, played, options);
    worst = std::max(worst, exit_of(played), less_grave);
    if (played.work.kind == WorkDone::Kind::interrupted) return Exit::unknown;
    if (runs.size() == 2) all.push_back(std::move(played));
  }
  if (all.size() == 2 && options.scenarios.size() == 2 && !options.json && !options.quiet) compare(all[0], all[1]);
  if (options.same && all.size() == 2 && all[0].client_transcript != all[1].client_transcript)
    worst = std::max(worst, Exit::violated, less_grave);
  return worst;
}

}  // namespace

Exit run(const RunOptions& options) {
  catch_interrupts();
  std::vector<PlannedRun> runs;
  bool many = options.replications > 0 || options.results;
  for (const auto& file : options.scenarios) {
    const std::vector<PlannedRun> study = study_of(file, options);
    runs.insert(runs.end(), study.begin(), study.end());
    many = many || (study.size() > 1 && !options.json && !options.lines);
  }
  if (options.doublecheck) {
    Exit worst = Exit::holds;
    for (const PlannedRun& one : runs) worst = std::max(worst, double_check(one, options.quiet), less_grave);
    return worst;
  }
  if (!many) return play_each(runs, options);
  return replicate(runs, {.jobs = options.jobs,
                          .results = options.results,
                          .resume = options.resume,
                          .json = options.json,
                          .quiet = options.quiet,
                          .plain = options.plain,
                          .table = options.replications == 0});
}

Exit check(const std::filesystem::path& file) {
  const std::vector<scenarios::Scenario> variations = scenarios::load_variations(file);
  const std::size_t runs = scenarios::planned_runs(variations).size();
  const scenarios::Scenario& scenario = variations.front();
  const WorkDone work = supervise({{"do", "run"},
                                   {"scenario", file.string()},
                                   {"variation", scenario.variation},
                                   {"seed", scenario.seed},
                                   {"checkOnly", true},
                                   {"native", !scenario.native.empty()},
                                   {"bundles", bundles_of(scenario, Counters::none)},
                                   {"scripts", scripts_of(scenario)}},
                                  [](std::string_view) {});
  if (work.kind != WorkDone::Kind::done) {
    fmt::print("{}: unknown: {}\n", file.string(), work.detail);
    return Exit::unknown;
  }
  for (const auto& revisions : scenarios::code_of(scenario))
    for (const std::string& note : revisions.front()->notes) fmt::print("note: {}\n", note);
  std::size_t clients = 0;
  for (const auto& group : scenario.clients) clients += group.count;
  fmt::print("{}: good: Worker {} ({}), {} clients in {} groups, {} expectations\n", file.string(),
             scenario.project.name, scenario.project.main, clients, scenario.clients.size(),
             scenario.expectations.size());
  if (runs > 1) fmt::print("{}: {} variations, {} runs\n", file.string(), variations.size(), runs);
  return Exit::holds;
}

}  // namespace commands
