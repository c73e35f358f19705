#include "commands/fuzz.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <thread>
#include <tuple>
#include <utility>

#include "commands/bundle.h"
#include "commands/corpus_folder.h"
#include "commands/death_shrinking.h"
#include "commands/fuzz_campaign.h"
#include "commands/fuzz_report.h"
#include "commands/fuzz_state.h"
#include "commands/inputs_digest.h"
#include "scenarios/input_error.h"
#include "scenarios/quantities.h"
#include "scenarios/scenario.h"

namespace commands {
namespace {

using nlohmann::json;
using Replayed = std::vector<std::pair<Bug, BugReplay>>;

/// {place, of how many}
std::pair<std::uint64_t, std::uint64_t> shard_of(const std::string& text) {
  if (text.empty()) return {0, 1};
  unsigned i = 0, n = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%u/%u%c", &i, &n, &rest) != 2 || i < 1 || i > n)
    throw scenarios::InputError({{"--shard", 0, 0, fmt::format("\"{}\" is no part of a whole", text),
                                  "for example: --shard 2/5, the second of five"}});
  return {i - 1, n};
}

double seconds_of(const FuzzOptions& options) {
  const auto time = scenarios::parse_duration(options.time);
  if (!time || time->count() <= 0)
    throw scenarios::InputError(
        {{"--time", 0, 0, fmt::format("expected a duration, not \"{}\"", options.time), "for example: --time 5min"}});
  return static_cast<double>(time->count()) * 1e-9;
}

/// Those that this scenario's campaigns have found and that nobody has closed.
Replayed replay_earlier(const FuzzOptions& options, const scenarios::Scenario& scenario) {
  Replayed replayed;
  const std::string fuzzed =
      (std::filesystem::path("..") / path_from(options.out, scenario.file)).lexically_normal().string();
  for (Bug& bug : load_bugs(options.out)) {
    if (bug.state == BugState::closed || bug.fuzzed != fuzzed) continue;
    BugReplay outcome = replay(bug.folder, bug);
    if (outcome.kind == BugReplay::Kind::interrupted) break;
    const BugState seen = outcome.kind == BugReplay::Kind::passes        ? BugState::fixed
                          : outcome.kind == BugReplay::Kind::still_fails ? BugState::open
                                                                         : bug.state;
    if (std::exchange(bug.state, seen) != seen) save_bug(bug);
    replayed.emplace_back(std::move(bug), std::move(outcome));
  }
  return replayed;
}

/// Of two findings that are one bug the one that is shrunk stays, or the smaller; one that is closed, or did not fail
/// any more, is open again.
Bug keep(const FuzzOptions& options, const scenarios::Scenario& scenario, const Finding& finding,
         const Replayed& replayed) {
  const std::string id = bug_id(path_from(options.out, scenario.file), scenario.variation, finding.identity);
  for (const auto& [bug, outcome] : replayed)
    if (bug.id == id && outcome.kind == BugReplay::Kind::still_fails &&
        std::pair(!bug.shrunk, bug.size) <= std::pair(!finding.shrunk, finding.size))
      return bug;
  return write_finding(options.out, scenario, finding);
}

FoundBug found_bug(const FuzzOptions& options, const scenarios::Scenario& scenario, Finding finding,
                   const Replayed& replayed) {
  if (finding.died && !interrupted()) {
    const std::string id = bug_id(path_from(options.out, scenario.file), scenario.variation, finding.identity);
    finding = smaller_death(options.out / id, scenario, options.expectations, std::move(finding));
  }
  FoundBug found{.bug = keep(options, scenario, finding, replayed), .finding = finding, .explanation = {}};
  try {
    found.explanation = explain_bug(found.bug);
  } catch (const std::exception& error) {
    fmt::print(stderr, "note: {} is not explained: {}\n", found.bug.id, error.what());
  }
  if (found.explanation) {
    found.bug.explanation = json_of(*found.explanation);
    write_text(found.bug.folder / "explanation.md", markdown_of(*found.explanation, found.bug));
  }
  save_bug(found.bug);
  return found;
}

FuzzPlan plan_of(const FuzzOptions& options, const scenarios::Scenario& scenario, const FuzzState& state) {
  const std::filesystem::path corpus = corpus_folder(options.corpus, scenario);
  FuzzPlan plan{.request = {{"do", "fuzz"},
                            {"scenario", scenario.file.string()},
                            {"variation", scenario.variation},
                            {"native", !scenario.native.empty()},
                            {"expectations", options.expectations},
                            {"without", options.without},
                            {"strategy", options.strategy},
                            {"depth", options.depth},
                            {"corpus", options.fresh ? json::array() : load_corpus(corpus)},
                            {"bundles", bundles_of(scenario, Counters::blocks)},
                            {"scripts", scripts_of(scenario)},
                            {"folder", (std::filesystem::absolute(options.out).lexically_normal() / "id").string()}},
                .corpus = corpus,
                .seed = state.seed,
                .done = state.seeds,
                .runs = options.runs,
                .seconds = seconds_of(options),
                .jobs = options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency()),
                .until_failure = options.until_failure,
                .progress = !options.quiet && ::isatty(STDERR_FILENO) != 0};
  std::tie(plan.shard, plan.of) = shard_of(options.shard);
  return plan;
}

/// With what a campaign that went on from it has come to.
FuzzState further(FuzzState state, const FuzzTotals& totals) {
  state.seeds = totals.seeds;
  state.runs += totals.runs;
  state.explored += totals.explored;
  state.failed += totals.failed;
  return state;
}

}  // namespace

Exit fuzz(const FuzzOptions& options) {
  catch_interrupts();
  (void)seconds_of(options);
  (void)shard_of(options.shard);
  const scenarios::Scenario scenario = scenarios::load_scenario(options.scenario, options.variation);
  FuzzState state{
      .inputs = inputs_digest(scenario.file), .seed = options.seed.value_or(scenario.seed), .shard = options.shard};
  const std::filesystem::path file = state_file(options.out, scenario.file, scenario.variation, state);
  if (options.resume) state = resumed(file, state);
  const FuzzPlan plan = plan_of(options, scenario, state);
  FuzzReport report;
  report.replayed = replay_earlier(options, scenario);
  // What ends this process in the middle of it loses none of what was found, and little of what was done.
  FuzzCampaign campaign(
      plan, [&](const Finding& finding) { save_bug(keep(options, scenario, finding, report.replayed)); },
      [&](const FuzzTotals& totals) { save_state(file, further(state, totals)); });
  campaign.run();
  report.interrupted = interrupted();
  report.totals = campaign.totals();
  state = further(state, report.totals);
  save_state(file, state);
  report.totals.runs = state.runs;
  report.totals.explored = state.explored;
  report.totals.failed = state.failed;
  report.risk = residual_risk(report.totals, plan.request["bundles"]);
  for (const auto& [identity, finding] : campaign.findings())
    report.found.push_back(found_bug(options, scenario, finding, report.replayed));
  for (const auto& [identity, hint] : campaign.hints())
    report.hints.push_back({{"kind", hint.at("kind")}, {"words", hint.at("words")}});
  if (options.json)
    fmt::print("{}\n", json_of(report).dump(2, ' ', false, json::error_handler_t::replace));
  else if (!options.quiet)
    fmt::print("{}", text_of(report));
  const bool fails = std::ranges::any_of(
      report.replayed, [](const auto& one) { return one.second.kind == BugReplay::Kind::still_fails; });
  if (fails || !report.found.empty() || (options.hints && !report.hints.empty())) return Exit::violated;
  return report.interrupted ? Exit::unknown : Exit::holds;
}

}  // namespace commands
