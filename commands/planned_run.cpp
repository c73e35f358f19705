#include "commands/planned_run.h"

#include <fmt/format.h>

namespace commands {

std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-=+:,@%") ==
                                          std::string::npos;
  if (plain) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::vector<PlannedRun> runs_of(const std::vector<scenarios::Scenario>& variations) {
  std::vector<PlannedRun> runs;
  for (const scenarios::PlannedRun& planned : scenarios::planned_runs(variations)) {
    const scenarios::Scenario& one = variations[planned.variation];
    runs.push_back({.scenario = one.file,
                    .variation = one.variation,
                    .seed = {planned.seed, planned.replication},
                    .replicated = one.replications > 1});
  }
  return runs;
}

std::string run_name(const PlannedRun& run) {
  if (!run.replicated) return run.variation;
  return fmt::format("{}{}replication {}", run.variation, run.variation.empty() ? "" : ", ", run.seed.replication);
}

std::string name_of(const PlannedRun& run) {
  const std::string name = run_name(run);
  return name.empty() ? run.scenario.string() : run.scenario.string() + " " + name;
}

std::string repeat_command(const PlannedRun& run) {
  std::string command = fmt::format("dormouse run {} --seed {}", quoted(run.scenario.string()), run.seed.seed);
  if (!run.variation.empty()) command += fmt::format(" --variation {}", quoted(run.variation));
  if (run.seed.replication != 0 || run.replicated) command += fmt::format(" --replication {}", run.seed.replication);
  return command;
}

}  // namespace commands
