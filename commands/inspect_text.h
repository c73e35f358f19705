#pragma once

// What rooms were seen to be (rooms_seen.h), for people.

#include <nlohmann/json.hpp>
#include <string>

#include "commands/record_lines.h"
#include "commands/room_history.h"
#include "sim/time.h"

namespace commands {

struct Sight {
  const nlohmann::json& seen;
  const RoomHistory& history;
  const RecordLines& names;
  sim::Time start{};
  bool all = false;  // nothing is cut
};

/// A line of each room.
[[nodiscard]] std::string list_text(const Sight& sight);
/// Everything about each of the rooms seen.
[[nodiscard]] std::string rooms_text(const Sight& sight);
/// One sentence: why it is awake and what lets it go, or since when it is not and what wakes it.
[[nodiscard]] std::string state_sentence(const nlohmann::json& room, const RoomPast& past, sim::Time now);

}  // namespace commands
