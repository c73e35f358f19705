#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace models::worker {

/// Counts from 1; line 0: the file as a whole.
struct Position {
  int line = 0;
  int column = 0;
};

/// A wrangler configuration as JSON, whichever of its forms it is written in, and where its values stand.
struct ConfigFile {
  std::filesystem::path path;
  nlohmann::json root;                        // an object
  std::map<std::string, Position> positions;  // by JSON pointer; of a JSON file, only its top-level keys

  [[nodiscard]] bool is_toml() const { return path.extension() == ".toml"; }
  /// Of the value, or of the nearest one around it that is known.
  [[nodiscard]] Position position_of(std::string pointer) const;
};

/// At most 1 MiB. Throws ProjectError for syntax errors, with line and column.
[[nodiscard]] ConfigFile read_config_file(const std::filesystem::path& path);

/// The text of a file of at most 1 MiB; empty if it cannot be read or is larger.
[[nodiscard]] std::string text_of_file(const std::filesystem::path& path);

}  // namespace models::worker
