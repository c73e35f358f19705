#pragma once

#include <filesystem>
#include <string>

namespace commands {

/// Of all that a run is made from: this program, the scenario, every file that it names, the files of its projects and
/// what they and its scripts import. "" for bad input, which is played anew to be told anew.
[[nodiscard]] std::string inputs_digest(const std::filesystem::path& scenario);

}  // namespace commands
