#include "commands/study.h"

#include <fmt/format.h>

#include "reports/decimal.h"
#include "scenarios/input_error.h"

namespace commands {

Study study_of(const std::filesystem::path& file, const RunOptions& options) {
  Study study;
  if (options.variation.empty())
    study.variations = scenarios::load_variations(file);
  else
    study.variations.push_back(scenarios::load_scenario(file, options.variation));
  study.runs = scenarios::planned_runs(study.variations);
  if (options.replication) {
    study.runs.clear();
    for (std::size_t i = 0; i < study.variations.size(); ++i)
      study.runs.push_back({i, study.variations[i].seed, *options.replication});
  }
  if (options.trace && study.runs.size() > 1)
    throw scenarios::InputError(
        {{file.string(), 0, 0, fmt::format("--trace is for one run, and this scenario asks for {}", study.runs.size()),
          "name it: --variation NAME --replication N"}});
  return study;
}

void print_study_head() { fmt::print("{:<48} {:>11} {:>12}  {}\n", "variation", "replication", "a month", "verdict"); }

void print_study_line(const scenarios::Scenario& scenario, const scenarios::PlannedRun& planned, const Played& played) {
  std::string verdict = "holds";
  for (const auto& line : played.report.verdicts) {
    if (line.verdict == reports::Verdict::violated) {
      verdict = "violated: " + line.name;
      break;
    }
    if (line.verdict == reports::Verdict::unknown && verdict == "holds") verdict = "unknown: " + line.name;
  }
  if (played.work.kind != WorkDone::Kind::done) verdict = "unknown: " + played.work.detail;
  fmt::print("{:<48} {:>11} {:>12}  {}\n", scenario.variation.empty() ? scenario.name : scenario.variation,
             planned.replication, reports::grouped(played.report.bill.month.total), verdict);
}

}  // namespace commands
