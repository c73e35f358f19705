#include "commands/probe_runs.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "commands/supervise.h"

namespace commands {
namespace {

using nlohmann::json;

/// A worker takes so many probes at most: enough that its start does not count, few enough that all have work.
constexpr std::size_t kMostInOneWorker = 16;

using Kind = ProbeVerdict::Kind;

ProbeVerdict unplayed(Kind kind, std::string reason) {
  ProbeVerdict verdict;
  verdict.kind = kind;
  verdict.reason = std::move(reason);
  return verdict;
}

ProbeVerdict unplayed(const PieceAnswer& answer) {
  const std::string& error = answer.error;
  if (!error.empty())
    return unplayed(error.find("is not modelled yet") == std::string::npos ? Kind::failed : Kind::skipped, error);
  const bool interrupted = answer.work.kind == WorkDone::Kind::interrupted;
  return unplayed(interrupted ? Kind::interrupted : Kind::failed, answer.work.detail);
}

ProbeVerdict compared(const ProbeCase& one, const reports::ProbeTranscript& played, bool with_tcp_close) {
  ProbeVerdict verdict;
  auto differences = reports::compare_probe(one.recorded, played.to_json(), !with_tcp_close);
  std::map<std::string, std::string> expected = one.deviations;
  for (auto& difference : differences) {
    const auto it = expected.find(difference.where);
    if (it == expected.end()) {
      verdict.differences.push_back(std::move(difference));
      continue;
    }
    verdict.deviations.emplace_back(it->first, it->second);
    expected.erase(it);
  }
  for (const auto& [entry, reason] : expected) verdict.gone.push_back(entry);
  verdict.kind = verdict.differences.empty() ? Kind::passed : Kind::failed;
  return verdict;
}

/// The trace of the probe that a worker is at, as it comes.
struct Transcribed {
  reports::ProbeTranscript transcript;
  sim::TraceReader reader;

  void read(std::string_view block) {
    reader.read_block(block, [this](const sim::RawRecord& record) { transcript.visit(record); });
  }
};

/// Shared by the threads that each feed one worker process after another.
class ProbeQueue {
 public:
  ProbeQueue(const std::vector<ProbeCase>& cases, const ProbeRunOptions& options)
      : cases_(cases), options_(options), verdicts_(cases.size()) {
    jobs_ = options.jobs == 0 ? std::max(1U, std::thread::hardware_concurrency()) : options.jobs;
    batch_ = std::clamp<std::size_t>(cases.size() / (jobs_ * 4), 1, kMostInOneWorker);
  }

  void play(const ProbeListener& listener) {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min<std::size_t>(jobs_, cases_.size()); ++i)
      threads.emplace_back([this] { feed(); });
    std::unique_lock lock(mutex_);
    for (std::size_t next = 0; next < cases_.size();) {
      changed_.wait_for(lock, std::chrono::milliseconds(100));
      listener.on_progress(done_);
      while (next < cases_.size() && verdicts_[next]) {
        listener.on_verdict(cases_[next], *verdicts_[next]);
        ++next;
      }
    }
  }

 private:
  void feed() {
    for (;;) {
      std::size_t begin = 0, end = 0;
      {
        const std::lock_guard lock(mutex_);
        begin = taken_;
        end = taken_ = std::min(taken_ + batch_, cases_.size());
      }
      if (begin == end) return;
      while (begin < end) begin += play_in_one_worker(begin, end);
    }
  }

  /// Returns how many have their verdict.
  std::size_t play_in_one_worker(std::size_t begin, std::size_t end) {
    if (interrupted()) {
      for (std::size_t i = begin; i < end; ++i) settle(i, unplayed(Kind::interrupted, "interrupted"));
      return end - begin;
    }
    json probes = json::array();
    for (std::size_t i = begin; i < end; ++i)
      probes.push_back({{"folder", std::filesystem::absolute(cases_[i].folder).string()},
                        {"steps", cases_[i].steps},
                        {"compatibilityDate", cases_[i].recorded["compatibilityDate"]},
                        {"compatibilityFlags", cases_[i].recorded["compatibilityFlags"]}});
    Transcribed transcribed;
    std::size_t settled = begin;
    const auto on_block = [&](std::size_t, std::string_view block) { transcribed.read(block); };
    const auto on_answer = [&](std::size_t, const PieceAnswer& answer) {
      const bool played = answer.error.empty() && answer.work.kind == WorkDone::Kind::done;
      const ProbeCase& one = cases_[settled];
      ProbeVerdict verdict = played ? compared(one, transcribed.transcript, options_.with_tcp_close) : unplayed(answer);
      settle(settled++, std::move(verdict));
      transcribed = {};
    };
    try {
      return supervise_pieces({{"do", "probes"}, {"probes", probes}}, {on_block, on_answer});
    } catch (const std::exception& error) {
      settle(settled++, unplayed(Kind::failed, error.what()));
      return settled - begin;
    }
  }

  void settle(std::size_t i, ProbeVerdict verdict) {
    const std::lock_guard lock(mutex_);
    verdicts_[i] = std::move(verdict);
    ++done_;
    changed_.notify_one();
  }

  const std::vector<ProbeCase>& cases_;
  const ProbeRunOptions& options_;
  unsigned jobs_ = 1;
  std::size_t batch_ = 1;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t taken_ = 0;
  std::size_t done_ = 0;
  std::vector<std::optional<ProbeVerdict>> verdicts_;
};

}  // namespace

void run_probes(const std::vector<ProbeCase>& cases, const ProbeRunOptions& options, const ProbeListener& listener) {
  ProbeQueue(cases, options).play(listener);
}

}  // namespace commands
