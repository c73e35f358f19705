#pragma once

// Where the text of a bundled module comes from: reads the source map that the bundler made (ECMA-426, version 3), so
// that whatever is said of the code names the user's own file and line.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/js/engine.h"

namespace models::room {

class SourceMap {
 public:
  /// json: the map of the module called `module` in stacks. It is read when a place is asked for; what asks throws
  /// std::runtime_error if it is none. prefix: goes before the names of files.
  SourceMap(std::string module, std::string json, std::string prefix = "");

  /// Of a place in the module; lines and columns count from 1. Nothing: no source of the user's.
  [[nodiscard]] std::optional<js::Position> original(int line, int column) const;
  /// The place itself if it is not in the module.
  [[nodiscard]] std::optional<js::Position> original(const js::Position& place) const;
  /// A stack, one "    at f (file:line:column)" a line, with the places of the user's files; frames of the bundler's
  /// own go.
  [[nodiscard]] std::string original_stack(std::string_view stack) const;

 private:
  struct Segment {
    std::int32_t column;       // in the module, from 0
    std::int32_t source = -1;  // -1: of no source
    std::int32_t source_line = 0;
    std::int32_t source_column = 0;
  };
  void read() const;
  void read_mappings(std::string_view mappings) const;

  std::string module_;
  std::string prefix_;
  mutable std::string json_;  // until it is read
  mutable std::vector<std::string> sources_;
  mutable std::vector<std::vector<Segment>> lines_;  // each in order of columns
};

}  // namespace models::room
