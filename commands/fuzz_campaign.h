#pragma once

// The workers of a campaign: what they are to do, what they have said so far, and what becomes of those that die.

#include <atomic>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "commands/finding.h"
#include "commands/progress_line.h"

namespace commands {

struct FuzzPlan {
  nlohmann::json request;           // what all workers have in common
  std::filesystem::path corpus;     // where cases that came to something new are kept
  std::uint64_t seed = 1;           // the first of the campaign
  std::uint64_t shard = 0, of = 1;  // which of the seeds from there
  std::uint64_t done = 0;           // of the shard's seeds
  std::uint64_t runs = 0;           // 0: no limit
  double seconds = 60;
  std::size_t jobs = 1;
  bool until_failure = false;
  bool progress = false;
};

/// What a strategy played, and what came of that.
struct StrategyTally {
  std::uint64_t runs = 0, with_new = 0, failed = 0, found = 0;
};

/// What all workers together came to.
struct FuzzTotals {
  std::uint64_t runs = 0, events = 0, blocks = 0;
  std::uint64_t explored = 0, failed = 0;  // runs that shrank no finding; those of them that failed
  std::uint64_t kinds = 0, singles = 0;    // of runs
  std::uint64_t seeds = 0;                 // of the shard's, all done from the first on
  std::uint64_t corpus = 0, threads = 0, steps = 0;
  std::uint64_t exhausted = 0;  // of the first seed, all things so many at once
  std::map<std::string, StrategyTally> strategies;
  std::set<std::uint64_t> unreached;            // blocks, by number
  std::set<std::uint64_t> met;                  // scenarios::fuzz::Meeting
  std::map<std::string, std::uint64_t> struck;  // kinds of faults and knobs, and how often
};

class FuzzCampaign {
 public:
  /// on_finding: each as soon as it is known, and whenever something smaller takes its place; by one thread at a time.
  /// on_progress: every two seconds, by the thread that runs it.
  FuzzCampaign(FuzzPlan plan, std::function<void(const Finding&)> on_finding,
               std::function<void(const FuzzTotals&)> on_progress);
  /// Until the time is over, the runs are done, somebody presses Ctrl-C, or the first finding if that is asked for.
  /// Throws what keeps every worker from work: scenarios::InputError, std::runtime_error.
  void run();

  /// By identity.
  [[nodiscard]] const std::map<std::string, Finding>& findings() const { return findings_; }
  /// By identity: {kind, words}. No findings.
  [[nodiscard]] const std::map<std::string, nlohmann::json>& hints() const { return hints_; }
  [[nodiscard]] FuzzTotals totals() const;

 private:
  struct Job {
    nlohmann::json said = nlohmann::json::object();  // the latest of this process
    std::string playing;                             // what it is at, as it was said: it is seldom read
    std::uint64_t first_round = 0;                   // of its seeds: where this process began
    FuzzTotals before;                               // of processes that have died
    bool done = false;

    [[nodiscard]] nlohmann::json now_playing() const;
    [[nodiscard]] std::uint64_t round() const;
  };
  void work(std::size_t job);
  /// Returns whether the job goes on, with another process.
  [[nodiscard]] bool one_process(std::size_t job);
  void hear(std::size_t job, std::string_view line);
  void add(Finding finding);
  void died(std::size_t job, const std::string& detail);
  void tell_progress();
  [[nodiscard]] std::string status() const;
  [[nodiscard]] FuzzTotals totals_now() const;

  FuzzPlan plan_;
  std::function<void(const Finding&)> on_finding_;
  std::function<void(const FuzzTotals&)> on_progress_;
  mutable std::mutex mutex_;
  Stopwatch watch_;
  std::vector<Job> jobs_;
  std::map<std::string, Finding> findings_;
  std::map<std::string, nlohmann::json> hints_;
  std::exception_ptr error_;
  std::atomic<bool> stop_{false};
  ProgressLine line_;
};

}  // namespace commands
