#include "models/js/turn_watchdog.h"

#include <csignal>
#include <ctime>
#include <utility>

namespace models::js {

namespace {

constexpr std::chrono::milliseconds kLookEvery{100};

std::chrono::nanoseconds now_on(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

TurnWatchdog::TurnWatchdog(std::uint64_t turn_cpu_ms, std::function<void(std::uint64_t)> on_overrun)
    : allowed_(std::chrono::milliseconds(turn_cpu_ms)), on_overrun_(std::move(on_overrun)) {
  ::pthread_getcpuclockid(::pthread_self(), &cpu_clock_);
  // Signals are for the thread that runs the simulation.
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { watch(); });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TurnWatchdog::~TurnWatchdog() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  stopped_.notify_one();
  thread_.join();
}

void TurnWatchdog::watch() {
  std::uint64_t seen = 0;
  bool timed = false;
  std::chrono::nanoseconds since{0};
  std::unique_lock lock(mutex_);
  while (!stopped_.wait_for(lock, kLookEvery, [this] { return stop_; })) {
    const std::uint64_t turn = turns_.load(std::memory_order_relaxed);
    if (turn % 2 == 0 || turn != seen) {
      seen = turn;
      timed = false;
    } else if (!timed) {
      timed = true;
      since = now_on(cpu_clock_) - kLookEvery;
    } else if (now_on(cpu_clock_) - since > allowed_) {
      on_overrun_(turn);
    }
  }
}

}  // namespace models::js
