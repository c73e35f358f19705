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

/// The rows of a text one by one, the first of them included. Throws InputError for quotes that go wrong and for text
/// that is not UTF-8.
class CsvRows {
 public:
  CsvRows(std::string_view text, std::string file);
  /// False at the end.
  [[nodiscard]] bool next(CsvTable::Row& row);
  /// Throws InputError if a row has another length.
  void require_width(const CsvTable::Row& row, std::size_t columns) const;
  /// How much of the text is read.
  [[nodiscard]] std::size_t offset() const { return at_; }

 private:
  void end_line();
  std::string cell();
  std::string quoted();

  std::string_view text_;
  std::string file_;
  std::size_t at_ = 0;
  int line_ = 1;
};

/// Throws InputError for a file that cannot be read, is larger than 64 MiB, is not UTF-8 or has a row of another length
/// than the first.
[[nodiscard]] CsvTable read_csv(const std::string& file);
[[nodiscard]] CsvTable parse_csv(std::string_view text, const std::string& file);

}  // namespace scenarios
