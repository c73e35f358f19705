#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "commands/supervise.h"
#include "scenarios/scenario.h"

namespace commands {

struct InspectOptions {
  std::filesystem::path scenario;
  std::optional<std::string> at;    // since the start, or an instant; the end
  std::optional<std::string> room;  // its name, class:name or id; all rooms
  std::optional<std::uint64_t> seed;
  std::string variation;  // of a scenario that varies
  std::uint32_t replication = 0;
  bool all = false;
  bool json = false;
  bool watch = false;
};

/// `dormouse inspect`: plays a scenario up to a moment and prints what its rooms are then.
[[nodiscard]] Exit inspect(const InspectOptions& options);

/// "3d4h", "3 d 4 h" or "2026-08-04T04:00:00Z" in a run of this scenario; its end if nothing is given. Throws
/// scenarios::InputError.
[[nodiscard]] sim::Time moment_in(const scenarios::Scenario& scenario, const std::optional<std::string>& given);

}  // namespace commands
