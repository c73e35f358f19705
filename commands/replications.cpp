#include "commands/replications.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <string>

#include "commands/campaign.h"
#include "commands/inputs_digest.h"
#include "commands/played.h"
#include "commands/progress_line.h"
#include "commands/results_file.h"
#include "commands/study.h"
#include "reports/json.h"
#include "sim/choice.h"

namespace commands {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kListed = 10;

std::string how_far(std::size_t done, std::size_t all, double seconds, std::size_t here) {
  std::string text = fmt::format("{} {} of {} runs", progress_bar(done, all, 30), done, all);
  if (here > 0 && done < all)
    text += fmt::format(", {:.0f} s to go", seconds / static_cast<double>(here) * static_cast<double>(all - done));
  return text;
}

/// One number for all the runs: equal for equal campaigns, whatever number of jobs played them.
std::string digest_of(const std::vector<ordered_json>& lines) {
  std::uint64_t digest = sim::stable_hash("campaign");
  for (const ordered_json& line : lines) digest = sim::stable_hash(line.value("fingerprint", "-"), digest);
  return fmt::format("{:016x}", digest);
}

struct Told {
  std::size_t holds = 0, violated = 0, unknown = 0;
  std::vector<std::string> first;  // of the violation's details
  std::string repeat;
};

ordered_json summary_of(const std::vector<ordered_json>& lines) {
  std::map<std::string, std::size_t> outcomes;
  for (const ordered_json& line : lines) ++outcomes[line.value("outcome", "?")];
  return {{"runs", lines.size()}, {"outcomes", outcomes}, {"fingerprints", digest_of(lines)}};
}

void print_verdicts(const std::vector<ordered_json>& lines) {
  std::vector<std::string> order;
  std::map<std::string, Told> by_name;
  for (const ordered_json& line : lines)
    for (const auto& verdict : line.value("verdicts", ordered_json::array())) {
      const std::string name = verdict.at("name");
      if (!by_name.contains(name)) order.push_back(name);
      Told& told = by_name[name];
      const std::string word = verdict.at("verdict");
      ++(word == "holds" ? told.holds : word == "violated" ? told.violated : told.unknown);
      if (word != "violated" || !told.repeat.empty()) continue;
      told.first = verdict.at("details").get<std::vector<std::string>>();
      told.repeat = line.at("repeat");
    }
  if (order.empty()) return;
  fmt::print("\n{:>8} {:>9} {:>8}\n", "holds", "violated", "unknown");
  for (const std::string& name : order) {
    const Told& told = by_name[name];
    fmt::print("{:>8} {:>9} {:>8}  {}\n", told.holds, told.violated, told.unknown, name);
    for (const std::string& detail : told.first) fmt::print("{:30}{}\n", "", detail);
    if (!told.repeat.empty()) fmt::print("{:30}{}\n", "", told.repeat);
  }
}

/// Runs without a verdict: each with what ended it and how to see it again.
void print_failures(const std::vector<ordered_json>& lines) {
  std::size_t told = 0, all = 0;
  for (const ordered_json& line : lines) {
    const Exit exit = exit_of(line);
    if (exit != Exit::unknown && exit != Exit::bad_input) continue;
    if (++all > kListed) continue;
    ++told;
    fmt::print("\n{}: {}replication {}: {}\n  {}\n", line.value("outcome", ""),
               line.contains("variation") ? line["variation"].get<std::string>() + ", " : "",
               line.value("replication", 0), line.value("why", ""), line.value("repeat", ""));
  }
  if (all > told) fmt::print("\n... and {} more like these\n", all - told);
}

double number_in(const std::string& text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void print_people(const std::vector<ordered_json>& lines, std::size_t planned, bool table) {
  const ordered_json summary = summary_of(lines);
  std::string outcomes;
  for (const auto& [word, count] : summary.at("outcomes").items())
    outcomes += fmt::format("{}{} {}", outcomes.empty() ? "" : ", ", count.get<std::size_t>(), word);
  if (!table) {
    fmt::print("{} of {} runs: {}\n", lines.size(), planned, outcomes.empty() ? "none played" : outcomes);
    print_verdicts(lines);
  }
  std::vector<double> bills;
  for (const ordered_json& line : lines)
    if (line.contains("billMonth")) bills.push_back(number_in(line["billMonth"].get_ref<const std::string&>()));
  std::sort(bills.begin(), bills.end());
  if (!bills.empty())
    fmt::print("\nA month of this costs ${:.2f} at least, ${:.2f} in the middle, ${:.2f} at most\n", bills.front(),
               bills[bills.size() / 2], bills.back());
  print_failures(lines);
  fmt::print("\nfingerprint of all: {}\n", summary.at("fingerprints").get<std::string>());
}

/// The runs of one `run --replications`, with what of them is known from before.
class Replications {
 public:
  Replications(const std::vector<PlannedRun>& runs, const ReplicationOptions& options)
      : runs_(runs), options_(options), lines_(runs.size()) {
    for (const PlannedRun& run : runs) {
      const std::string scenario = run.scenario.string();
      if (!digests_.contains(scenario)) digests_[scenario] = options.results ? inputs_digest(run.scenario) : "";
    }
    KeptResults kept;
    if (options.resume) kept.read(*options.results);
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (const ordered_json* line = kept.find(runs[i], digests_[runs[i].scenario.string()]))
        lines_[i] = *line;
      else
        missing_.push_back(i);
    }
    if (options.results) file_.emplace(*options.results, options.resume);
  }

  Exit play() {
    ProgressLine progress(!options_.quiet && ::isatty(STDERR_FILENO) != 0);
    std::vector<PlannedRun> left;
    for (const std::size_t i : missing_) left.push_back(runs_[i]);
    const Stopwatch watch;
    std::size_t played = 0;
    const auto on_result = [&](std::size_t at, const RunResult& result) {
      ++played;
      if (result.interrupted) return;
      ordered_json line = result.line;
      const std::size_t i = missing_[at];
      const std::string& digest = digests_[runs_[i].scenario.string()];
      if (!digest.empty()) line["inputs"] = digest;
      if (file_) file_->add(line);
      lines_[i] = std::move(line);
      if (!shows_table()) return;
      progress.clear();
      print_rows(false);
    };
    if (shows_table()) print_study_head();
    const auto on_tick = [&](const std::set<std::size_t>&) {
      if (progress.due())
        progress.show(how_far(runs_.size() - missing_.size() + played, runs_.size(), watch.seconds(), played));
    };
    play_campaign(left, {.jobs = options_.jobs, .counters = options_.plain ? Counters::none : Counters::blocks},
                  {on_result, on_tick});
    progress.clear();
    return told();
  }

 private:
  [[nodiscard]] bool shows_table() const { return options_.table && !options_.json && !options_.quiet; }

  /// In order, as far as all before them are there; `rest`: those that are left, too.
  void print_rows(bool rest) {
    for (; printed_ < lines_.size() && (rest || !lines_[printed_].is_null()); ++printed_)
      if (!lines_[printed_].is_null()) print_study_line(lines_[printed_]);
    std::fflush(stdout);
  }

  Exit told() {
    std::vector<ordered_json> done;
    Exit worst = Exit::holds;
    for (const ordered_json& line : lines_)
      if (!line.is_null()) {
        worst = std::max(worst, exit_of(line), less_grave);
        done.push_back(line);
      }
    if (file_) file_->replace(done);
    const bool all = done.size() == runs_.size();
    if (options_.json) {
      ordered_json report = summary_of(done);
      report["results"] = done;
      fmt::print("{}", reports::json_text(report));
    } else if (!options_.quiet) {
      if (options_.table) print_rows(true);
      print_people(done, runs_.size(), options_.table);
    }
    if (!all)
      fmt::print(stderr, "interrupted: {} of {} runs are done{}\n", done.size(), runs_.size(),
                 file_ ? fmt::format(" and kept in {}; --resume goes on", options_.results->string()) : "");
    return all ? worst : std::max(worst, Exit::unknown, less_grave);
  }

  const std::vector<PlannedRun>& runs_;
  const ReplicationOptions& options_;
  std::map<std::string, std::string> digests_;
  std::vector<ordered_json> lines_;   // null: not played
  std::vector<std::size_t> missing_;  // of runs_
  std::size_t printed_ = 0;           // rows of the table
  std::optional<ResultsFile> file_;
};

}  // namespace

Exit replicate(const std::vector<PlannedRun>& runs, const ReplicationOptions& options) {
  catch_interrupts();
  return Replications(runs, options).play();
}

}  // namespace commands
