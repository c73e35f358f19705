#pragma once

// What a campaign has found, as a worker says it.

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands/bug_base.h"
#include "scenarios/scenario.h"

namespace commands {

struct Finding {
  std::string oracle, identity;
  std::vector<std::string> words, faults, platform;
  std::string scenario, awake;  // texts of files, if the worker has written them
  std::uint64_t seed = 0, run = 0, tries = 0, size = 0;
  bool naps = false;   // clients must see what they see when no room sleeps
  bool died = false;   // the process that played it: nobody has tried to make it smaller
  bool shrunk = true;  // else somebody is still at it, or was stopped
  double seconds = 0;
};

[[nodiscard]] Finding finding_of(const nlohmann::json& told);

/// Of a process that has died, and what it was playing. Words: what is known of its end.
[[nodiscard]] Finding death_of(const nlohmann::json& playing, const std::string& words);

/// Where the campaign's scenario is seen from the base.
[[nodiscard]] std::string path_from(const std::filesystem::path& base, const std::filesystem::path& scenario);

/// Writes scenario.yaml, and awake.yaml for naps, and returns the finding as a bug, open, that is not saved yet.
[[nodiscard]] Bug write_finding(const std::filesystem::path& base, const scenarios::Scenario& scenario,
                                const Finding& finding);

/// What a user types to see it.
[[nodiscard]] std::string command_for(const Bug& bug);

}  // namespace commands
