#include "commands/mutate.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <memory>
#include <utility>

#include "commands/mutant_kinds.h"
#include "commands/mutant_runs.h"
#include "commands/mutation_report.h"
#include "commands/ordered_tasks.h"
#include "commands/progress_line.h"
#include "reports/json.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

using nlohmann::json;

/// Of a scenario of n records the fuzzer gets so many records for each mutant, within what is of any use.
constexpr std::uint64_t kRecordsOfFuzzing = 400'000, kFewestRuns = 10, kMostRuns = 200;

void check_kinds(const std::vector<std::string>& only) {
  std::vector<std::string_view> known;
  for (const MutantKind& kind : mutant_kinds()) known.push_back(kind.name);
  for (const std::string& name : only)
    if (find_mutant_kind(name) == nullptr)
      throw scenarios::InputError({{"--only", 0, 0, fmt::format("no mistake is called \"{}\"", name),
                                    fmt::format("one of: {}", fmt::join(known, ", "))}});
}

class Mutation {
 public:
  explicit Mutation(const MutateOptions& options)
      : options_(options),
        line_(!options.quiet && ::isatty(STDERR_FILENO) != 0),
        scenarios_(mutated_scenarios(options.scenarios, options.seed)),
        codes_(codes_of(scenarios_)) {}

  [[nodiscard]] MutationReport play() {
    play_unmutated();
    make_mutants();
    MutationReport report{.scenarios = scenarios_, .mutants = {}};
    for (const NumberedMutant& mutant : mutants_)
      report.mutants.push_back({.mutant = &mutant,
                                .file = (codes_[mutant.code].project->folder / mutant.file).lexically_normal().string(),
                                .result = {}});
    std::vector<JudgedMutant*> waiting;
    for (JudgedMutant& one : report.mutants)
      if (!one.mutant->bundle.is_null()) waiting.push_back(&one);
    std::atomic<std::size_t> done{0}, caught{0};
    for_each(
        waiting.size(),
        [&](std::size_t i) {
          JudgedMutant& one = *waiting[i];
          if (interrupted()) return;
          one.result = play_mutant(scenarios_, codes_[one.mutant->code], *one.mutant);
          ++done;
          const MutantVerdict verdict = verdict_of(one);
          if (verdict == MutantVerdict::caught || verdict == MutantVerdict::caught_by_fuzzing) ++caught;
        },
        [&] { return fmt::format("{} of {} mutants played, {} caught", done.load(), waiting.size(), caught.load()); });
    return report;
  }

 private:
  template <class Play, class Status>
  void for_each(std::size_t count, Play&& play, Status&& status) {
    const auto tell = [&] {
      if (line_.due()) line_.show(status());
    };
    run_in_order({.most = count,
                  .jobs = options_.jobs,
                  .play = play,
                  .goes_on =
                      [&](std::size_t) {
                        tell();
                        return true;
                      },
                  .on_tick = tell});
    line_.clear();
  }

  void play_unmutated() {
    const auto status = [] { return std::string("the code as it is"); };
    entered_.resize(scenarios_.size());
    for_each(
        scenarios_.size(),
        [&](std::size_t i) {
          MutatedScenario& one = *scenarios_[i];
          entered_[i] = commands::play_unmutated(one);
          const std::uint64_t fitting = kRecordsOfFuzzing / std::max<std::uint64_t>(one.records, 1);
          one.runs = options_.no_fuzz ? 0 : options_.runs.value_or(std::clamp(fitting, kFewestRuns, kMostRuns));
        },
        status);
    std::vector<std::vector<std::string>> found(scenarios_.size() * kSlices);
    for_each(
        found.size(),
        [&](std::size_t i) {
          const MutatedScenario& one = *scenarios_[i / kSlices];
          if (one.runs > 0 && !interrupted()) found[i] = fuzz_unmutated(one, i % kSlices);
        },
        status);
    for (std::size_t i = 0; i < found.size(); ++i) {
      std::vector<std::string>& known = scenarios_[i / kSlices]->known;
      for (std::string& identity : found[i])
        if (std::ranges::find(known, identity) == known.end()) known.push_back(std::move(identity));
    }
  }

  /// By code, how often each block ran in all scenarios.
  [[nodiscard]] std::vector<std::uint64_t> entered(const MutatedCode& code) const {
    std::vector<std::uint64_t> sums;
    for (const auto& place : code.places) {
      const json& counts = entered_[place.scenario].at(place.worker).at(place.revision).at("entered");
      sums.resize(std::max(sums.size(), counts.size()));
      for (std::size_t i = 0; i < counts.size(); ++i) sums[i] += counts[i].get<std::uint64_t>();
    }
    return sums;
  }

  void make_mutants() {
    unsigned id = 0;
    for (std::size_t i = 0; i < codes_.size(); ++i)
      for (Mutant& mutant : mutants_of(codes_[i].bundle, codes_[i].classes, entered(codes_[i]))) {
        ++id;  // the same whatever --only says
        if (!options_.only.empty() && std::ranges::find(options_.only, mutant.kind) == options_.only.end()) continue;
        NumberedMutant& numbered = mutants_.emplace_back();
        static_cast<Mutant&>(numbered) = std::move(mutant);
        numbered.id = id;
        numbered.code = i;
      }
  }

  const MutateOptions& options_;
  ProgressLine line_;
  std::vector<std::unique_ptr<MutatedScenario>> scenarios_;
  std::vector<MutatedCode> codes_;
  std::vector<json> entered_;  // by scenario
  std::vector<NumberedMutant> mutants_;
};

Exit exit_of(const MutationReport& report) {
  if (report.count(MutantVerdict::not_played) > 0) return Exit::unknown;
  if (report.count(MutantVerdict::survived) > 0) return Exit::violated;
  const bool any = report.count(MutantVerdict::caught) + report.count(MutantVerdict::caught_by_fuzzing) > 0;
  return any ? Exit::holds : Exit::untested;
}

}  // namespace

Exit mutate(const MutateOptions& options) {
  check_kinds(options.only);
  std::ofstream file;
  if (options.json) {  // not after minutes of work
    file.open(*options.json, std::ios::binary);
    if (!file)
      throw scenarios::InputError(
          {{options.json->string(), 0, 0, "cannot be written", "name a file in a folder of yours"}});
  }
  catch_interrupts();
  Mutation mutation(options);
  const MutationReport report = mutation.play();
  if (options.json) file << reports::json_text(json_of(report));
  if (!options.quiet) fmt::print("{}", text_of(report));
  return exit_of(report);
}

}  // namespace commands
