#include "commands/fuzz.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "commands/bundle.h"
#include "commands/planned_run.h"
#include "commands/progress_line.h"
#include "scenarios/input_error.h"
#include "scenarios/quantities.h"
#include "scenarios/scenario.h"
#include "sim/choice.h"

namespace commands {
namespace {

using nlohmann::json;

struct Finding {
  std::string oracle, identity;
  std::vector<std::string> words;
  std::string scenario, awake;  // files' texts; awake: for naps, the same when no room sleeps
  std::uint64_t seed = 0, run = 0, tries = 0, events = 0;
  double seconds = 0;
};

/// What the workers have said so far.
class Campaign {
 public:
  explicit Campaign(std::size_t jobs, bool progress) : said_(jobs), line_(progress) {}

  void hear(std::size_t job, const json& said) {
    const std::lock_guard lock(mutex_);
    if (const auto finding = said.find("finding"); finding != said.end()) {
      Finding found{.oracle = (*finding)["oracle"],
                    .identity = (*finding)["identity"],
                    .words = (*finding)["words"],
                    .scenario = (*finding)["scenario"],
                    .awake = finding->value("awake", ""),
                    .seed = (*finding)["seed"],
                    .run = (*finding)["run"],
                    .tries = (*finding)["tries"],
                    .events = (*finding)["events"],
                    .seconds = (*finding)["seconds"]};
      const auto [place, is_new] = findings_.try_emplace(found.identity, found);
      // Of two workers' findings the one with less in it, then the lower seed.
      if (!is_new && std::pair(found.events, found.seed) < std::pair(place->second.events, place->second.seed))
        place->second = std::move(found);
    } else {
      said_[job] = said;
    }
    if (line_.due()) line_.show(status());
  }
  void finish() { line_.clear(); }

  [[nodiscard]] const std::map<std::string, Finding>& findings() const { return findings_; }
  [[nodiscard]] std::uint64_t sum(std::string_view key) const {
    std::uint64_t all = 0;
    for (const json& one : said_) all += one.is_object() ? one.value(std::string(key), std::uint64_t{0}) : 0;
    return all;
  }
  [[nodiscard]] std::uint64_t most(std::string_view key) const {
    std::uint64_t best = 0;
    for (const json& one : said_)
      best = std::max(best, one.is_object() ? one.value(std::string(key), std::uint64_t{0}) : 0);
    return best;
  }

 private:
  [[nodiscard]] std::string status() const {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    return fmt::format("{:.0f} s, {} runs, {:.0f} a second, {} of {} blocks, {} found", seconds, sum("runs"),
                       static_cast<double>(sum("runs")) / std::max(seconds, 0.001), most("blocksReached"),
                       most("blocks"), findings_.size());
  }

  std::mutex mutex_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::vector<json> said_;
  std::map<std::string, Finding> findings_;
  ProgressLine line_;
};

std::string id_of(const Finding& finding) { return fmt::format("{:08x}", sim::stable_hash(finding.identity) >> 32); }

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file)
    throw scenarios::InputError({{path.string(), 0, 0, "cannot be written", "name a folder of yours with --out"}});
}

/// The finding as a scenario that shows it whenever it is run, and what a user types to see that.
std::string write_scenario(const FuzzOptions& options, const Finding& finding) {
  const std::filesystem::path folder = options.out / id_of(finding);
  std::filesystem::create_directories(folder);
  write_file(folder / "scenario.yaml", finding.scenario);
  const std::string shown = quoted((folder / "scenario.yaml").string());
  if (finding.awake.empty()) return "dormouse run " + shown;
  write_file(folder / "awake.yaml", finding.awake);
  return "dormouse run --same " + shown + " " + quoted((folder / "awake.yaml").string());
}

void print_findings(const FuzzOptions& options, const Campaign& campaign) {
  fmt::print("{} runs, {} events; {} of {} blocks of your code were reached\n", campaign.sum("runs"),
             campaign.sum("events"), campaign.most("blocksReached"), campaign.most("blocks"));
  for (const auto& [identity, finding] : campaign.findings()) {
    fmt::print("\n{}  {}\n", id_of(finding), finding.oracle);
    for (const std::string& words : finding.words) fmt::print("  {}\n", words);
    fmt::print("  found in run {} after {:.1f} s, shrunk to {} events in {} runs more\n", finding.run, finding.seconds,
               finding.events, finding.tries);
    fmt::print("  {}\n", write_scenario(options, finding));
  }
  if (campaign.findings().empty())
    fmt::print("nothing found: at 95 %, fewer than {:.2g} of such runs fail\n",
               3.0 / static_cast<double>(std::max<std::uint64_t>(campaign.sum("runs"), 1)));
}

json json_findings(const FuzzOptions& options, const Campaign& campaign) {
  json findings = json::array();
  for (const auto& [identity, finding] : campaign.findings())
    findings.push_back({{"id", id_of(finding)},
                        {"oracle", finding.oracle},
                        {"words", finding.words},
                        {"seed", finding.seed},
                        {"scenario", finding.scenario},
                        {"events", finding.events},
                        {"run", finding.run},
                        {"seconds", finding.seconds},
                        {"shrunkIn", finding.tries},
                        {"repeat", write_scenario(options, finding)}});
  return {{"runs", campaign.sum("runs")},
          {"events", campaign.sum("events")},
          {"blocks", campaign.most("blocks")},
          {"blocksReached", campaign.most("blocksReached")},
          {"findings", std::move(findings)}};
}

}  // namespace

Exit fuzz(const FuzzOptions& options) {
  catch_interrupts();
  const auto time = scenarios::parse_duration(options.time);
  if (!time || time->count() <= 0)
    throw scenarios::InputError(
        {{"--time", 0, 0, fmt::format("expected a duration, not \"{}\"", options.time), "for example: --time 5min"}});
  const scenarios::Scenario scenario = scenarios::load_scenario(options.scenario, options.variation);
  if (!scenario.native.empty())
    throw scenarios::InputError(
        {{scenario.file.string(), 0, 0, "native rooms are not fuzzed yet", "name a scenario that has a `worker:`"}});
  const json bundles = bundles_of(scenario, Counters::blocks);
  const json scripts = scripts_of(scenario);
  const std::size_t jobs = options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  Campaign campaign(jobs, !options.quiet && ::isatty(STDERR_FILENO) != 0);
  std::vector<std::string> failed(jobs);
  {
    std::vector<std::jthread> workers;
    for (std::size_t job = 0; job < jobs; ++job)
      workers.emplace_back([&, job] {
        try {
          const std::uint64_t runs = options.runs == 0 ? UINT64_MAX : (options.runs + jobs - 1 - job) / jobs;
          const WorkDone done =
              supervise({{"do", "fuzz"},
                         {"scenario", scenario.file.string()},
                         {"variation", scenario.variation},
                         {"native", false},
                         {"bundles", bundles},
                         {"scripts", scripts},
                         {"seed", options.seed.value_or(scenario.seed)},
                         {"runs", runs},
                         {"seconds", static_cast<double>(time->count()) * 1e-9},
                         {"folder", (std::filesystem::absolute(options.out).lexically_normal() / "id").string()},
                         {"expectations", options.expectations},
                         {"job", job},
                         {"jobs", jobs}},
                        [&](std::string_view line) { campaign.hear(job, json::parse(line)); });
          if (done.kind == WorkDone::Kind::host_limit) failed[job] = done.detail;
        } catch (const std::exception& error) {
          failed[job] = error.what();
        }
      });
  }
  campaign.finish();
  for (const std::string& error : failed)
    if (!error.empty()) throw std::runtime_error(error);
  if (options.json)
    fmt::print("{}\n", json_findings(options, campaign).dump(2));
  else if (!options.quiet)
    print_findings(options, campaign);
  return campaign.findings().empty() ? Exit::holds : Exit::violated;
}

}  // namespace commands
