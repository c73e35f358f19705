#include "commands/judged_run.h"

#include <system_error>

#include "commands/bundle.h"
#include "commands/supervise.h"
#include "scenarios/fuzz/newcomer.h"
#include "sim/trace_file.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using scenarios::fuzz::Failure;

}  // namespace

/// Where the code was, as far as the first line tells: the same place is the same bug.
Failure host_limit(const std::string& detail) {
  const std::string first = detail.substr(0, detail.find('\n'));
  return {.oracle = "the run can be finished", .identity = "host limit: " + first, .words = {detail}};
}

JudgedRun judge_run(const scenarios::Scenario& scenario, const LeftOut& left_out,
                    const std::optional<fs::path>& trace) {
  scenarios::fuzz::Judge judge(scenario);
  sim::TraceReader reader;
  std::optional<sim::TraceFile> file;
  if (trace) file.emplace(*trace);
  const auto on_block = [&](std::string_view block) {
    if (file) file->write_block(block);
    reader.read_block(block, [&](const sim::RawRecord& record) { judge.visit(record); });
  };
  const bool native = !scenario.native.empty();
  const WorkDone done = supervise({{"do", "run"},
                                   {"scenario", scenario.file.string()},
                                   {"variation", scenario.variation},
                                   {"native", native},
                                   {"bundles", bundles_of(scenario, Counters::blocks)},
                                   {"scripts", scripts_of(scenario)},
                                   {"seed", scenario.seed},
                                   {"replication", 0},
                                   {"leftOut", request_of(left_out)}},
                                  on_block);
  if (file) file->close();
  JudgedRun judged{.failure = judge.failure(), .seen = judge.transcript()};
  judged.interrupted = done.kind == WorkDone::Kind::interrupted;
  // That it does not happen where connections break in its stead was seen when it was found.
  if (!judged.failure && scenarios::fuzz::only_loses_memory(scenario)) judged.failure = judge.in_vain();
  if (!judged.failure && done.kind == WorkDone::Kind::host_limit) judged.failure = host_limit(done.detail);
  return judged;
}

JudgedRun judge_finding(const fs::path& folder, const std::string& variation, const LeftOut& left_out,
                        const std::optional<fs::path>& trace) {
  JudgedRun judged = judge_run(scenarios::load_scenario(folder / "scenario.yaml", variation), left_out, trace);
  std::error_code error;
  if (judged.failure || judged.interrupted || !fs::exists(folder / "awake.yaml", error)) return judged;
  const JudgedRun awake = judge_run(scenarios::load_scenario(folder / "awake.yaml", variation));
  judged.interrupted = awake.interrupted;
  judged.failure = scenarios::fuzz::nap_difference(awake.seen, judged.seen);
  return judged;
}

}  // namespace commands
