#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scenarios {

/// A table of text (RFC 4180): its first row names the columns. Blank lines are left out.
struct CsvTable {
  std::vector<std::string> columns;
  struct Row {
    int line = 0;  // where it begins
    std::vector<std::string> cells;
  };
  std::vector<Row> rows;

  /// The number of a column; -1: there is none.
  [[nodiscard]] int column(std::string_view name) const;
};

/// Throws InputError for a file that cannot be read, is larger than 64 MiB, is not UTF-8 or has a row of another length
/// than the first.
[[nodiscard]] CsvTable read_csv(const std::string& file);
[[nodiscard]] CsvTable parse_csv(std::string_view text, const std::string& file);

}  // namespace scenarios
