#include "commands/double_check.h"

#include <fmt/format.h>

#include "commands/played.h"
#include "commands/trace_difference.h"

namespace commands {
namespace {

/// Ends the second run where it parts from the first.
struct Parted {};

std::string list_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "nothing" : text;
}

void print_parting(const Parting& parting, const PlannedRun& run) {
  fmt::print("{}: NOT the same twice\n", name_of(run));
  if (!parting.before.empty()) fmt::print("\nthe same in both\n");
  for (const std::string& line : parting.before) fmt::print("    {}\n", line);
  fmt::print("\nthen\n  1 {}\n  2 {}\n", parting.then.empty() ? "(the run had ended)" : parting.then,
             parting.now.empty() ? "(the run had ended)" : parting.now);
  if (!parting.differs.empty()) fmt::print("\nThey differ in: {}\n", list_of(parting.differs));
  fmt::print("{}\n", repeat_command(run) + " --doublecheck");
}

}  // namespace

Exit double_check(const PlannedRun& run, bool quiet) {
  const scenarios::Scenario scenario = scenarios::load_scenario(run.scenario, run.variation);
  PlayRequest request{.seed = run.seed.seed, .replication = run.seed.replication};
  KeptTrace first;
  request.also = [&](std::string_view block) { first.write(block); };
  const Played one = play(scenario, request);
  TraceDifference difference(scenario.start, &first);
  request.also = [&](std::string_view block) {
    difference.block(block);
    if (difference.parted()) throw Parted{};
  };
  std::optional<Played> two;
  try {
    two = play(scenario, request);
  } catch (const Parted&) {  // the worker went with it
  }
  if (one.work.kind != WorkDone::Kind::done || (two && two->work.kind != WorkDone::Kind::done)) {
    if (!quiet) fmt::print("{}: unknown: {}\n", name_of(run), one.work.detail + (two ? two->work.detail : ""));
    return Exit::unknown;
  }
  if (const auto& parting = difference.end()) {
    if (!quiet) print_parting(*parting, run);
    return Exit::violated;
  }
  // A draw that changed nothing yet.
  if (const auto names = differing(one.ingredients, two->ingredients); !names.empty()) {
    if (!quiet) fmt::print("{}: the same trace twice, but not the same {}\n", name_of(run), list_of(names));
    return Exit::violated;
  }
  if (!quiet)
    fmt::print("{}: the same twice: {} records, fingerprint {}\n", name_of(run), one.records,
               one.report.facts.fingerprint);
  return Exit::holds;
}

}  // namespace commands
