#pragma once

// The vocabulary: each kind of thing that can be said to have happened in a run. Bills, verdicts, pages and golden
// files read these and nothing else. Numbers are never reused; a change of fields is a change of sim::kTraceVersion.

#include <cstdint>
#include <string>

#include "sim/record.h"

namespace models {

/// Rooms, clients, client groups, classes and namespaces are numbered in order of first mention in a NameDefined.
enum class RoomId : std::uint32_t { none = 0xffffffff };
enum class ClientId : std::uint32_t { none = 0xffffffff };
/// One WebSocket connection, counted over the whole run. Both ends speak of it by this number.
enum class SocketId : std::uint32_t { none = 0xffffffff };
/// One entry into room or Worker code: a fetch, a message, an alarm. Counted over the whole run.
enum class InvocationId : std::uint32_t { none = 0xffffffff };

enum class NameOf : std::uint8_t { room, client, group, durable_object_class, link_profile };
enum class InvocationKind : std::uint8_t { worker_fetch, fetch, rpc, alarm, message, close, error, timer, constructor };
enum class ConstructReason : std::uint8_t { first, wake_from_hibernation, after_eviction, after_reset };
enum class DurationReason : std::uint8_t { handler, timer, wait_until, accepted_socket, outgoing_socket, unfinished_io };
enum class MessageKind : std::uint8_t { text, binary };
enum class StorageOperation : std::uint8_t { get, put, remove, list, remove_all, get_alarm, set_alarm, remove_alarm, sql };
enum class ConsoleLevel : std::uint8_t { debug, log, info, warn, error };
enum class LossReason : std::uint8_t { client_gone, link_lost, room_reset, room_evicted, timeout, partition };

#define DORMOUSE_RECORD(NUMBER, NAME, LEVEL)                          \
  static constexpr std::uint16_t kKind = NUMBER;                      \
  static constexpr std::string_view kName = NAME;                     \
  static constexpr sim::TraceLevel kLevel = sim::TraceLevel::LEVEL;
#define DORMOUSE_FIELDS(...) \
  static constexpr auto fields() { return std::tuple{__VA_ARGS__}; }

// ---- the run

struct RunBegan {
  DORMOUSE_RECORD(16, "run-began", lifecycle)
  std::string scenario;
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  sim::Duration planned{};      // virtual length asked for
  std::string preset;           // platform preset, e.g. "production"
  std::string cost_table;       // which table of handler times is assumed
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
                  sim::field("kind", &ExceptionThrown::kind), sim::field("unhandledRejection", &ExceptionThrown::unhandled_rejection),
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

// ---- storage

struct StorageUsed {
  DORMOUSE_RECORD(48, "storage", clients)
  RoomId room{};
  StorageOperation operation{};
  std::uint64_t rows_read = 0;
  std::uint64_t rows_written = 0;
  DORMOUSE_FIELDS(sim::field("room", &StorageUsed::room), sim::field("operation", &StorageUsed::operation),
                  sim::field("rowsRead", &StorageUsed::rows_read), sim::field("rowsWritten", &StorageUsed::rows_written))
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

// ---- clients

struct ClientConnecting {
  DORMOUSE_RECORD(80, "connecting", clients)
  ClientId client{};
  std::string path;
  DORMOUSE_FIELDS(sim::field("client", &ClientConnecting::client), sim::field("path", &ClientConnecting::path))
};

struct ClientConnected {
  DORMOUSE_RECORD(81, "connected", lifecycle)
  ClientId client{};
  SocketId socket{};
  std::string protocol;
  DORMOUSE_FIELDS(sim::field("client", &ClientConnected::client), sim::field("socket", &ClientConnected::socket),
                  sim::field("protocol", &ClientConnected::protocol))
};

/// The upgrade was answered with something else, or not at all (status 0).
struct ClientRefused {
  DORMOUSE_RECORD(82, "refused", lifecycle)
  ClientId client{};
  std::uint16_t status = 0;
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("client", &ClientRefused::client), sim::field("status", &ClientRefused::status),
                  sim::field("body", &ClientRefused::body))
};

struct ClientSent {
  DORMOUSE_RECORD(83, "sent", clients)
  ClientId client{};
  SocketId socket{};
  MessageKind kind{};
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("client", &ClientSent::client), sim::field("socket", &ClientSent::socket),
                  sim::field("kind", &ClientSent::kind), sim::field("body", &ClientSent::body))
};

struct ClientReceived {
  DORMOUSE_RECORD(84, "received", clients)
  ClientId client{};
  SocketId socket{};
  MessageKind kind{};
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("client", &ClientReceived::client), sim::field("socket", &ClientReceived::socket),
                  sim::field("kind", &ClientReceived::kind), sim::field("body", &ClientReceived::body))
};

struct ClientPong {
  DORMOUSE_RECORD(85, "pong", clients)
  ClientId client{};
  SocketId socket{};
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("client", &ClientPong::client), sim::field("socket", &ClientPong::socket),
                  sim::field("body", &ClientPong::body))
};

/// A Close frame came in; 1005: it was empty.
struct ClientCloseFrame {
  DORMOUSE_RECORD(86, "close-frame", clients)
  ClientId client{};
  SocketId socket{};
  std::uint16_t code = 0;
  std::string reason;
  DORMOUSE_FIELDS(sim::field("client", &ClientCloseFrame::client), sim::field("socket", &ClientCloseFrame::socket),
                  sim::field("code", &ClientCloseFrame::code), sim::field("reason", &ClientCloseFrame::reason))
};

/// The client itself began to close (code 1005: bare), or cut the connection.
struct ClientLeaving {
  DORMOUSE_RECORD(87, "leaving", clients)
  ClientId client{};
  SocketId socket{};
  bool abrupt = false;
  std::uint16_t code = 0;
  DORMOUSE_FIELDS(sim::field("client", &ClientLeaving::client), sim::field("socket", &ClientLeaving::socket),
                  sim::field("abrupt", &ClientLeaving::abrupt), sim::field("code", &ClientLeaving::code))
};

/// The connection has ended as the client sees it.
struct ClientClosed {
  DORMOUSE_RECORD(88, "closed", lifecycle)
  ClientId client{};
  SocketId socket{};
  std::uint16_t code = 0;
  std::string reason;
  bool was_clean = false;
  DORMOUSE_FIELDS(sim::field("client", &ClientClosed::client), sim::field("socket", &ClientClosed::socket),
                  sim::field("code", &ClientClosed::code), sim::field("reason", &ClientClosed::reason),
                  sim::field("wasClean", &ClientClosed::was_clean))
};

struct HttpRequested {
  DORMOUSE_RECORD(89, "http-requested", clients)
  ClientId client{};
  std::uint32_t request = 0;
  std::string method;
  std::string path;
  DORMOUSE_FIELDS(sim::field("client", &HttpRequested::client), sim::field("request", &HttpRequested::request),
                  sim::field("method", &HttpRequested::method), sim::field("path", &HttpRequested::path))
};

/// status 0: no answer came. Headers are "name: value" lines, lower-case names.
struct HttpAnswered {
  DORMOUSE_RECORD(90, "http-answered", clients)
  ClientId client{};
  std::uint32_t request = 0;
  std::uint16_t status = 0;
  std::string headers;
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("client", &HttpAnswered::client), sim::field("request", &HttpAnswered::request),
                  sim::field("status", &HttpAnswered::status), sim::field("headers", &HttpAnswered::headers),
                  sim::field("body", &HttpAnswered::body))
};

// ---- network

struct LinkLost {
  DORMOUSE_RECORD(96, "link-lost", clients)
  ClientId client{};
  SocketId socket{};
  DORMOUSE_FIELDS(sim::field("client", &LinkLost::client), sim::field("socket", &LinkLost::socket))
};

struct PartitionBegan {
  DORMOUSE_RECORD(97, "partition", lifecycle)
  std::uint32_t group = 0;
  sim::Time until{};
  DORMOUSE_FIELDS(sim::field("group", &PartitionBegan::group), sim::field("until", &PartitionBegan::until))
};

// ---- control (conformance steps and verdicts computed inside a run)

struct ControlDone {
  DORMOUSE_RECORD(112, "control", clients)
  std::string name;
  bool ok = true;
  std::string error_name;
  std::string error_message;
  DORMOUSE_FIELDS(sim::field("name", &ControlDone::name), sim::field("ok", &ControlDone::ok),
                  sim::field("errorName", &ControlDone::error_name), sim::field("errorMessage", &ControlDone::error_message))
};

#undef DORMOUSE_RECORD
#undef DORMOUSE_FIELDS

/// Calls visit<R>() for every record type, in order of number.
template <class Visitor>
void for_each_record_type(Visitor&& visit) {
  visit.template operator()<RunBegan>();
  visit.template operator()<NameDefined>();
  visit.template operator()<RunEnded>();
  visit.template operator()<InstanceConstructed>();
  visit.template operator()<Hibernated>();
  visit.template operator()<Evicted>();
  visit.template operator()<RoomReset>();
  visit.template operator()<DurationBegan>();
  visit.template operator()<DurationEnded>();
  visit.template operator()<InvocationBegan>();
  visit.template operator()<InvocationEnded>();
  visit.template operator()<ExceptionThrown>();
  visit.template operator()<ConsoleLine>();
  visit.template operator()<RequestBilled>();
  visit.template operator()<WorkerRequest>();
  visit.template operator()<StorageUsed>();
  visit.template operator()<Committed>();
  visit.template operator()<UsageMetered>();
  visit.template operator()<AlarmSet>();
  visit.template operator()<AlarmCleared>();
  visit.template operator()<AlarmFired>();
  visit.template operator()<AlarmEnded>();
  visit.template operator()<SocketAccepted>();
  visit.template operator()<SocketGone>();
  visit.template operator()<MessageArrived>();
  visit.template operator()<MessageLeft>();
  visit.template operator()<ClientConnecting>();
  visit.template operator()<ClientConnected>();
  visit.template operator()<ClientRefused>();
  visit.template operator()<ClientSent>();
  visit.template operator()<ClientReceived>();
  visit.template operator()<ClientPong>();
  visit.template operator()<ClientCloseFrame>();
  visit.template operator()<ClientLeaving>();
  visit.template operator()<ClientClosed>();
  visit.template operator()<HttpRequested>();
  visit.template operator()<HttpAnswered>();
  visit.template operator()<LinkLost>();
  visit.template operator()<PartitionBegan>();
  visit.template operator()<ControlDone>();
}

}  // namespace models
