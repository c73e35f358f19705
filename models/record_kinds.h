#pragma once

// Numbers and kinds that records speak of.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace models {

/// Rooms, clients, client groups, classes and namespaces are numbered in order of first mention in a NameDefined.
enum class RoomId : std::uint32_t { none = 0xffffffff };
enum class ClientId : std::uint32_t { none = 0xffffffff };
/// One WebSocket connection, counted over the whole run. Both ends speak of it by this number.
enum class SocketId : std::uint32_t { none = 0xffffffff };
/// One entry into room or Worker code: a fetch, a message, an alarm. Counted over the whole run.
enum class InvocationId : std::uint32_t { none = 0xffffffff };

enum class NameOf : std::uint8_t { room, client, group, durable_object_class, link_profile };
enum class InvocationKind : std::uint8_t {
  worker_fetch,
  fetch,
  rpc,
  alarm,
  message,
  close,
  error,
  timer,
  constructor,
  scheduled
};
enum class ConstructReason : std::uint8_t { first, wake_from_hibernation, after_eviction, after_reset };
enum class DurationReason : std::uint8_t {
  handler,
  timer,
  wait_until,
  accepted_socket,
  outgoing_socket,
  unfinished_io,
  held_stub  // of RPC, on either side
};
enum class MessageKind : std::uint8_t { text, binary };
enum class StorageOperation : std::uint8_t {
  get,
  put,
  remove,
  list,
  remove_all,
  get_alarm,
  set_alarm,
  remove_alarm,
  sql
};
enum class FaultKind : std::uint8_t {
  deploy,
  restart,
  host_lost,
  evict,
  hibernate,
  isolate_lost,
  crash_before_commit,
  crash_after_commit,
  storage_write_fails,
  storage_write_hangs,
  slow_storage,
  disk_full,
  alarm_late,
  alarm_duplicate,
  clock_jump,
  overload,
  constructor_slow,
  half_open,
  connection_reset,
  clog,
  swizzle
};
/// What the Free plan includes of each day.
enum class Allowance : std::uint8_t { object_requests, object_duration, rows_read, rows_written, worker_requests };
enum class ConsoleLevel : std::uint8_t { debug, log, info, warn, error };

// The words for them, as JSON shows them. A trace from elsewhere may hold any number.
template <class E, std::size_t N>
[[nodiscard]] constexpr std::string_view word_of(E value, const std::string_view (&words)[N]) {
  const auto index = static_cast<std::size_t>(value);
  return index < N ? words[index] : "?";
}
[[nodiscard]] constexpr std::string_view name_of(NameOf value) {
  constexpr std::string_view kNames[] = {"room", "client", "group", "durable-object-class", "link-profile"};
  return word_of(value, kNames);
}
[[nodiscard]] constexpr std::string_view name_of(InvocationKind value) {
  constexpr std::string_view kNames[] = {"worker-fetch", "fetch", "rpc",   "alarm",       "message",
                                         "close",        "error", "timer", "constructor", "scheduled"};
  return word_of(value, kNames);
}
[[nodiscard]] constexpr std::string_view name_of(ConstructReason value) {
  constexpr std::string_view kNames[] = {"first", "wake-from-hibernation", "after-eviction", "after-reset"};
  return word_of(value, kNames);
}
[[nodiscard]] constexpr std::string_view name_of(DurationReason value) {
  constexpr std::string_view kNames[] = {"handler",         "timer",         "wait-until", "accepted-socket",
                                         "outgoing-socket", "unfinished-io", "held-stub"};
  return word_of(value, kNames);
}
[[nodiscard]] constexpr std::string_view name_of(MessageKind value) {
  constexpr std::string_view kNames[] = {"text", "binary"};
  return word_of(value, kNames);
}
[[nodiscard]] constexpr std::string_view name_of(StorageOperation value) {
  constexpr std::string_view kNames[] = {"get",       "put",       "remove",       "list", "delete-all",
                                         "get-alarm", "set-alarm", "remove-alarm", "sql"};
  return word_of(value, kNames);
}
[[nodiscard]] constexpr std::string_view name_of(FaultKind value) {
  constexpr std::string_view kNames[] = {"deploy",
                                         "restart",
                                         "host-lost",
                                         "evict",
                                         "hibernate",
                                         "isolate-lost",
                                         "crash-before-commit",
                                         "crash-after-commit",
                                         "storage-write-fails",
                                         "storage-write-hangs",
                                         "slow-storage",
                                         "disk-full",
                                         "alarm-late",
                                         "alarm-duplicate",
                                         "clock-jump",
                                         "overload",
                                         "constructor-slow",
                                         "half-open",
                                         "connection-reset",
                                         "clog",
                                         "swizzle"};
  return word_of(value, kNames);
}
[[nodiscard]] constexpr std::string_view name_of(Allowance value) {
  constexpr std::string_view kNames[] = {"object-requests", "object-duration", "rows-read", "rows-written",
                                         "worker-requests"};
  return word_of(value, kNames);
}
[[nodiscard]] constexpr std::string_view name_of(ConsoleLevel value) {
  constexpr std::string_view kNames[] = {"debug", "log", "info", "warn", "error"};
  return word_of(value, kNames);
}

}  // namespace models
