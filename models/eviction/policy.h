#pragma once

// When an object leaves memory though nothing befalls it. The runtime says what is idle and does what a policy asks; a
// policy sees neither sockets nor code. What can hibernate keeps its sockets; whatever else is put out loses them, and
// its memory with them.

#include <cstdint>
#include <functional>
#include <memory>

#include "models/record_kinds.h"
#include "sim/choice.h"
#include "sim/time.h"

namespace models::eviction {

/// An object in which nothing runs.
struct AtRest {
  sim::Time now;
  sim::Time last_event;   // when something from outside came in or was answered last
  sim::Time class_began;  // when an object of its class was first spoken of
};

class Policy {
 public:
  virtual ~Policy() = default;

  /// The object can hibernate: when it does, if nothing comes before. Time::max(): it stays.
  [[nodiscard]] virtual sim::Time hibernates_at(const AtRest& object) const = 0;
  /// Only work of its own keeps the object, and nobody is connected: when it is put out all the same. Asked once for
  /// each last event. The stream is the object's own; a policy that needs no chance leaves it alone.
  [[nodiscard]] virtual sim::Time evicts_at(const AtRest& object, sim::RandomStream& chance) const = 0;

  // ---- for policies that count memory, and no others: who is in it
  [[nodiscard]] virtual bool counts_memory() const { return false; }
  virtual void came_in(RoomId /*room*/, std::uint64_t /*bytes*/) {}
  virtual void used(RoomId /*room*/) {}
  virtual void went_out(RoomId /*room*/) {}
  [[nodiscard]] virtual bool short_of_memory() const { return false; }
  /// Calls put_out for those that shall make room, the first first, until there is enough of it or nobody is left to
  /// ask. put_out answers whether the room went: what is running stays.
  virtual void make_room(const std::function<bool(RoomId)>& /*put_out*/) {}
};

/// Idle objects that only their own work keeps: the vendor's two rules, which no policy of hibernation replaces.
struct IdleRule {
  /// Between these, evenly (docs: lifecycle).
  sim::Duration after_least = std::chrono::seconds(70);
  sim::Duration after_most = std::chrono::seconds(140);
  /// Instead: at the first tick of a sweep that goes through the class every after_least, and finds the object unused
  /// for longer than that (spec 1.1, the local runtime).
  bool sweep = false;

  [[nodiscard]] sim::Time evicts_at(const AtRest& object, sim::RandomStream& chance) const;
};

/// What a scenario or a command line chose.
struct Choice {
  enum class Kind : std::uint8_t { documented, observed, ttl, lru, break_even, never, always };
  Kind kind = Kind::documented;
  sim::Duration hibernates_after = std::chrono::seconds(10);  // documented, observed
  sim::Duration ttl{};
  std::uint64_t capacity_bytes = 0;  // lru
  sim::Duration wake_worth{};        // break_even: the residence that costs as much as a wake
  IdleRule idle_rule;                // of all but lru and never
};

[[nodiscard]] std::unique_ptr<Policy> make_policy(const Choice& choice);

}  // namespace models::eviction
