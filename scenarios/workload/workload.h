#pragma once

// What a recorded file says about who came when, in one form for all the formats it may have.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/time.h"

namespace scenarios::workload {

inline constexpr std::uint32_t kUnknown = 0xffffffff;

enum class Kind : std::uint8_t { open, message, close, request, alarm };

/// One thing that happened to an object from outside.
struct Event {
  sim::Time at{};
  std::uint32_t room = kUnknown;    // in Workload::rooms
  std::uint32_t client = kUnknown;  // a connection, or whoever the file calls a client
  std::uint32_t size = kUnknown;    // of a message, in bytes; of a request: its number in Workload::paths
  Kind kind{};
  std::uint16_t code = 0;  // of a close; 1005: bare, 1006: without a close frame
};

/// Sums over a stretch of time, where no single event is known.
struct Sums {
  sim::Duration width{};
  double requests = 0;     // that are no messages, as far as the file tells them apart
  double messages = 0;     // of clients
  double connections = 0;  // open at once, at most
};

struct Workload {
  std::string format;  // as people call it
  std::uint64_t records = 0;
  std::uint64_t left_out = 0;   // records that are of no client: of other classes, of cron triggers, ...
  bool starts_at_zero = false;  // times count from a run's start, not from 1970
  sim::Time from{}, until{};    // what was observed
  std::vector<Event> events;    // in order of time
  std::vector<std::string> rooms;
  std::vector<std::string> paths;           // "GET /path?query" of requests and connections
  bool messages_only = false;               // clients are known by their messages alone: nobody saw them come and go
  bool hibernatable = false;                // closes and messages do not say whose they are
  std::map<sim::Time, Sums> sums;           // by the beginning of the stretch
  std::map<std::string, double> room_sums;  // of these, by object
  std::vector<std::string> remarks;         // what a reader of the scenario should know about the file
};

}  // namespace scenarios::workload
