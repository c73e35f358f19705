#include "commands/mutant_runs.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "commands/played.h"
#include "commands/supervise.h"

namespace commands {
namespace {

using nlohmann::json;
using reports::Verdict;

json request_of(const char* what, const MutatedScenario& one, json bundles) {
  return {{"do", what},      {"scenario", one.scenario.file.string()}, {"variation", one.scenario.variation},
          {"native", false}, {"bundles", std::move(bundles)},          {"scripts", one.scripts},
          {"seed", one.seed}};
}

Played play(const MutatedScenario& one, json bundles, bool lines) {
  RunReader reader(one.scenario);
  json request = request_of("run", one, std::move(bundles));
  request["lines"] = lines;
  WorkDone work = supervise(std::move(request), [&](std::string_view block) { reader.block(block); });
  return reader.finish(std::move(work));
}

/// A fixed number of runs, whatever the time: the same on every machine.
json fuzz_request(const MutatedScenario& one, json bundles, std::uint64_t runs) {
  json request = request_of("fuzz", one, std::move(bundles));
  request["runs"] = runs;
  request["seconds"] = 1e12;
  request["asItIs"] = true;
  request["job"] = 0;
  request["jobs"] = 1;
  return request;
}

std::map<std::string, Verdict> by_name(const std::vector<reports::VerdictLine>& lines) {
  std::map<std::string, Verdict> verdicts;
  for (const auto& line : lines) {
    const auto [place, is_new] = verdicts.try_emplace(line.name, line.verdict);
    if (!is_new && line.verdict == Verdict::violated) place->second = Verdict::violated;
  }
  return verdicts;
}

/// Promises that held, or that nothing was said of, and are broken now; or that held and are put to no test any more.
void compare(const MutatedScenario& one, std::size_t number, const Played& played, MutantResult& result) {
  if (played.work.kind == WorkDone::Kind::host_limit)
    result.catches.push_back({number, "the run", played.work.detail.substr(0, played.work.detail.find('\n'))});
  const auto before = by_name(one.verdicts);
  for (const auto& [name, verdict] : by_name(played.report.verdicts)) {
    const auto found = before.find(name);
    const Verdict was = found == before.end() ? Verdict::holds : found->second;
    if (verdict == Verdict::violated && was != Verdict::violated) result.catches.push_back({number, name, "violated"});
    if (verdict == Verdict::unknown && was == Verdict::holds && played.work.kind == WorkDone::Kind::done)
      result.catches.push_back({number, name, "untested"});
  }
  result.same_run = result.same_run && played.report.facts.fingerprint == one.fingerprint;
}

std::string first_line(const std::exception& error) {
  const std::string text = error.what();
  return text.substr(0, text.find('\n'));
}

/// Nothing if it was interrupted.
bool fuzz_mutant(const MutatedScenario& one, std::size_t number, json bundles, MutantResult& result) {
  json request = fuzz_request(one, std::move(bundles), one.runs);
  request["known"] = one.known;
  request["untilFailure"] = true;
  const WorkDone done = supervise(std::move(request), [&](std::string_view line) {
    const json said = json::parse(line);
    const auto finding = said.find("finding");
    if (finding == said.end() || result.fuzzed) return;
    result.fuzzed = {.scenario = number,
                     .oracle = (*finding)["oracle"],
                     .words = (*finding)["words"],
                     .faults = (*finding)["faults"],
                     .platform = (*finding)["platform"],
                     .seed = (*finding)["seed"]};
  });
  if (done.kind == WorkDone::Kind::host_limit)
    result.fuzzed = {.scenario = number,
                     .oracle = "the run",
                     .words = {done.detail.substr(0, done.detail.find('\n'))},
                     .faults = {},
                     .platform = {},
                     .seed = one.seed};
  return done.kind != WorkDone::Kind::interrupted;
}

}  // namespace

json play_unmutated(MutatedScenario& one) {
  const Played played = play(one, one.bundles, true);
  if (played.work.kind != WorkDone::Kind::done)
    throw std::runtime_error(one.name() + ": not played to its end: " + played.work.detail);
  one.verdicts = played.report.verdicts;
  one.fingerprint = played.report.facts.fingerprint;
  one.records = played.records;
  return played.work.end.at("lines");
}

std::vector<std::string> fuzz_unmutated(const MutatedScenario& one, std::size_t slice) {
  json request = fuzz_request(one, one.bundles, one.runs);
  if (slice > 0) {  // the first is what a mutant gets
    request["job"] = slice;
    request["jobs"] = kSlices;
  }
  std::vector<std::string> known;
  const WorkDone done = supervise(std::move(request), [&](std::string_view line) {
    const json said = json::parse(line);
    if (const auto finding = said.find("finding"); finding != said.end()) known.push_back((*finding)["identity"]);
  });
  if (done.kind == WorkDone::Kind::host_limit)
    throw std::runtime_error(one.name() + ": the fuzzer was stopped: " + done.detail);
  return known;
}

MutantResult play_mutant(const std::vector<std::unique_ptr<MutatedScenario>>& scenarios, const MutatedCode& code,
                         const NumberedMutant& mutant) {
  MutantResult result;
  std::set<std::size_t> numbers;
  for (const auto& place : code.places) numbers.insert(place.scenario);
  for (const std::size_t number : numbers) {
    const MutatedScenario& one = *scenarios[number];
    try {
      const Played played = play(one, bundles_with(one, number, code, mutant), false);
      if (played.work.kind == WorkDone::Kind::interrupted) return result;
      compare(one, number, played, result);
    } catch (const std::exception& error) {  // it does not even start, or takes the process along
      result.same_run = false;
      result.catches.push_back({number, "the run", first_line(error)});
    }
  }
  for (const std::size_t number : numbers) {
    const MutatedScenario& one = *scenarios[number];
    if (!result.catches.empty() || result.fuzzed || one.runs == 0) continue;
    if (!fuzz_mutant(one, number, bundles_with(one, number, code, mutant), result)) return result;
  }
  result.played = true;
  return result;
}

}  // namespace commands
