#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/eviction/policy.h"
#include "models/runtime/daily_use.h"
#include "models/runtime/worker_options.h"
#include "sim/distribution.h"
#include "sim/time.h"

namespace models::runtime {

/// What requests may pile up before an object answers that it is overloaded; 0: no limit. The vendor publishes none of
/// these thresholds (spec 6.4), so that no preset sets one.
struct OverloadLimits {
  std::uint64_t queued_requests = 0;
  std::uint64_t queued_bytes = 0;
  sim::Duration queued_for{};
  std::uint64_t requests_in_10s = 0;
  [[nodiscard]] bool any() const {
    return queued_requests + queued_bytes + requests_in_10s > 0 || queued_for.count() > 0;
  }
};

/// What the platform does where it has a choice. The defaults are those of the preset `production`; workerd_options()
/// differs from them where the local runtime does. docs/differences.md says of each who says so.
struct PlatformOptions {
  std::string preset = "production";

  // ---- going out of memory
  /// Hibernation after ten idle seconds was recorded between 9.6 and 10.4 s (spec 1.1).
  eviction::Choice eviction;
  /// A pending timer, waitUntil or call puts that eviction off for so long from its own start; 0: it does not. None:
  /// what the Worker's compatibility date says.
  std::optional<sim::Duration> pending_work_keeps;

  /// For whoever compares policies: each instance's first event is told with how long it waited (WakeServed).
  bool tell_wakes = false;

  // ---- limits
  /// blockConcurrencyWhile longer than this resets the object (spec 1.5).
  sim::Duration section_limit = std::chrono::seconds(30);
  /// alarm() longer than this resets the object and is retried (spec 5.2).
  sim::Duration alarm_limit = std::chrono::minutes(15);
  /// CPU time since the last event that came in; 0: no limit (spec 1.5: production only).
  sim::Duration cpu_limit = std::chrono::seconds(30);
  /// CPU time of a turn comes from the code that ran in it, if the host can tell; else from the cost table.
  bool cpu_by_blocks = false;
  /// Memory of an isolate with all the objects in it; 0: no limit (spec 1.5: production only).
  std::uint64_t memory_limit_bytes = 128ULL << 20;
  OverloadLimits overload;
  /// What each day includes, after which operations of that kind fail; none: the plan has no such end.
  std::optional<DailyAllowances> daily_allowances;

  // ---- time
  /// What each reading of the clock in a turn shows more than the one before, and the time that it takes; 0: the clock
  /// stands still in a turn, as in production (spec 7).
  sim::Duration clock_step{};
  /// Commits are done on the thread that runs timers, and before those that are due (recorded: order-promises).
  bool commits_before_timers = false;

  // ---- alarms
  /// setAlarm() in the running alarm's own millisecond is lost when alarm() succeeds (spec 5.4); else it fires.
  bool alarm_equal_time_is_lost = true;
  /// A constructor that throws when an alarm wakes the object counts against the six retries (spec 5.3: it does not).
  bool constructor_throw_counts_retry = false;
  /// Takes the place of the cost table's lateness of alarms.
  std::optional<sim::Distribution> alarm_lateness;

  // ---- failures
  /// How often an exception that leaves a handler also ends the instance (docs: it "may"; the local runtime: never).
  double uncaught_resets = 0;
  /// How often a commit fails, and how often it hangs until the object is reset (spec 1.5). Set by `faults:`.
  double storage_write_fails = 0;
  double storage_write_hangs = 0;
  sim::Duration storage_limit = std::chrono::seconds(30);

  // ---- isolates
  /// Over how many isolates objects are spread. The first is the Worker's own, too.
  std::uint32_t isolates = 1;
  /// An isolate in which no object lives any more is dropped with its module globals.
  bool empty_isolates_go = false;

  // ---- sockets
  /// getWebSockets() in the recorded order (spec 2.2), or in any: documentation promises none.
  bool sockets_in_recorded_order = true;

  /// Whether the Worker hears of a client that goes before its answer; the local runtime notices only while a body is
  /// being written (seen there).
  bool notices_gone_clients = true;

  // ---- calls
  /// A call of a method that begins in the same moment as a fetch arrives after it: recorded on the local runtime,
  /// which so breaks the documented order of calls through one stub.
  bool rpc_arrives_after_fetch = false;

  // ---- storage
  /// Whether the limits of classes without SQL are enforced: in production, not by the local runtime
  /// (docs/spec/observed.md 5).
  bool enforce_kv_limits = true;

  /// The application's Workers; the first is in front.
  std::vector<WorkerOptions> workers = std::vector<WorkerOptions>(1);
};

/// What the local runtime does: no limits of memory and CPU, a clock that moves, eviction by a sweep.
[[nodiscard]] inline PlatformOptions workerd_options() {
  PlatformOptions options;
  options.preset = "workerd";
  options.eviction.kind = eviction::Choice::Kind::observed;
  options.eviction.idle_rule.sweep = true;
  options.cpu_limit = {};
  options.memory_limit_bytes = 0;
  options.clock_step = std::chrono::milliseconds(1);
  options.commits_before_timers = true;
  options.rpc_arrives_after_fetch = true;
  options.enforce_kv_limits = false;
  options.notices_gone_clients = false;
  return options;
}

}  // namespace models::runtime
