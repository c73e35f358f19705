#pragma once

// How far a campaign has come, for the one that goes on with it.

#include <cstdint>
#include <filesystem>
#include <string>

namespace commands {

struct FuzzState {
  std::string inputs;      // inputs_digest() of what was played
  std::uint64_t seed = 1;  // the first
  std::string shard;
  std::uint64_t seeds = 0;  // of the shard's, done from the first on
  std::uint64_t runs = 0, explored = 0, failed = 0;
};

/// Beside the folder of findings: .dormouse/fuzz/ID.json.
[[nodiscard]] std::filesystem::path state_file(const std::filesystem::path& base, const std::filesystem::path& scenario,
                                               const std::string& variation, const FuzzState& state);
/// What of the file is of the same inputs, seed and shard; else as it is given.
[[nodiscard]] FuzzState resumed(const std::filesystem::path& file, FuzzState state);
/// In place of what was there, at once. Throws scenarios::InputError if it cannot be written.
void save_state(const std::filesystem::path& file, const FuzzState& state);

}  // namespace commands
