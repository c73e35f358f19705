#pragma once

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace models::js {

/// Watches the CPU time that one thread spends in one turn. A turn costs two increments of a counter; a second thread
/// looks at the counter ten times a second and reads the CPU clock only of a turn that it sees twice. What it decides
/// depends on the machine: a run that it stops has no verdict.
class TurnWatchdog {
 public:
  /// on_overrun is called on the watching thread with the turn's number, again at each look until the turn ends.
  /// Watches the thread that constructs it.
  TurnWatchdog(std::uint64_t turn_cpu_ms, std::function<void(std::uint64_t turn)> on_overrun);
  ~TurnWatchdog();
  TurnWatchdog(const TurnWatchdog&) = delete;
  TurnWatchdog& operator=(const TurnWatchdog&) = delete;

  void begin() { turns_.store(turns_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }
  void end() { begin(); }
  /// Within a turn: it is getting on, and takes its time from now.
  void again() { turns_.store(turns_.load(std::memory_order_relaxed) + 2, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t turn() const { return turns_.load(std::memory_order_relaxed); }

 private:
  void watch();

  const std::chrono::nanoseconds allowed_;
  std::function<void(std::uint64_t)> on_overrun_;
  clockid_t cpu_clock_{};
  std::atomic<std::uint64_t> turns_ = 0;  // odd while a turn runs
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace models::js
