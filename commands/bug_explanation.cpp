#include "commands/bug_explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "commands/broken_promise.h"
#include "commands/causal_chain.h"
#include "commands/handler_lines.h"
#include "commands/judged_run.h"
#include "commands/read_trace.h"
#include "commands/seen_by_clients.h"
#include "models/invariants/property.h"
#include "scenarios/fuzz/rules.h"
#include "scenarios/input_error.h"
#include "sim/calendar.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using scenarios::Scenario;
using scenarios::fuzz::Failure;

constexpr std::size_t kChain = 25;      // records
constexpr std::size_t kBeside = 3;      // lines of each run
constexpr std::uint64_t kWeathers = 8;  // tried for one that passes

/// Everything that befalls the run, not yet tried.
std::vector<Need> all_that_befalls(const Scenario& scenario) {
  std::vector<Need> needs;
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const scenarios::Fault& fault = scenario.faults[i];
    needs.push_back({.what = scenarios::fuzz::written(fault),
                     .rule = std::string(scenarios::fuzz::rule_of(fault)),
                     .without = {},
                     .at = fault.at,
                     .left_out = {.faults = {i}, .knobs = {}}});
  }
  for (const auto knob : turned_knobs(scenario))
    needs.push_back({.what = fmt::format("platform: {{{}}}", scenarios::fuzz::written(knob)),
                     .rule = std::string(scenarios::fuzz::rule_of(knob)),
                     .without = {},
                     .at = {},
                     .left_out = {.faults = {}, .knobs = {knob}}});
  return needs;
}

/// When faults that wait for a moment of a room's life struck, for the last time.
void add_moments(std::vector<Need>& needs, const Scenario& scenario, const fs::path& trace) {
  std::optional<sim::Time> start;
  read_trace(trace, [&](const sim::RawRecord& record) {
    if (!start) start = record.at;
    models::invariants::on<models::FaultStruck>(record, [&](const models::FaultStruck& struck) {
      for (Need& need : needs)
        if (!need.left_out.faults.empty()) {
          const scenarios::Fault& fault = scenario.faults[need.left_out.faults.front()];
          if (!fault.at && fault.kind == struck.kind) need.at = record.at - *start;
        }
    });
  });
}

std::string how_it_ends(const JudgedRun& judged, const Failure& failure) {
  if (!judged.failure) return "it passes";
  if (judged.failure->identity == failure.identity) return "it fails as before";
  return "it fails otherwise: " + judged.failure->oracle;
}

std::string certain_since(const std::vector<Need>& needs) {
  const Need* last = nullptr;
  bool several = false, any = false;
  for (const Need& need : needs) {
    if (!need.needed) continue;
    any = true;
    if (!need.at) continue;
    several = several || last != nullptr;
    if (last == nullptr || *last->at <= *need.at) last = &need;
  }
  if (last != nullptr)
    return fmt::format("{}: without {} the run is the same until then{}, and does not fail so",
                       sim::format_duration(*last->at), last->what, several ? ", all else that it needs included" : "");
  if (any) return "the start: what it needs holds for the whole run";
  return "the start: what clients do, and when, is enough";
}

/// The record that shows the failure, from 0; nothing if the process died before it said a word.
std::optional<std::size_t> record_of(const Failure& failure, Scenario scenario, const fs::path& trace,
                                     const std::optional<FirstDifference>& difference) {
  if (failure.oracle == "nap equivalence" && difference) return difference->record;
  for (const char* unasked :
       {"no handler throws", "no unhandled rejection", "no alarm lost", "freed storage stays freed"}) {
    scenarios::Expectation expectation;
    expectation.kind = unasked;
    scenario.expectations.push_back(expectation);
  }
  const std::string asked = failure.oracle.starts_with("check ") ? failure.oracle.substr(6) : failure.oracle;
  try {
    if (const auto found = find_broken_promise(scenario, trace, asked)) return found->record;
  } catch (const scenarios::InputError&) {  // no promise: the run could not be finished
  }
  std::size_t records = 0;
  read_trace(trace, [&](const sim::RawRecord&) { ++records; });
  return records == 0 ? std::nullopt : std::optional(records - 1);
}

struct Beside {
  std::string how;
  JudgedRun run;
};

/// The same run without what matters last, or that differs from it in its seed alone.
std::optional<Beside> passing_neighbour(const Bug& bug, const Scenario& scenario, const std::vector<Need>& needs,
                                        const fs::path& trace) {
  std::error_code error;
  if (fs::exists(bug.folder / "awake.yaml", error))
    return Beside{"when no room sleeps (awake.yaml)",
                  judge_run(scenarios::load_scenario(bug.folder / "awake.yaml", bug.variation), {}, trace)};
  for (auto need = needs.rbegin(); need != needs.rend(); ++need)
    if (need->needed) {
      JudgedRun run = judge_run(scenario, need->left_out, trace);
      if (!run.failure) return Beside{"without " + need->what, std::move(run)};
    }
  Scenario other = scenario;
  for (std::uint64_t seed = 1; seed <= kWeathers; ++seed) {
    other.seed = seed;
    if (seed == scenario.seed) continue;
    JudgedRun run = judge_run(other, {}, trace);
    if (!run.failure) return Beside{fmt::format("with --seed {}", seed), std::move(run)};
  }
  return std::nullopt;
}

std::vector<std::string> some_lines(const std::vector<scenarios::fuzz::TranscriptLine>& lines, std::size_t from,
                                    std::size_t to) {
  std::vector<std::string> some;
  for (std::size_t i = from; i < std::min(to, lines.size()); ++i) some.push_back(scenarios::fuzz::shown(lines[i]));
  return some;
}

Neighbour side_by_side(const Beside& beside, const JudgedRun& run, const FirstDifference& difference) {
  auto here = run.seen.lines();
  auto there = beside.run.seen.lines();
  const std::size_t at = difference.line;
  Neighbour neighbour{
      .how = beside.how, .client = difference.client, .before = {}, .here = {}, .there = {}, .chain = {}};
  neighbour.before = some_lines(here[difference.client], at > kBeside ? at - kBeside : 0, at);
  neighbour.here = some_lines(here[difference.client], at, at + kBeside);
  neighbour.there = some_lines(there[difference.client], difference.line_there, difference.line_there + kBeside);
  return neighbour;
}

}  // namespace

std::optional<BugExplanation> explain_bug(const Bug& bug) {
  const fs::path trace = bug.folder / "run.trace";
  const Scenario scenario = scenarios::load_scenario(bug.folder / "scenario.yaml", bug.variation);
  const JudgedRun run = judge_finding(bug.folder, bug.variation, {}, trace);
  if (!run.failure || run.failure->identity != bug.identity) return std::nullopt;
  BugExplanation explanation;
  explanation.needs = all_that_befalls(scenario);
  add_moments(explanation.needs, scenario, trace);
  for (Need& need : explanation.needs) {
    const JudgedRun without = judge_finding(bug.folder, bug.variation, need.left_out);
    need.needed = !without.failure || without.failure->identity != bug.identity;
    need.without = how_it_ends(without, *run.failure);
  }
  explanation.certain = certain_since(explanation.needs);
  const fs::path other_trace = bug.folder / "neighbour.trace";
  const auto beside = passing_neighbour(bug, scenario, explanation.needs, other_trace);
  const auto difference = beside ? first_difference(trace, run.seen, beside->run.seen) : std::nullopt;
  const auto shows = record_of(*run.failure, scenario, trace, difference);
  if (!shows) return explanation;
  const CausalChain chain(trace, *shows, kChain);
  explanation.chain = chain.text();
  explanation.diagram = chain.mermaid();
  std::vector<ChainStep> steps = chain.steps();
  if (difference) {
    explanation.neighbour = side_by_side(*beside, run, *difference);
    const std::size_t record = record_of_line(other_trace, difference->client, difference->line);
    const CausalChain there(other_trace, record, kChain);
    explanation.neighbour->chain = there.text();
    steps.insert(steps.end(), there.steps().begin(), there.steps().end());
  }
  explanation.source = source_lines(scenario, run.failure->words, steps);
  return explanation;
}

}  // namespace commands
