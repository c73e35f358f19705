#pragma once

// Tables of recorded visits and messages.

#include <filesystem>
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
[[nodiscard]] std::vector<TimedMessage> read_messages(const Node& file, const std::filesystem::path& folder,
                                                      Problems& problems);

struct VisitTable {
  std::vector<models::client::Visit> visits;  // in the order of their times
  std::vector<std::string> columns;           // those besides `at`, `room` and `length`
};
/// Of a CSV file with the column `at`: seconds or a duration since the run's start, or a UTC time; perhaps with `room`,
/// `length` and others.
[[nodiscard]] VisitTable read_visits(const Node& file, const std::filesystem::path& folder, sim::Time start,
                                     Problems& problems);

}  // namespace scenarios
