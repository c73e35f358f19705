#include "commands/worker_pool.h"

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "commands/ordered_tasks.h"

namespace commands {
namespace {

struct Batch {
  std::size_t begin, end;
};

/// So many that all jobs have work until the end, none with more than one process is to do.
std::vector<Batch> batches_of(const PooledWork& work, unsigned jobs) {
  const std::size_t most = std::clamp<std::size_t>(work.pieces / (jobs * std::size_t{8}), 1, work.most_in_one_worker);
  std::vector<Batch> batches;
  for (std::size_t i = 0; i < work.pieces; ++i) {
    const bool full = batches.empty() || i - batches.back().begin == most;
    if (full || (work.follows && !work.follows(i))) batches.push_back({i, i});
    batches.back().end = i + 1;
  }
  return batches;
}

PieceAnswer interrupted_answer() {
  PieceAnswer answer;
  answer.work = {.kind = WorkDone::Kind::interrupted, .end = {}, .detail = "interrupted"};
  return answer;
}

class Pool {
 public:
  explicit Pool(const PooledWork& work) : work_(work) {
    jobs_ = work.jobs == 0 ? std::max(1U, std::thread::hardware_concurrency()) : work.jobs;
    batches_ = batches_of(work, jobs_);
  }

  void run() {
    run_in_order({.most = batches_.size(),
                  .jobs = jobs_,
                  .play = [this](std::size_t batch) { play(batches_[batch]); },
                  .goes_on =
                      [this](std::size_t) {
                        tell();
                        return true;
                      },
                  .on_tick = [this] { tell(); }});
  }

 private:
  void play(Batch left) {
    while (left.begin < left.end) left.begin = play_in_one_worker(left);
  }

  /// Returns the first piece that has no answer yet.
  std::size_t play_in_one_worker(Batch batch) {
    std::size_t at = batch.begin;
    const auto answer = [&](PieceAnswer given) {
      work_.on_answer(at, std::move(given));
      ended(at++);
      if (at < batch.end) begun(at);
    };
    begun(at);
    if (interrupted()) {
      answer(interrupted_answer());
      return at;
    }
    nlohmann::json request;
    try {
      request = work_.request(batch.begin, batch.end);
    } catch (const std::exception& error) {
      const bool bad_input = dynamic_cast<const scenarios::InputError*>(&error) != nullptr;
      while (at < batch.end) answer({.work = {}, .error = error.what(), .bad_input = bad_input});
      return at;
    }
    try {
      static_cast<void>(supervise_pieces(std::move(request), batch.end - batch.begin,
                                         {[&](std::size_t, std::string_view block) { work_.on_block(at, block); },
                                          [&](std::size_t, PieceAnswer given) { answer(std::move(given)); }}));
    } catch (const std::exception& error) {  // a trace that cannot be read
      answer({.work = {}, .error = error.what()});
    }
    return at;
  }

  void begun(std::size_t piece) {
    const std::lock_guard lock(mutex_);
    running_.insert(piece);
  }

  void ended(std::size_t piece) {
    const std::lock_guard lock(mutex_);
    running_.erase(piece);
    done_.push_back(piece);
  }

  /// On the calling thread.
  void tell() {
    std::vector<std::size_t> done;
    std::set<std::size_t> running;
    {
      const std::lock_guard lock(mutex_);
      done.swap(done_);
      running = running_;
    }
    if (work_.on_done) std::ranges::for_each(done, work_.on_done);
    if (work_.on_tick) work_.on_tick(running);
  }

  const PooledWork& work_;
  unsigned jobs_ = 1;
  std::vector<Batch> batches_;
  std::mutex mutex_;
  std::set<std::size_t> running_;
  std::vector<std::size_t> done_;  // and not told yet
};

}  // namespace

void do_pieces(const PooledWork& work) { Pool(work).run(); }

}  // namespace commands
