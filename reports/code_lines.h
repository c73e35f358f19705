#pragma once

// Which of the user's code a run came to, and which calls in it cost.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace reports {

struct CodeLines {
  /// In the user's own file; line and column count from 1.
  struct Place {
    std::string file;
    int line = 0;
    int column = 0;
    std::string kind;  // of a block: function, loop, if, ...; of a call: its name
  };
  struct Block {
    Place place;
    std::uint64_t entered = 0;  // modulo 2^32
  };
  struct CallSite {
    Place place;
    std::uint64_t calls = 0;
    std::uint64_t rows_read = 0;
    std::uint64_t rows_written = 0;
  };
  std::vector<Block> blocks;
  std::vector<CallSite> call_sites;
};

/// For 100 columns: per file how many blocks were entered and where those stand that were not, then the calls, dearest
/// first (a row written costs a thousand times what one read does).
[[nodiscard]] std::string text_of(const CodeLines& lines);
[[nodiscard]] nlohmann::ordered_json json_of(const CodeLines& lines);

}  // namespace reports
