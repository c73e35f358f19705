#pragma once

#include <map>
#include <string>

#include "models/worker/config_file.h"

namespace models::worker {

/// JSON with comments and trailing commas, made plain: both become spaces, so that positions stay as they are. Also
/// notes where the keys of the outermost object stand, as JSON pointers.
class Jsonc {
 public:
  explicit Jsonc(std::string text);
  [[nodiscard]] const std::string& plain() const { return text_; }
  [[nodiscard]] const std::map<std::string, Position>& keys() const { return keys_; }
  /// Of a byte of the text.
  [[nodiscard]] Position position_at(std::size_t offset) const;

 private:
  /// Each takes the offset at which the thing begins, and returns the one behind it.
  std::size_t blank_comment(std::size_t begin);
  [[nodiscard]] std::size_t after_string(std::size_t begin) const;

  std::string text_;
  std::map<std::string, Position> keys_;
};

}  // namespace models::worker
