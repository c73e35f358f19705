#include "commands/ordered_tasks.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace commands {
namespace {

constexpr auto kTick = std::chrono::milliseconds(100);

class Line {
 public:
  explicit Line(const OrderedTasks& tasks) : tasks_(tasks), done_(tasks.most) {}

  void run() {
    const unsigned jobs = tasks_.jobs == 0 ? std::max(1U, std::thread::hardware_concurrency()) : tasks_.jobs;
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min<std::size_t>(jobs, tasks_.most); ++i) threads.emplace_back([this] { work(); });
    std::exception_ptr failure;
    for (std::size_t next = 0; next < tasks_.most && !failure;) {
      try {
        failure = wait_for(next);
        if (failure) break;
        if (!tasks_.goes_on(++next)) break;
      } catch (...) {
        failure = std::current_exception();
      }
    }
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    threads.clear();  // joins them
    if (failure) std::rethrow_exception(failure);
  }

 private:
  std::exception_ptr wait_for(std::size_t task) {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, kTick, [&] { return done_[task]; })) {
      if (!tasks_.on_tick) continue;
      lock.unlock();
      tasks_.on_tick();
      lock.lock();
    }
    const auto it = failures_.find(task);
    return it == failures_.end() ? nullptr : it->second;
  }

  void work() {
    for (;;) {
      std::size_t task = 0;
      {
        const std::lock_guard lock(mutex_);
        if (ended_ || taken_ == tasks_.most) return;
        task = taken_++;
      }
      std::exception_ptr failure;
      try {
        tasks_.play(task);
      } catch (...) {
        failure = std::current_exception();
      }
      const std::lock_guard lock(mutex_);
      if (failure) failures_[task] = failure;
      done_[task] = true;
      changed_.notify_all();
    }
  }

  const OrderedTasks& tasks_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<bool> done_;
  std::map<std::size_t, std::exception_ptr> failures_;
  std::size_t taken_ = 0;
  bool ended_ = false;
};

}  // namespace

void run_in_order(const OrderedTasks& tasks) { Line(tasks).run(); }

}  // namespace commands
