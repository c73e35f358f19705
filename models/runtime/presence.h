#pragma once

// What an object has only while it is in memory or something of it is under way: its instance, gates, and whatever
// waits. Of a million rooms few are there at any time; the others do without it.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "models/runtime/host.h"
#include "models/runtime/input_gate.h"
#include "models/runtime/output_gate.h"
#include "models/runtime/room_socket.h"
#include "sim/flat_map.h"
#include "sim/queue.h"
#include "sim/simulation.h"

namespace models::runtime {

using RespondToCaller = std::function<void(FetchOutcome)>;
/// What an instance or the Worker has done elsewhere, and waits for.
using Errand = std::function<void(RespondToCaller)>;

/// An event of the object: queued, begun, or settled with an answer that has not left.
struct Invocation {
  InvocationKind kind{};
  SocketId socket = SocketId::none;
  SocketId offered = SocketId::none;
  RespondToCaller respond;
  bool upgrade = false;
  bool began = false;
  std::uint32_t timeout_ms = 0;  // of a socket event
  sim::EventHandle timeout{};
  sim::Time arrived{};
  std::uint64_t bytes = 0;
};

/// What the instance waits for outside its turns.
enum class WaitKind : std::uint8_t { timer, sync, call, section };
struct Wait {
  WaitKind kind{};
  SectionId section{};
  sim::EventHandle event;
  storage::TransactionId transaction = 0;
  sim::Time began{};
  sim::Time due{};  // of a timer
};

struct OpenSection {
  SectionId section{};
  sim::EventHandle timeout;
};

/// Of the present event's part of each of the object's streams, how many draws were made.
struct DrawsOfEvent {
  std::uint32_t costs = 0, reads = 0, writes = 0, commits = 0, sql = 0;
};

/// A default-constructed one is what an object that is not in memory would have.
struct Presence {
  std::unique_ptr<Instance> instance;
  bool constructing = false;
  InputGate gate;
  OutputGate output;
  std::uint32_t flushing = 0;  // the output gate is letting something out
  sim::Time busy_until{};

  // the turn that runs, or ran last
  sim::Time turn_began{};
  bool in_turn = false;
  SectionId turn_section = SectionId::root;
  InvocationId turn_invocation = InvocationId::none;  // the event whose first turn it is
  sim::Duration charge{};
  sim::Duration clock_shift{};  // how far readings have moved its clock
  bool clock_read = false;
  sim::Duration cpu_used{};  // since the last event that came in
  bool doomed = false;       // an uncaught exception ends the instance with this turn
  SocketId offered_now =
      SocketId::none;  // to whoever accepts next: a client's connection, while its upgrade is handled
  sim::EventHandle pump_event;
  DrawsOfEvent drawn;

  // what is under way
  sim::FlatMap<InvocationId, Invocation> invocations;  // begun or queued, not settled
  sim::FlatMap<InvocationId, Invocation> answers;      // settled, and held by the output gate
  sim::FlatMap<WaitId, Wait> waits;
  std::uint32_t timers = 0;
  std::uint32_t calls = 0;
  std::vector<BodyId> open_bodies;                          // that the instance writes
  std::vector<BodyId> given_bodies;                         // of responses that it was given
  sim::FlatMap<WaitId, sim::Time> wait_untils;              // with when they began
  std::uint32_t rpc_sessions_in = 0, rpc_sessions_out = 0;  // with stubs, by who opened them
  std::optional<InvocationId> alarm_invocation;
  sim::EventHandle alarm_timeout;
  sim::FlatMap<WaitId, OpenSection> sections;
  sim::Time commit_free_at{};
  sim::Queue<sim::EventHandle> commits;  // on their way to the disk, oldest first
  std::unique_ptr<const CallError> commit_failed;
  std::uint32_t standard_sockets = 0;
  sim::FlatMap<SocketId, std::unique_ptr<RoomSocket>> finished;  // over, but this instance may still ask about them
  bool cut_off = false;                                          // an event of this instance ran out of time

  // how long it stays
  sim::EventHandle inactivity;
  sim::Time inactivity_at{};
  bool inactivity_evicts = false;  // else it hibernates
  sim::Time last_event{};          // when something from outside came in or was answered last
  sim::Time awaited_since{};       // by whatever found it out of memory
  bool wake_untold = false;        // of which no event has begun yet
  sim::Time eviction_due{};        // for eviction_for == last_event
  sim::Time eviction_for = sim::Time::max();
  std::optional<DurationReason> billed;
  std::vector<std::pair<bool, std::function<void(bool)>>> eviction_requests;
  bool hibernates_soon = false;  // a fault's wish: as soon as it may
};

}  // namespace models::runtime
