#include "commands/suite.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "commands/campaign.h"
#include "commands/inputs_digest.h"
#include "commands/played.h"
#include "commands/progress_line.h"
#include "commands/results_file.h"
#include "commands/suite_outputs.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr const char* kKeptFile = ".dormouse-results.jsonl";

/// Every n-th, from the i-th on, of "i/n".
std::vector<fs::path> shard_of(std::vector<fs::path> all, const std::string& shard) {
  if (shard.empty()) return all;
  unsigned i = 0, n = 0;
  char rest = 0;
  if (std::sscanf(shard.c_str(), "%u/%u%c", &i, &n, &rest) != 2 || i < 1 || i > n)
    throw scenarios::InputError({{"--shard", 0, 0, fmt::format("\"{}\" is no part of a whole", shard),
                                  "for example: --shard 2/5, the second of five"}});
  std::vector<fs::path> mine;
  for (std::size_t k = i - 1; k < all.size(); k += n) mine.push_back(all[k]);
  return mine;
}

struct Planned {
  std::vector<PlannedRun> runs;
  std::vector<std::string> expected;
  std::vector<std::string> digests;
};

Planned plan(const SuiteOptions& options) {
  const std::vector<fs::path> here{"."};
  Planned planned;
  for (const fs::path& file : shard_of(find_scenarios(options.paths.empty() ? here : options.paths), options.shard)) {
    std::vector<scenarios::Scenario> variations;
    try {
      variations = scenarios::load_variations(file);
    } catch (const scenarios::InputError&) {  // told as its result
    }
    const std::string digest = options.changed ? inputs_digest(file) : "";
    const auto add = [&](PlannedRun run, const std::string& expected) {
      if (options.seed) run.seed.seed = *options.seed;
      planned.runs.push_back(std::move(run));
      planned.expected.push_back(expected);
      planned.digests.push_back(digest);
    };
    if (variations.empty()) add({.scenario = file, .variation = {}, .seed = {}}, "holds");
    for (const scenarios::Scenario& one : variations)
      for (PlannedRun& run : runs_of({one})) add(std::move(run), one.outcome);
  }
  return planned;
}

class SuiteRun {
 public:
  explicit SuiteRun(const SuiteOptions& options)
      : options_(options), planned_(plan(options)), lines_(planned_.runs.size()), began_(planned_.runs.size()) {
    seconds_.assign(planned_.runs.size(), -1);
    if (options.changed) kept_.read(kKeptFile);
    for (std::size_t i = 0; i < planned_.runs.size(); ++i) {
      const ordered_json* line = kept_.find(planned_.runs[i], planned_.digests[i]);
      if (line != nullptr && passes(i, *line))
        lines_[i] = *line;
      else
        missing_.push_back(i);
    }
    unchanged_ = planned_.runs.size() - missing_.size();
    if (options.changed) file_.emplace(kKeptFile, true);
  }

  Exit play() {
    ProgressLine progress(!options_.quiet && ::isatty(STDERR_FILENO) != 0);
    std::vector<PlannedRun> left;
    for (const std::size_t i : missing_) left.push_back(planned_.runs[i]);
    std::size_t done = unchanged_;
    const auto on_result = [&](std::size_t at, const RunResult& result) {
      if (result.interrupted) return;
      ++done;
      progress.clear();
      settle(missing_[at], result.line);
    };
    const auto on_tick = [&](const std::set<std::size_t>& running) {
      for (const std::size_t at : running)
        if (!began_[missing_[at]]) began_[missing_[at]].emplace();
      if (progress.due()) progress.show(live(done, running));
    };
    play_campaign(left, {.jobs = options_.jobs}, {on_result, on_tick});
    progress.clear();
    return told();
  }

 private:
  [[nodiscard]] bool passes(std::size_t i, const ordered_json& line) const {
    return line.at("outcome").get<std::string>() == planned_.expected[i];
  }

  std::string live(std::size_t done, const std::set<std::size_t>& running) {
    std::string text =
        fmt::format("{} {}/{}", progress_bar(done, planned_.runs.size(), 20), done, planned_.runs.size());
    for (const std::size_t at : running) {
      PlannedRun run = planned_.runs[missing_[at]];
      run.scenario = run.scenario.filename();
      text += "  " + name_of(run);
    }
    return text.size() > 100 ? text.substr(0, 97) + "..." : text;
  }

  void settle(std::size_t i, ordered_json line) {
    if (began_[i]) seconds_[i] = began_[i]->seconds();
    if (!planned_.digests[i].empty()) line["inputs"] = planned_.digests[i];
    if (file_) file_->add(line);
    lines_[i] = std::move(line);
    while (told_ < lines_.size() && !lines_[told_].is_null()) tell(told_++);
  }

  void tell(std::size_t i) {
    if (!options_.quiet && std::ranges::binary_search(missing_, i)) print_case(case_of(i));
  }

  reports::SuiteCase case_of(std::size_t i) {
    const ordered_json& line = lines_[i];
    const PlannedRun& run = planned_.runs[i];
    reports::SuiteCase one{.scenario = run.scenario.string(),
                           .run = run_name(run),
                           .outcome = line.at("outcome"),
                           .expected = planned_.expected[i],
                           .passed = passes(i, line),
                           .why = line.value("why", ""),
                           .repeat = line.at("repeat"),
                           .fingerprint = line.value("fingerprint", ""),
                           .verdicts = {},
                           .seconds = seconds_[i]};
    for (const auto& verdict : line.value("verdicts", ordered_json::array())) {
      const std::string word = verdict.at("verdict");
      one.verdicts.push_back({verdict.at("name"),
                              word == "holds"      ? reports::Verdict::holds
                              : word == "violated" ? reports::Verdict::violated
                                                   : reports::Verdict::unknown,
                              verdict.at("details")});
    }
    return one;
  }

  Exit told() {
    for (; told_ < lines_.size(); ++told_)  // after Ctrl-C
      if (!lines_[told_].is_null()) tell(told_);
    reports::Suite suite{.cases = {}, .version = DORMOUSE_VERSION};
    std::vector<ordered_json> kept;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].is_null()) continue;
      suite.cases.push_back(case_of(i));
      kept.push_back(lines_[i]);
    }
    if (file_) {
      std::set<std::string> ours;
      for (const PlannedRun& run : planned_.runs) ours.insert(run.scenario.string());
      const auto others = kept_.others(ours);
      kept.insert(kept.end(), others.begin(), others.end());
      file_->replace(kept);
    }
    write_outputs(suite, options_.outputs);
    if (!options_.quiet) print_total(suite, unchanged_);
    if (suite.cases.size() == planned_.runs.size()) return exit_of(suite);
    fmt::print(stderr, "interrupted: {} of {} runs were played\n", suite.cases.size(), planned_.runs.size());
    return std::max(exit_of(suite), Exit::unknown, less_grave);
  }

  const SuiteOptions& options_;
  Planned planned_;
  KeptResults kept_;
  std::optional<ResultsFile> file_;
  std::vector<ordered_json> lines_;  // null: not played
  std::vector<std::optional<Stopwatch>> began_;
  std::vector<double> seconds_;
  std::vector<std::size_t> missing_;
  std::size_t told_ = 0;  // those before are printed: in order, however they come
  std::size_t unchanged_ = 0;
};

}  // namespace

Exit test_suite(const SuiteOptions& options) {
  catch_interrupts();
  return SuiteRun(options).play();
}

Exit merge_suites(const MergeOptions& options) {
  std::map<fs::path, std::vector<reports::SuiteCase>> cases;  // in a whole suite's order
  std::set<std::string> seen;
  reports::Suite suite;
  for (const fs::path& file : options.files) {
    std::ifstream in(file, std::ios::binary);
    try {
      const reports::Suite part = reports::suite_of(ordered_json::parse(in));
      suite.version = part.version;
      for (const reports::SuiteCase& one : part.cases)
        if (seen.insert(name_of(one)).second)
          cases[one.scenario].push_back(one);
        else
          throw scenarios::InputError({{file.string(), 0, 0, name_of(one) + " is in two of the files",
                                        "shards of one suite share no scenario: use --shard 1/n to n/n"}});
    } catch (const nlohmann::json::exception&) {
      throw scenarios::InputError(
          {{file.string(), 0, 0, "is not what dormouse test --json writes", "name the files of all shards"}});
    }
  }
  for (const auto& [scenario, runs] : cases) suite.cases.insert(suite.cases.end(), runs.begin(), runs.end());
  write_outputs(suite, options.outputs);
  for (const reports::SuiteCase& one : suite.cases)
    if (!one.passed) print_case(one);
  print_total(suite, 0);
  return exit_of(suite);
}

}  // namespace commands
