#include "commands/mutation_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>

#include "commands/mutant_kinds.h"
#include "reports/terminal_text.h"

namespace commands {
namespace {

using nlohmann::ordered_json;
using reports::Verdict;

std::string_view word_of(MutantVerdict verdict) {
  switch (verdict) {
    case MutantVerdict::caught:
      return "caught";
    case MutantVerdict::caught_by_fuzzing:
      return "caught by fuzzing";
    case MutantVerdict::survived:
      return "survived";
    case MutantVerdict::never_reached:
      return "never reached";
    case MutantVerdict::not_played:
      return "not played";
  }
  return "?";
}

class Text {
 public:
  explicit Text(const MutationReport& report) : report_(report) {
    for (const JudgedMutant& one : report.mutants) places_ = std::max(places_, place_of(one).size());
  }

  std::string all() {
    head();
    if (report_.mutants.empty()) return text_ + "no such mistake fits the code of these rooms\n";
    for (const JudgedMutant& one : report_.mutants) mutant(one);
    catchers();
    advice();
    score();
    return std::move(text_);
  }

 private:
  static std::string place_of(const JudgedMutant& one) { return fmt::format("{}:{}", one.file, one.mutant->line); }
  /// Where there are several scenarios it is said which.
  [[nodiscard]] std::string in(std::size_t scenario) const {
    return report_.scenarios.size() == 1 ? "" : fmt::format(" in {}", report_.scenarios[scenario]->name());
  }

  void head() {
    for (const auto& one : report_.scenarios) {
      text_ += fmt::format("{}, seed {}", one->name(), one->seed);
      if (one->runs > 0) text_ += fmt::format("; {} runs of the fuzzer for what no promise catches", one->runs);
      text_ += '\n';
      for (const auto& line : one->verdicts)
        if (line.verdict == Verdict::violated)
          text_ += fmt::format("  note: without any mistake \"{}\" is violated: it catches none\n", line.name);
      for (const std::string& identity : one->known)
        text_ += fmt::format("  note: without any mistake the fuzzer finds \"{}\": that does not count\n",
                             reports::visible(identity, 80));
    }
    text_ += '\n';
  }

  void mutant(const JudgedMutant& one) {
    const NumberedMutant& mutant = *one.mutant;
    text_ += fmt::format("{:3}  {:<26}{:<{}}  {}\n", mutant.id, mutant.kind, place_of(one), places_, said_of(one));
    text_ += fmt::format("     {}\n", reports::visible(mutant.diff, 2000));
  }

  [[nodiscard]] std::string said_of(const JudgedMutant& one) const {
    const MutantVerdict verdict = verdict_of(one);
    std::string said(word_of(verdict));
    if (verdict == MutantVerdict::survived && one.result.same_run) said += ": the run is the same, record for record";
    if (verdict == MutantVerdict::caught) {
      const char* between = ": ";
      for (const Catch& by : one.result.catches) {
        said += fmt::format("{}{}{}{}", std::exchange(between, "; "), by.name,
                            by.how == "violated" ? "" : fmt::format(" ({})", by.how), in(by.scenario));
      }
    }
    if (verdict == MutantVerdict::caught_by_fuzzing) {
      const FuzzCatch& by = *one.result.fuzzed;
      said += fmt::format(": {}{}, seed {}", by.oracle, in(by.scenario), by.seed);
      for (const std::string& fault : by.faults) said += fmt::format(", {}", fault);
      for (const std::string& knob : by.platform) said += fmt::format(", {}", knob);
    }
    return said;
  }

  /// Of each promise how many mutants it caught, and how many nothing else would have.
  void catchers() {
    text_ += "\nWhat caught how many\n";
    for (std::size_t i = 0; i < report_.scenarios.size(); ++i) {
      std::vector<std::string> names;
      for (const auto& line : report_.scenarios[i]->verdicts)
        if (std::ranges::find(names, line.name) == names.end()) names.push_back(line.name);
      names.emplace_back("the run");
      for (const std::string& name : names) catcher(i, name);
    }
    text_ += fmt::format("  {:<54}{:4}\n", "fuzzing alone", report_.count(MutantVerdict::caught_by_fuzzing));
  }

  void catcher(std::size_t scenario, const std::string& name) {
    std::size_t caught = 0, alone = 0;
    for (const JudgedMutant& one : report_.mutants) {
      const auto& catches = one.result.catches;
      const bool by_it =
          std::ranges::any_of(catches, [&](const Catch& by) { return by.scenario == scenario && by.name == name; });
      caught += by_it ? 1 : 0;
      alone += by_it && catches.size() == 1 ? 1 : 0;
    }
    if (name == "the run" && caught == 0) return;
    text_ += fmt::format("  {:<54}{:4}{}\n", name + in(scenario), caught,
                         alone == 0 ? "" : fmt::format(", {} of them alone", alone));
  }

  void advice() {
    std::vector<unsigned> same;
    std::map<std::string_view, std::vector<unsigned>> survivors;
    for (const JudgedMutant& one : report_.mutants) {
      if (verdict_of(one) != MutantVerdict::survived) continue;
      (one.result.same_run ? same : survivors[one.mutant->kind]).push_back(one.mutant->id);
    }
    if (!same.empty()) {
      text_ += fmt::format("\nWhat made no difference ({})\n", fmt::join(same, ", "));
      text_ += reports::indented(
          "No promise can tell these runs from those of the code as it is: gates may make up for the "
          "mistake always, or the scenario lacks the clients, the sleep or the fault that would show it.",
          2);
    }
    if (!survivors.empty()) text_ += "\nWhat would catch the rest\n";
    for (const MutantKind& kind : mutant_kinds())
      if (const auto found = survivors.find(kind.name); found != survivors.end()) {
        text_ += fmt::format("  {} ({}): {}\n", kind.name, fmt::join(found->second, ", "), kind.means);
        text_ += reports::indented(std::string(kind.caught_by), 4);
      }
  }

  void score() {
    const std::size_t promised = report_.count(MutantVerdict::caught);
    const std::size_t fuzzed = report_.count(MutantVerdict::caught_by_fuzzing);
    const std::size_t survived = report_.count(MutantVerdict::survived);
    const std::size_t played = promised + fuzzed + survived;
    text_ += fmt::format("\n{} of {} mistakes caught", promised + fuzzed, played);
    if (played > 0) text_ += fmt::format(" ({} %)", (promised + fuzzed) * 100 / played);
    text_ +=
        fmt::format(": {} by what the scenario promises, {} by fuzzing alone; {} survived", promised, fuzzed, survived);
    const auto same = std::ranges::count_if(report_.mutants, [](const JudgedMutant& one) {
      return verdict_of(one) == MutantVerdict::survived && one.result.same_run;
    });
    if (same > 0) text_ += fmt::format(", {} of them without any difference", same);
    if (const auto never = report_.count(MutantVerdict::never_reached); never > 0)
      text_ += fmt::format("; {} never reached", never);
    if (const auto left = report_.count(MutantVerdict::not_played); left > 0)
      text_ += fmt::format("; {} not played", left);
    text_ += '\n';
  }

  const MutationReport& report_;
  std::size_t places_ = 0;
  std::string text_;
};

ordered_json json_of(const MutationReport& report, const JudgedMutant& one) {
  const NumberedMutant& mutant = *one.mutant;
  const MutantVerdict verdict = verdict_of(one);
  ordered_json told = {
      {"id", mutant.id},         {"kind", mutant.kind}, {"file", one.file},           {"line", mutant.line},
      {"column", mutant.column}, {"diff", mutant.diff}, {"verdict", word_of(verdict)}};
  if (verdict == MutantVerdict::caught) {
    told["by"] = ordered_json::array();
    for (const Catch& by : one.result.catches)
      told["by"].push_back(
          {{"scenario", report.scenarios[by.scenario]->name()}, {"expectation", by.name}, {"how", by.how}});
  }
  if (verdict == MutantVerdict::caught_by_fuzzing) {
    const FuzzCatch& by = *one.result.fuzzed;
    told["fuzzing"] = {{"scenario", report.scenarios[by.scenario]->name()},
                       {"oracle", by.oracle},
                       {"words", by.words},
                       {"seed", by.seed},
                       {"faults", by.faults},
                       {"platform", by.platform}};
  }
  if (verdict == MutantVerdict::survived) {
    told["sameRun"] = one.result.same_run;
    told["wouldCatch"] = find_mutant_kind(mutant.kind)->caught_by;
  }
  return told;
}

}  // namespace

MutantVerdict verdict_of(const JudgedMutant& one) {
  if (one.mutant->bundle.is_null()) return MutantVerdict::never_reached;
  if (!one.result.played) return MutantVerdict::not_played;
  if (!one.result.catches.empty()) return MutantVerdict::caught;
  return one.result.fuzzed ? MutantVerdict::caught_by_fuzzing : MutantVerdict::survived;
}

std::size_t MutationReport::count(MutantVerdict verdict) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(mutants, [&](const JudgedMutant& one) { return verdict_of(one) == verdict; }));
}

std::string text_of(const MutationReport& report) { return Text(report).all(); }

ordered_json json_of(const MutationReport& report) {
  ordered_json scenarios = ordered_json::array();
  for (const auto& one : report.scenarios)
    scenarios.push_back({{"scenario", one->scenario.file.string()},
                         {"variation", one->scenario.variation},
                         {"seed", one->seed},
                         {"fuzzRuns", one->runs},
                         {"fuzzFindsAnyway", one->known}});
  ordered_json mutants = ordered_json::array();
  for (const JudgedMutant& one : report.mutants) mutants.push_back(json_of(report, one));
  ordered_json counts;
  for (const auto verdict : {MutantVerdict::caught, MutantVerdict::caught_by_fuzzing, MutantVerdict::survived,
                             MutantVerdict::never_reached, MutantVerdict::not_played})
    counts[std::string(word_of(verdict))] = report.count(verdict);
  return {{"scenarios", std::move(scenarios)}, {"mutants", std::move(mutants)}, {"counts", std::move(counts)}};
}

}  // namespace commands
