#pragma once

// What a scenario asks of a property. Each kind reads what it takes; the rest stays as it is.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/time.h"

namespace models::invariants {

/// How a property tells one message from another, which only the user knows. Members are paths as `keep:` has them:
/// "message.id", "items.0".
struct MessageIdentity {
  bool as_sent = false;  // rooms pass on what clients send, byte for byte, and no two clients send the same
  std::string id;        // a member that is the same in what a client sends and in what others receive
  std::string number;    // a member that only grows, of each sender
  std::string sender;    // a member; empty: all that is received on a connection has one sender
  std::string with;      // JSON: only messages with these members count; empty: all
};

struct CountLimit {
  std::uint64_t most = 0;
  sim::Duration within{};  // in any stretch of time as long as this
};

/// So many of ten thousand take at most so long.
struct QuantileLimit {
  std::uint32_t of_ten_thousand = 0;
  sim::Duration most{};
};

enum class PresenceCounts : std::uint8_t { sockets, clients, others };

enum class UseMeter : std::uint8_t {
  requests,
  messages,
  object_seconds,
  rows_read,
  rows_written,
  stored_bytes,
  worker_requests,
  worker_cpu_ms
};

struct UseLimit {
  UseMeter meter{};
  std::uint64_t most = 0;
  sim::Duration per{};  // an hour, a day, or a month of 30 days
};

struct PropertySpec {
  std::string kind{};                            // one of property_kinds(); spaces and underscores are the same
  std::string text{};                            // a text to look for; a view; the member that presence is told in
  sim::Duration within = std::chrono::hours(1);  // what is a bound in time
  bool unless_alarm_armed = false;               // storage freed: what is to be freed later on counts as freed
  MessageIdentity message{};
  bool even_if_resent = false;        // no duplicates
  std::string acknowledged_id{};      // acknowledged is durable: the member in acknowledgements; empty: as in messages
  CountLimit count{};                 // wakes
  PresenceCounts counts{};            // presence
  double share = 0;                   // connect success
  std::uint64_t message_bytes = 0;    // sizes
  std::vector<QuantileLimit> took{};  // latencies
  std::vector<UseLimit> use{};        // use
};

}  // namespace models::invariants
