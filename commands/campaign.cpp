#include "commands/campaign.h"

#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "commands/played.h"
#include "commands/worker_pool.h"
#include "reports/json.h"

namespace commands {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// What is loaded and bundled once for all its runs.
struct Prepared {
  std::once_flag once;
  scenarios::Scenario scenario;
  json bundles, scripts;
  std::exception_ptr refusal;
  std::atomic<std::size_t> left = 0;  // runs of it that have no result yet
};

ordered_json line_of(const PlannedRun& run, Exit exit) {
  ordered_json line = {{"scenario", run.scenario.string()}};
  if (!run.variation.empty()) line["variation"] = run.variation;
  line["seed"] = run.seed.seed;
  line["replication"] = run.seed.replication;
  line["outcome"] = outcome_word(exit);
  return line;
}

RunResult result_of(const PlannedRun& run, const Played& played) {
  RunResult result{.exit = exit_of(played), .line = line_of(run, exit_of(played))};
  if (!played.work.detail.empty()) result.line["why"] = played.work.detail;
  ordered_json verdicts = ordered_json::array();
  for (const auto& one : played.report.verdicts)
    verdicts.push_back({{"name", one.name}, {"verdict", reports::name_of(one.verdict)}, {"details", one.details}});
  result.line["verdicts"] = std::move(verdicts);
  if (played.work.kind == WorkDone::Kind::done) {  // how far another run came depends on the machine
    result.line["fingerprint"] = played.report.facts.fingerprint;
    result.line["ingredients"] = json_of(played.ingredients);
    result.line["records"] = played.records;
    result.line["virtualNs"] = played.report.facts.virtual_length.count();
    result.line["billMonth"] = reports::json_bill(played.report.bill.month).at("total");
  }
  result.line["repeat"] = repeat_command(run);
  return result;
}

RunResult unplayed(const PlannedRun& run, Exit exit, const std::string& why) {
  RunResult result{.exit = exit, .line = line_of(run, exit)};
  result.line["why"] = why;
  result.line["repeat"] = repeat_command(run);
  return result;
}

/// Shared by the threads of a pool; a run is read by one of them.
class Campaign {
 public:
  Campaign(const std::vector<PlannedRun>& runs, Counters counters)
      : runs_(runs), counters_(counters), readers_(runs.size()), results_(runs.size()) {
    for (const PlannedRun& run : runs) ++prepared_[key_of(run)].left;
  }

  void play(unsigned jobs, const CampaignListener& listener) {
    PooledWork work{.pieces = runs_.size(), .jobs = jobs};
    work.follows = [this](std::size_t i) { return key_of(runs_[i]) == key_of(runs_[i - 1]); };
    work.request = [this](std::size_t begin, std::size_t end) { return request(begin, end); };
    work.on_block = [this](std::size_t i, std::string_view block) { reader(i).block(block); };
    work.on_answer = [this](std::size_t i, PieceAnswer answer) { take(i, std::move(answer)); };
    work.on_done = [&](std::size_t i) {
      listener.on_result(i, results_[i]);
      results_[i] = {};
    };
    work.on_tick = listener.on_tick;
    do_pieces(work);
  }

 private:
  using Key = std::pair<std::filesystem::path, std::string>;
  static Key key_of(const PlannedRun& run) { return {run.scenario, run.variation}; }

  Prepared& prepared(const PlannedRun& run) {
    Prepared& made = prepared_.at(key_of(run));
    std::call_once(made.once, [&] {
      try {
        made.scenario = scenarios::load_scenario(run.scenario, run.variation);
        refuse_uncounted(made.scenario, counters_);
        made.bundles = bundles_of(made.scenario, counters_);
        made.scripts = scripts_of(made.scenario);
      } catch (...) {
        made.refusal = std::current_exception();
      }
    });
    return made;
  }

  json request(std::size_t begin, std::size_t end) {
    const Prepared& made = prepared(runs_[begin]);
    if (made.refusal) std::rethrow_exception(made.refusal);
    json runs = json::array();
    for (std::size_t i = begin; i < end; ++i)
      runs.push_back({{"seed", runs_[i].seed.seed}, {"replication", runs_[i].seed.replication}});
    return {{"do", "runs"},
            {"scenario", made.scenario.file.string()},
            {"variation", made.scenario.variation},
            {"native", !made.scenario.native.empty()},
            {"bundles", made.bundles},
            {"scripts", made.scripts},
            {"runs", std::move(runs)}};
  }

  RunReader& reader(std::size_t i) {
    if (!readers_[i]) readers_[i] = std::make_unique<RunReader>(prepared(runs_[i]).scenario);
    return *readers_[i];
  }

  void take(std::size_t i, PieceAnswer answer) {
    const PlannedRun& run = runs_[i];
    if (!answer.error.empty())
      results_[i] = unplayed(run, answer.bad_input ? Exit::bad_input : Exit::unknown, answer.error);
    else if (answer.work.kind == WorkDone::Kind::interrupted)
      results_[i] = {.exit = Exit::unknown, .interrupted = true, .line = {}};
    else
      results_[i] = result_of(run, reader(i).finish(std::move(answer.work)));
    readers_[i].reset();
    // Many variations would be as many copies of the code.
    if (Prepared& made = prepared_.at(key_of(run)); --made.left == 0) made.bundles = made.scripts = nullptr;
  }

  const std::vector<PlannedRun>& runs_;
  Counters counters_;
  std::map<Key, Prepared> prepared_;
  std::vector<std::unique_ptr<RunReader>> readers_;
  std::vector<RunResult> results_;
};

}  // namespace

void play_campaign(const std::vector<PlannedRun>& runs, const CampaignOptions& options,
                   const CampaignListener& listener) {
  Campaign(runs, options.counters).play(options.jobs, listener);
}

std::string outcome_word(Exit exit) {
  switch (exit) {
    case Exit::holds:
      return "holds";
    case Exit::violated:
      return "violated";
    case Exit::bad_input:
      return "bad input";
    case Exit::unknown:
      return "unknown";
    case Exit::untested:
      return "untested";
  }
  return "?";
}

}  // namespace commands
