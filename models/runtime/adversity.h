#pragma once

// What a scenario lets befall objects: the runtime tells of the moments at which something may strike, and asks what
// does. Whatever is drawn for an answer comes from streams of the fault that it is drawn for (docs/faults.md).

#include <cstdint>
#include <string_view>

#include "sim/time.h"

namespace models::runtime {

class Actor;

/// Each is also a record of the trace.
enum class Moment : std::uint8_t {
  constructs,   // InstanceConstructed
  wakes,        // of those: from hibernation
  request,      // InvocationBegan: fetch, or a call over RPC
  message,      // InvocationBegan: message
  connects,     // SocketAccepted
  disconnects,  // InvocationBegan: close or error
  sets_alarm,   // AlarmSet
  alarm_fires,  // AlarmFired
  alarm_ends,   // AlarmEnded, successfully
  commit,       // the end of a turn that wrote: Committed follows, unless something keeps it from it
  committed,    // Committed
  hibernates,   // Hibernated
  evicted,      // Evicted
  resets        // RoomReset
};
inline constexpr std::string_view kMoments[] = {"constructs",  "wakes",      "request",     "message",    "connects",
                                                "disconnects", "sets alarm", "alarm fires", "alarm ends", "commit",
                                                "committed",   "hibernates", "evicted",     "resets"};

/// What becomes of the writes of a turn.
struct CommitFate {
  enum class Kind : std::uint8_t { lands, fails, hangs, crash_before, crash_after };
  Kind kind = Kind::lands;
  sim::Duration later{};  // than it would be
};

class Adversity {
 public:
  virtual ~Adversity() = default;
  /// Nothing of the object may be changed from within.
  virtual void happened(Moment moment, Actor& actor) = 0;
  /// Asked once for each commit.
  virtual CommitFate commit(Actor& actor) = 0;
  /// Once for each time that an alarm is armed.
  virtual sim::Duration alarm_late(Actor& actor) = 0;
  /// Whether the run of alarm() that has just succeeded is lost before its end is stored.
  virtual bool alarm_again(Actor& actor) = 0;
  /// On top of what the constructor takes.
  virtual sim::Duration constructor_takes(Actor& actor) = 0;
  /// How far the clock of the object's host is ahead; null: the Worker's.
  [[nodiscard]] virtual sim::Duration clock_ahead(const Actor* actor) const = 0;
  [[nodiscard]] virtual bool overloaded(const Actor& actor) const = 0;
  /// Its database must not grow.
  [[nodiscard]] virtual bool disk_full(const Actor& actor) const = 0;
};

}  // namespace models::runtime
