#include "commands/fuzz_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "sim/statistics/proportion.h"

namespace commands {
namespace {

constexpr std::uint64_t kLongRun = 10'000;  // events: some tens of runs a second

void add_found(std::string& text, const FoundBug& found, bool interrupted) {
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "\n{}  {}\n", found.bug.id, found.bug.oracle);
  for (const std::string& words : found.bug.words) fmt::format_to(out, "  {}\n", words);
  const Finding& finding = found.finding;
  if (finding.shrunk)
    fmt::format_to(out, "  found in run {} after {:.1f} s, shrunk to {} events in {} runs more\n", finding.run,
                   finding.seconds, finding.size, finding.tries);
  else
    fmt::format_to(out, "  found in run {} after {:.1f} s, not shrunk: stopped before\n", finding.run, finding.seconds);
  if (found.explanation) {
    for (const std::string& words : short_words(*found.explanation)) fmt::format_to(out, "  {}\n", words);
    fmt::format_to(out, "  explained in {}\n", (found.bug.folder / "explanation.md").string());
  } else {
    for (const std::string& line : found.bug.befalls) fmt::format_to(out, "  {}\n", line);
    text += interrupted ? "  not explained: stopped before\n" : "  it was not seen to happen once more\n";
  }
  fmt::format_to(out, "  {}\n", command_for(found.bug));
}

/// How many things at once, of one weather.
std::string exhausted_words(std::uint64_t exhausted) {
  constexpr std::string_view kAtOnce[] = {"nothing", "singles", "pairs", "triples"};
  return std::string(kAtOnce[std::min<std::uint64_t>(exhausted, 3)]);
}

void add_strategies(std::string& text, const FuzzTotals& totals) {
  const auto out = std::back_inserter(text);
  for (const auto& [name, tally] : totals.strategies)
    if (tally.runs > 0)
      fmt::format_to(out, "{:8}  {} runs, {} with new coverage, {} found\n", name, tally.runs, tally.with_new,
                     tally.found);
  if (totals.exhausted > 1)
    fmt::format_to(out, "all singles and {} of the first seed were played\n",
                   totals.exhausted > 2 ? "pairs and triples" : "pairs");
}

/// By strategy what it came to, and how often its runs fail: exact bounds at 95 %.
nlohmann::json strategies_of(const FuzzTotals& totals) {
  nlohmann::json strategies = nlohmann::json::object();
  for (const auto& [name, tally] : totals.strategies) {
    const auto bounds = sim::statistics::proportion_bounds(tally.failed, tally.runs);
    strategies[name] = {{"runs", tally.runs},     {"newCoverage", tally.with_new}, {"found", tally.found},
                        {"failed", tally.failed}, {"failsAtLeast", bounds.low},    {"failsAtMost", bounds.high}};
  }
  return strategies;
}

}  // namespace

std::string text_of(const FuzzReport& report) {
  std::string text;
  const auto out = std::back_inserter(text);
  for (const auto& [bug, replayed] : report.replayed)
    fmt::format_to(out, "found before: {}  {}: {}\n", bug.id, bug.oracle, replayed.words);
  const FuzzTotals& totals = report.totals;
  fmt::format_to(out, "{} runs, {} events", totals.runs, totals.events);
  if (totals.blocks > 0)
    fmt::format_to(out, "; {} of {} blocks of your code were reached", totals.blocks - totals.unreached.size(),
                   totals.blocks);
  text += report.interrupted ? "; interrupted\n" : "\n";
  if (totals.runs > 0 && totals.events / totals.runs > kLongRun)
    fmt::format_to(out,
                   "a run has {} events in the mean: a shorter `duration:` or fewer clients find more in this time\n",
                   totals.events / totals.runs);
  for (const FoundBug& found : report.found) add_found(text, found, report.interrupted);
  for (const nlohmann::json& hint : report.hints) {
    fmt::format_to(out, "\nhint: {}\n", hint.at("kind").get<std::string>());
    for (const nlohmann::json& words : hint.at("words")) fmt::format_to(out, "  {}\n", words.get<std::string>());
  }
  text += "\n";
  add_strategies(text, totals);
  if (report.found.empty() && report.risk.failed == 0)
    fmt::format_to(out, "nothing found: at 95 %, fewer than {:.2g} of such runs fail\n", report.risk.fails_at_most);
  for (const std::string& words : short_words(report.risk)) fmt::format_to(out, "{}\n", words);
  return text;
}

nlohmann::json json_of(const FuzzReport& report) {
  using nlohmann::json;
  json findings = json::array();
  for (const FoundBug& found : report.found) {
    findings.push_back({{"id", found.bug.id},
                        {"oracle", found.bug.oracle},
                        {"words", found.bug.words},
                        {"seed", found.finding.seed},
                        {"platform", found.finding.platform},
                        {"faults", found.finding.faults},
                        {"events", found.finding.size},
                        {"run", found.finding.run},
                        {"seconds", found.finding.seconds},
                        {"shrunk", found.finding.shrunk},
                        {"shrunkIn", found.finding.tries},
                        {"repeat", command_for(found.bug)}});
    if (found.explanation) findings.back()["explanation"] = json_of(*found.explanation);
  }
  json replayed = json::array();
  for (const auto& [bug, outcome] : report.replayed)
    replayed.push_back({{"id", bug.id}, {"oracle", bug.oracle}, {"words", outcome.words}});
  return {{"runs", report.totals.runs},
          {"events", report.totals.events},
          {"blocks", report.totals.blocks},
          {"blocksReached", report.totals.blocks - report.totals.unreached.size()},
          {"kindsOfRuns", report.totals.kinds},
          {"interrupted", report.interrupted},
          {"threads", report.totals.threads},
          {"steps", report.totals.steps},
          {"corpus", report.totals.corpus},
          {"exhausted", exhausted_words(report.totals.exhausted)},
          {"strategies", strategies_of(report.totals)},
          {"replayed", std::move(replayed)},
          {"hints", report.hints},
          {"risk", json_of(report.risk)},
          {"findings", std::move(findings)}};
}

}  // namespace commands
