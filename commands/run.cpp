#include "commands/run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "commands/bundle.h"
#include "commands/played.h"
#include "commands/study.h"
#include "reports/json.h"
#include "reports/terminal_text.h"
#include "reports/text.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

/// A path or word as a shell would take it back.
std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-=+:,@%") ==
                                          std::string::npos;
  if (plain) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

Exit exit_of(const Played& played) {
  const auto has = [&](reports::Verdict verdict) {
    return std::any_of(played.report.verdicts.begin(), played.report.verdicts.end(),
                       [&](const auto& line) { return line.verdict == verdict; });
  };
  if (has(reports::Verdict::violated)) return Exit::violated;
  if (played.work.kind != WorkDone::Kind::done) return Exit::unknown;
  return has(reports::Verdict::unknown) ? Exit::untested : Exit::holds;
}

/// Of two runs, the graver one's code is the command's.
bool less_grave(Exit a, Exit b) {
  const auto gravity = [](Exit exit) {
    switch (exit) {
      case Exit::holds:
        return 0;
      case Exit::untested:
        return 1;
      case Exit::unknown:
        return 2;
      default:
        return 3;
    }
  };
  return gravity(a) < gravity(b);
}

/// Why nothing of this code can be counted; empty if it can.
std::string uncounted(const scenarios::Scenario& scenario, const RunOptions& options) {
  if (!scenario.native.empty()) return "the room is native";
  for (const auto& revisions : scenarios::code_of(scenario))
    for (const auto* project : revisions)
      if (project->bundling.none) return "no_bundle in the configuration leaves its files as they are";
  return options.plain ? "--plain leaves the counters out" : "";
}

Played play_one(const scenarios::Scenario& scenario, std::uint32_t replication, const RunOptions& options) {
  const std::filesystem::path& file = scenario.file;
  const std::string why_uncounted = uncounted(scenario, options);
  if (scenario.platform.options.cpu_by_blocks && !why_uncounted.empty())
    throw scenarios::InputError({{file.string(), 0, 0, "cpu: measured blocks: " + why_uncounted,
                                  "without counters a turn takes what the cost table says: cpu: fixed"}});
  const std::uint64_t seed = options.seed.value_or(scenario.seed);
  Played played = play(scenario, {.seed = seed,
                                  .replication = replication,
                                  .trace = options.trace,
                                  .counters = options.plain ? Counters::none : Counters::blocks,
                                  .lines = options.lines,
                                  .progress = !options.quiet && ::isatty(STDERR_FILENO) != 0});
  played.report.facts.repeat_command = fmt::format("dormouse run {} --seed {}", quoted(file.string()), seed);
  if (!scenario.variation.empty())
    played.report.facts.repeat_command += fmt::format(" --variation {}", quoted(scenario.variation));
  if (replication != 0 || scenario.replications > 1)
    played.report.facts.repeat_command += fmt::format(" --replication {}", replication);
  if (options.lines && !played.lines)
    fmt::print(stderr, "note: no lines: {}\n", why_uncounted.empty() ? "the run was not finished" : why_uncounted);
  return played;
}

void print_people(const Played& played, const std::string& learn) {
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  fmt::print("{}", reports::text_report(played.report, terminal ? reports::Colours::ansi : reports::Colours::none));
  if (played.lines) fmt::print("{}", reports::text_of(*played.lines));
  if (played.work.kind != WorkDone::Kind::done)
    fmt::print("\nunknown: {}: {}\n", played.work.kind == WorkDone::Kind::host_limit ? "host limit" : "stopped",
               played.work.detail);
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
    if (played.lines) report["code"] = reports::json_of(*played.lines);
    fmt::print("{}", reports::json_text(report));
  } else if (!options.quiet) {
    print_people(played, scenario.learn);
  }
}

}  // namespace

Exit run(const RunOptions& options) {
  catch_interrupts();
  Exit worst = Exit::holds;
  std::vector<Played> all;
  for (const auto& file : options.scenarios) {
    const Study study = study_of(file, options);
    const bool table = study.runs.size() > 1 && !options.json && !options.quiet;
    if (table) print_study_head();
    for (const scenarios::PlannedRun& planned : study.runs) {
      const scenarios::Scenario& scenario = study.variations[planned.variation];
      Played played = play_one(scenario, planned.replication, options);
      if (table)
        print_study_line(scenario, planned, played);
      else
        print_report(scenario, played, options);
      worst = std::max(worst, exit_of(played), less_grave);
      if (played.work.kind == WorkDone::Kind::interrupted) return Exit::unknown;
      if (options.scenarios.size() == 2) all.push_back(std::move(played));
    }
  }
  if (all.size() == 2 && !options.json && !options.quiet) compare(all[0], all[1]);
  return worst;
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
