#pragma once

// What can be fitted of a workload: when visits begin, how long they last, how far apart messages are.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "scenarios/workload/workload.h"

namespace scenarios::workload {

/// Durations of which some were cut short: by the end of the log, or because nobody could be told apart any more.
struct Durations {
  std::vector<double> whole, cut_short;  // seconds
  double mean = 0;                       // of the time there was over how often it ended; 0: nothing is known
};

/// Calls that are no connections.
struct Requests {
  std::vector<sim::Time> at;
  std::map<std::uint32_t, std::uint64_t> paths;
  std::vector<std::uint64_t> rooms;  // by object, those with any
};

struct Samples {
  std::vector<sim::Time> arrivals;
  Durations lengths;                             // of visits
  Durations gaps;                                // from a client's coming or message to its next message
  std::vector<double> counts;                    // messages of a visit, where clients are known by their messages alone
  std::vector<double> sizes;                     // bytes
  std::vector<std::uint64_t> rooms;              // visits of each, those with any
  std::map<std::uint32_t, std::uint64_t> paths;  // of connections
  std::vector<std::pair<std::uint32_t, std::uint32_t>> path_and_room;  // of each connection
  std::uint64_t messages = 0, closes = 0, bare = 0, abrupt = 0, alarms = 0;
  Requests requests;
};

/// apart: messages so far from one another are of two visits, where nothing else tells.
[[nodiscard]] Samples samples_of(const Workload& workload, sim::Duration apart);

}  // namespace scenarios::workload
