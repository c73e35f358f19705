#pragma once

// What rooms use and are billed for: requests, storage, alarms; and their ends of sockets.

#include <cstdint>
#include <string>

#include "models/record_kinds.h"
#include "models/record_macros.inc"
#include "sim/record.h"

namespace models {

// ---- requests (what the bill counts)

/// A request that the platform bills to a Durable Object: HTTP, WebSocket upgrade, RPC session or alarm.
struct RequestBilled {
  DORMOUSE_RECORD(40, "request", lifecycle)
  RoomId room{};
  InvocationKind kind{};
  DORMOUSE_FIELDS(sim::field("room", &RequestBilled::room), sim::field("kind", &RequestBilled::kind))
};

struct WorkerRequest {
  DORMOUSE_RECORD(41, "worker-request", lifecycle)
  sim::Duration cpu{};
  DORMOUSE_FIELDS(sim::field("cpu", &WorkerRequest::cpu))
};

/// A Worker was called through a service binding or by RPC; its CPU time is billed, the request is not (pricing R11).
struct ServiceCalled {
  DORMOUSE_RECORD(46, "service-called", lifecycle)
  InvocationId id{};
  std::string worker;
  std::string entry;
  sim::Duration cpu{};
  DORMOUSE_FIELDS(sim::field("id", &ServiceCalled::id), sim::field("worker", &ServiceCalled::worker),
                  sim::field("entry", &ServiceCalled::entry), sim::field("cpu", &ServiceCalled::cpu))
};

// ---- cron triggers

/// A cron trigger of the Worker fired; the invocation follows.
struct CronFired {
  DORMOUSE_RECORD(45, "cron", clients)
  InvocationId id{};
  std::string cron;
  sim::Time due{};
  DORMOUSE_FIELDS(sim::field("id", &CronFired::id), sim::field("cron", &CronFired::cron),
                  sim::field("due", &CronFired::due))
};

// ---- what code asks of the outside

/// fetch() of a host that is none of the scenario's own; billed to nobody (pricing R11).
struct UpstreamRequested {
  DORMOUSE_RECORD(42, "upstream-requested", clients)
  std::uint32_t request = 0;   // counted over the run
  RoomId room = RoomId::none;  // none: the stateless Worker
  std::string method;
  std::string url;
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("request", &UpstreamRequested::request), sim::field("room", &UpstreamRequested::room),
                  sim::field("method", &UpstreamRequested::method), sim::field("url", &UpstreamRequested::url),
                  sim::field("body", &UpstreamRequested::body))
};

/// status 0: no answer came; `failure` says why. Of a body that comes in pieces all are in `body`.
struct UpstreamAnswered {
  DORMOUSE_RECORD(43, "upstream-answered", clients)
  std::uint32_t request = 0;
  std::uint16_t status = 0;
  std::string failure;
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("request", &UpstreamAnswered::request), sim::field("status", &UpstreamAnswered::status),
                  sim::field("failure", &UpstreamAnswered::failure), sim::field("body", &UpstreamAnswered::body))
};

/// No rule of the scenario answers this request: what to add is in `error`. Kept at every level, since code may have
/// caught the error.
struct UpstreamMissing {
  DORMOUSE_RECORD(44, "upstream-missing", lifecycle)
  RoomId room = RoomId::none;
  std::string method;
  std::string url;
  std::string error;
  DORMOUSE_FIELDS(sim::field("room", &UpstreamMissing::room), sim::field("method", &UpstreamMissing::method),
                  sim::field("url", &UpstreamMissing::url), sim::field("error", &UpstreamMissing::error))
};

// ---- storage

struct StorageUsed {
  DORMOUSE_RECORD(48, "storage", clients)
  RoomId room{};
  StorageOperation operation{};
  std::uint64_t rows_read = 0;
  std::uint64_t rows_written = 0;
  DORMOUSE_FIELDS(sim::field("room", &StorageUsed::room), sim::field("operation", &StorageUsed::operation),
                  sim::field("rowsRead", &StorageUsed::rows_read),
                  sim::field("rowsWritten", &StorageUsed::rows_written))
};

/// The writes of one turn are durable.
struct Committed {
  DORMOUSE_RECORD(49, "committed", lifecycle)
  RoomId room{};
  std::uint64_t size_bytes = 0;  // the database after it; 0: nothing stored
  std::uint64_t rows = 0;        // rows held after it
  DORMOUSE_FIELDS(sim::field("room", &Committed::room), sim::field("bytes", &Committed::size_bytes),
                  sim::field("rows", &Committed::rows))
};

/// Billed rows since the last UsageMetered of this room, written at hibernation, eviction, reset and the end, so
/// that a bill needs only the lifecycle level.
struct UsageMetered {
  DORMOUSE_RECORD(50, "usage", lifecycle)
  RoomId room{};
  std::uint64_t rows_read = 0;
  std::uint64_t rows_written = 0;
  std::uint64_t messages_in = 0;
  std::uint64_t messages_out = 0;
  DORMOUSE_FIELDS(sim::field("room", &UsageMetered::room), sim::field("rowsRead", &UsageMetered::rows_read),
                  sim::field("rowsWritten", &UsageMetered::rows_written),
                  sim::field("messagesIn", &UsageMetered::messages_in),
                  sim::field("messagesOut", &UsageMetered::messages_out))
};

/// Nothing is left of what the Free plan includes of this day.
struct AllowanceSpent {
  DORMOUSE_RECORD(51, "allowance-spent", lifecycle)
  Allowance allowance{};
  DORMOUSE_FIELDS(sim::field("allowance", &AllowanceSpent::allowance))
};

// ---- alarms

struct AlarmSet {
  DORMOUSE_RECORD(56, "alarm-set", lifecycle)
  RoomId room{};
  sim::Time due{};
  DORMOUSE_FIELDS(sim::field("room", &AlarmSet::room), sim::field("due", &AlarmSet::due))
};

struct AlarmCleared {
  DORMOUSE_RECORD(57, "alarm-cleared", lifecycle)
  RoomId room{};
  DORMOUSE_FIELDS(sim::field("room", &AlarmCleared::room))
};

struct AlarmFired {
  DORMOUSE_RECORD(58, "alarm-fired", lifecycle)
  RoomId room{};
  sim::Time due{};
  std::uint32_t retry_count = 0;
  DORMOUSE_FIELDS(sim::field("room", &AlarmFired::room), sim::field("due", &AlarmFired::due),
                  sim::field("retryCount", &AlarmFired::retry_count))
};

/// The run ended: done, to be retried (retry_at set), or given up (retry_at zero and ok false).
struct AlarmEnded {
  DORMOUSE_RECORD(59, "alarm-ended", lifecycle)
  RoomId room{};
  bool ok = true;
  bool given_up = false;
  sim::Time retry_at{};
  DORMOUSE_FIELDS(sim::field("room", &AlarmEnded::room), sim::field("ok", &AlarmEnded::ok),
                  sim::field("givenUp", &AlarmEnded::given_up), sim::field("retryAt", &AlarmEnded::retry_at))
};

// ---- sockets: the room's side

struct SocketAccepted {
  DORMOUSE_RECORD(64, "socket-accepted", lifecycle)
  RoomId room{};
  SocketId socket{};
  bool hibernatable = true;
  DORMOUSE_FIELDS(sim::field("room", &SocketAccepted::room), sim::field("socket", &SocketAccepted::socket),
                  sim::field("hibernatable", &SocketAccepted::hibernatable))
};

/// The room's end is finished with: the close or error event was dispatched, or the socket was cut.
struct SocketGone {
  DORMOUSE_RECORD(65, "socket-gone", lifecycle)
  RoomId room{};
  SocketId socket{};
  std::uint16_t code = 0;
  DORMOUSE_FIELDS(sim::field("room", &SocketGone::room), sim::field("socket", &SocketGone::socket),
                  sim::field("code", &SocketGone::code))
};

/// A message reached the room (before the input gate). auto_response: answered without the object.
struct MessageArrived {
  DORMOUSE_RECORD(66, "message-arrived", all)
  RoomId room{};
  SocketId socket{};
  MessageKind kind{};
  sim::BodyId body{};
  bool auto_response = false;
  DORMOUSE_FIELDS(sim::field("room", &MessageArrived::room), sim::field("socket", &MessageArrived::socket),
                  sim::field("kind", &MessageArrived::kind), sim::field("body", &MessageArrived::body),
                  sim::field("autoResponse", &MessageArrived::auto_response))
};

/// A message left the room: it has passed the output gate.
struct MessageLeft {
  DORMOUSE_RECORD(67, "message-left", all)
  RoomId room{};
  SocketId socket{};
  MessageKind kind{};
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("room", &MessageLeft::room), sim::field("socket", &MessageLeft::socket),
                  sim::field("kind", &MessageLeft::kind), sim::field("body", &MessageLeft::body))
};

}  // namespace models

#undef DORMOUSE_RECORD
#undef DORMOUSE_FIELDS
