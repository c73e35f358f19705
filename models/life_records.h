#pragma once

// The run itself, rooms' lives, and the code that runs in them.

#include <cstdint>
#include <string>

#include "models/record_kinds.h"
#include "models/record_macros.inc"
#include "sim/record.h"

namespace models {

// ---- the run

struct RunBegan {
  DORMOUSE_RECORD(16, "run-began", lifecycle)
  std::string scenario;
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  sim::Duration planned{};  // virtual length asked for
  std::string preset;       // platform preset, e.g. "production"
  std::string cost_table;   // which table of handler times is assumed
  std::uint32_t worker_memory_mb = 128;
  DORMOUSE_FIELDS(sim::field("scenario", &RunBegan::scenario), sim::field("seed", &RunBegan::seed),
                  sim::field("replication", &RunBegan::replication), sim::field("planned", &RunBegan::planned),
                  sim::field("preset", &RunBegan::preset), sim::field("costTable", &RunBegan::cost_table),
                  sim::field("memoryMb", &RunBegan::worker_memory_mb))
};

struct NameDefined {
  DORMOUSE_RECORD(17, "name", lifecycle)
  NameOf what{};
  std::uint32_t id = 0;
  std::uint32_t parent = 0xffffffff;  // a room's class, a client's group
  std::string name;
  DORMOUSE_FIELDS(sim::field("what", &NameDefined::what), sim::field("id", &NameDefined::id),
                  sim::field("parent", &NameDefined::parent), sim::field("name", &NameDefined::name))
};

struct RunEnded {
  DORMOUSE_RECORD(18, "run-ended", lifecycle)
  std::string outcome;  // sim::name_of(RunOutcome)
  std::uint64_t events = 0;
  DORMOUSE_FIELDS(sim::field("outcome", &RunEnded::outcome), sim::field("events", &RunEnded::events))
};

/// Something befell the platform, or one room, because the scenario says so (`faults:`).
struct FaultStruck {
  DORMOUSE_RECORD(20, "fault", lifecycle)
  FaultKind kind{};
  RoomId room = RoomId::none;  // none: the whole platform
  DORMOUSE_FIELDS(sim::field("kind", &FaultStruck::kind), sim::field("room", &FaultStruck::room))
};

/// From its first request on, a room lives in this region of the network's topology.
struct RoomPlaced {
  DORMOUSE_RECORD(21, "placed", lifecycle)
  RoomId room{};
  std::string region;
  DORMOUSE_FIELDS(sim::field("room", &RoomPlaced::room), sim::field("region", &RoomPlaced::region))
};

// ---- a room's life

struct InstanceConstructed {
  DORMOUSE_RECORD(24, "constructed", lifecycle)
  RoomId room{};
  ConstructReason reason{};
  std::uint32_t sockets = 0;  // hibernatable sockets found at the wake
  DORMOUSE_FIELDS(sim::field("room", &InstanceConstructed::room), sim::field("reason", &InstanceConstructed::reason),
                  sim::field("sockets", &InstanceConstructed::sockets))
};

struct Hibernated {
  DORMOUSE_RECORD(25, "hibernated", lifecycle)
  RoomId room{};
  std::uint32_t sockets = 0;
  DORMOUSE_FIELDS(sim::field("room", &Hibernated::room), sim::field("sockets", &Hibernated::sockets))
};

/// Put out of memory with no socket left to keep.
struct Evicted {
  DORMOUSE_RECORD(26, "evicted", lifecycle)
  RoomId room{};
  bool sockets_cut = false;
  DORMOUSE_FIELDS(sim::field("room", &Evicted::room), sim::field("socketsCut", &Evicted::sockets_cut))
};

/// The instance is gone at once: abort, failed constructor, failed commit.
struct RoomReset {
  DORMOUSE_RECORD(27, "reset", lifecycle)
  RoomId room{};
  std::string message;
  DORMOUSE_FIELDS(sim::field("room", &RoomReset::room), sim::field("message", &RoomReset::message))
};

/// From here the room is billed: active, or idle and not hibernatable (pricing: duration).
struct DurationBegan {
  DORMOUSE_RECORD(28, "duration-began", lifecycle)
  RoomId room{};
  DurationReason reason{};
  DORMOUSE_FIELDS(sim::field("room", &DurationBegan::room), sim::field("reason", &DurationBegan::reason))
};

struct DurationEnded {
  DORMOUSE_RECORD(29, "duration-ended", lifecycle)
  RoomId room{};
  DORMOUSE_FIELDS(sim::field("room", &DurationEnded::room))
};

/// The eviction policy needed the room's memory, and the room could not hibernate: a reset follows, which cuts its
/// sockets.
struct ForcedOut {
  DORMOUSE_RECORD(30, "forced-out", lifecycle)
  RoomId room{};
  std::uint32_t sockets = 0;
  DORMOUSE_FIELDS(sim::field("room", &ForcedOut::room), sim::field("sockets", &ForcedOut::sockets))
};

/// The first event of a new instance begins. Only told where policies are compared.
struct WakeServed {
  DORMOUSE_RECORD(31, "wake-served", lifecycle)
  RoomId room{};
  sim::Duration waited{};  // since something found the room out of memory: loading, constructor and what it waits for
  DORMOUSE_FIELDS(sim::field("room", &WakeServed::room), sim::field("waited", &WakeServed::waited))
};

// ---- code that runs

struct InvocationBegan {
  DORMOUSE_RECORD(32, "invocation", clients)
  InvocationId id{};
  RoomId room = RoomId::none;  // none: the stateless Worker
  InvocationKind kind{};
  SocketId socket = SocketId::none;
  DORMOUSE_FIELDS(sim::field("id", &InvocationBegan::id), sim::field("room", &InvocationBegan::room),
                  sim::field("kind", &InvocationBegan::kind), sim::field("socket", &InvocationBegan::socket))
};

struct InvocationEnded {
  DORMOUSE_RECORD(33, "invocation-ended", clients)
  InvocationId id{};
  bool ok = true;
  DORMOUSE_FIELDS(sim::field("id", &InvocationEnded::id), sim::field("ok", &InvocationEnded::ok))
};

/// A handler threw or rejected, or a promise's rejection was handled by nobody.
struct ExceptionThrown {
  DORMOUSE_RECORD(34, "exception", lifecycle)
  RoomId room = RoomId::none;
  InvocationId invocation = InvocationId::none;
  InvocationKind kind{};
  bool unhandled_rejection = false;
  std::string name;
  std::string message;
  std::string stack;  // positions in the user's own files
  DORMOUSE_FIELDS(sim::field("room", &ExceptionThrown::room), sim::field("invocation", &ExceptionThrown::invocation),
                  sim::field("kind", &ExceptionThrown::kind),
                  sim::field("unhandledRejection", &ExceptionThrown::unhandled_rejection),
                  sim::field("name", &ExceptionThrown::name), sim::field("message", &ExceptionThrown::message),
                  sim::field("stack", &ExceptionThrown::stack))
};

struct ConsoleLine {
  DORMOUSE_RECORD(35, "console", clients)
  RoomId room = RoomId::none;
  ConsoleLevel level{};
  sim::BodyId text{};
  DORMOUSE_FIELDS(sim::field("room", &ConsoleLine::room), sim::field("level", &ConsoleLine::level),
                  sim::field("text", &ConsoleLine::text))
};

}  // namespace models

#undef DORMOUSE_RECORD
#undef DORMOUSE_FIELDS
