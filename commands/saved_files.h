#pragma once

// Whether somebody has saved a file that a scenario plays with: looked at now and then, which works on every file
// system and with every editor's way of saving.

#include <cstdint>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

namespace commands {

class SavedFiles {
 public:
  /// Files, and folders with all below them but for node_modules and what begins with a dot (.dev.vars counts).
  explicit SavedFiles(std::vector<std::filesystem::path> roots);
  /// Whether anything has changed since the last time it was asked, or since the beginning.
  [[nodiscard]] bool changed();

 private:
  using Stamp = std::pair<std::filesystem::file_time_type, std::uintmax_t>;
  [[nodiscard]] std::map<std::filesystem::path, Stamp> look() const;

  std::vector<std::filesystem::path> roots_;
  std::map<std::filesystem::path, Stamp> seen_;
};

}  // namespace commands
