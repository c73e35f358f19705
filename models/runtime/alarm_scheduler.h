#pragma once

// One room's alarm: when it fires, what a failed run leads to, and what setAlarm and deleteAlarm mean at each point
// (spec 5). The time itself lives in the room's storage and shares its transactions.

#include <cstdint>
#include <optional>

#include "sim/simulation.h"

namespace models::runtime {

class Actor;
struct AlarmView;

class AlarmScheduler {
 public:
  explicit AlarmScheduler(Actor& actor);

  /// getAlarm(): null while alarm() runs, unless set again in it; between retries the old, past time.
  [[nodiscard]] std::optional<std::int64_t> visible() const;
  /// setAlarm(): a past time becomes now. In the running alarm's own millisecond nothing is written and nothing will
  /// fire, though visible() shows it (spec 5.4, observed 4), unless the platform is told that it does.
  void set(std::int64_t epoch_ms);
  void clear();
  /// The stored time may have changed: at the end of a turn, after a rollback.
  void stored_changed();

  /// The run that is due enters the handler; false if its time was changed or deleted since, so that it does not.
  bool handler_begins();
  /// A write to the alarm was lost: the trace is told what stands again.
  void rolled_back();
  /// The scheduler itself has lost its memory: what is overdue runs at once, as a first attempt (spec 5.3).
  void restarted();

  enum class RunEnd : std::uint8_t { ok, failed_counted, failed_uncounted, abandoned };
  void run_ended(RunEnd end);
  [[nodiscard]] bool running() const { return run_.has_value(); }
  [[nodiscard]] AlarmView view() const;

 private:
  struct Run {
    std::int64_t due_ms = 0;
    std::uint32_t retry_count = 0;
    bool in_handler = false;  // else it waits for its turn, perhaps for a constructor
    bool delete_on_success = false;
  };
  struct Retry {
    std::int64_t due_ms = 0;
    sim::Time at{};
    sim::EventHandle event;
  };
  void arm();
  void fire(std::int64_t due_ms);
  void retry_fires();
  void start(std::int64_t due_ms, std::uint32_t retry_count);
  void schedule_retry(const Run& run, bool counted);
  void reset_counters();

  static constexpr std::uint32_t kMaxRetries = 6;

  Actor& actor_;
  std::uint64_t latenesses_drawn_ = 0;
  std::uint64_t jitters_drawn_ = 0;
  sim::EventHandle armed_;
  std::int64_t armed_ms_ = 0;
  std::optional<Run> run_;
  std::optional<Retry> retry_;
  std::uint32_t counted_retries_ = 0;
  std::uint32_t backoff_ = 0;
  bool last_failure_uncounted_ = false;
};

}  // namespace models::runtime
