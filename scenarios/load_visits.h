#pragma once

// Tables of recorded visits and messages.

#include <chrono>
#include <string>
#include <vector>

#include "models/client/group.h"
#include "scenarios/map_reader.h"

namespace scenarios {

struct TimedMessage {
  sim::Duration at{};  // since the step that replays it began
  std::string text;
};

/// Of a CSV file with the columns `at` and `text`, in the order of their times.
[[nodiscard]] std::vector<TimedMessage> read_messages(const Node& file, Problems& problems);

struct VisitTable {
  std::vector<models::client::Visit> visits;  // in the order of their times
  std::vector<std::string> columns;           // those besides `at`, `room` and `length`
};
/// Of a CSV file with the column `at`: seconds or a duration since the run's start, or a UTC time; perhaps with `room`,
/// `length` and others.
[[nodiscard]] VisitTable read_visits(const Node& file, sim::Time start, Problems& problems);

/// When those come whose messages were recorded.
struct RecordedSenders {
  sim::Duration ahead = std::chrono::seconds(1);  // of the first message: to connect
  sim::Duration apart = sim::Duration::max();     // messages so far from one another are of two visits
};
/// Of a CSV file with the columns `client` and `at`, in the order of its times, perhaps with `room`, and with one of
/// `text`, `size`, `hex` and `base64`. A visitor for each client and room, whose name is the column `sender`.
[[nodiscard]] VisitTable read_recorded_senders(const Node& file, sim::Time start, const RecordedSenders& when,
                                               Problems& problems);

}  // namespace scenarios
