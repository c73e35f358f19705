#include "scenarios/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "models/client/utf8.h"
#include "scenarios/input_error.h"

namespace scenarios {
namespace {

constexpr std::uintmax_t kLargestTable = 64U << 20;

[[noreturn]] void refuse_line(const std::string& file, int line, std::string message, std::string remedy = "") {
  throw InputError({{file, line, line > 0 ? 1 : 0, std::move(message), std::move(remedy)}});
}

}  // namespace

CsvRows::CsvRows(std::string_view text, std::string file)
    : text_(text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text), file_(std::move(file)) {}

bool CsvRows::next(CsvTable::Row& row) {
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) end_line();
  if (at_ == text_.size()) return false;
  row.line = line_;
  row.cells.clear();
  const std::size_t begin = at_;
  while (true) {
    row.cells.push_back(cell());
    if (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      continue;
    }
    if (!models::client::is_utf8(text_.substr(begin, at_ - begin)))
      refuse_line(file_, row.line, "this is no UTF-8 text", "save the file as UTF-8");
    if (at_ < text_.size()) end_line();
    return true;
  }
}

void CsvRows::end_line() {
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++line_;
}

std::string CsvRows::cell() {
  if (at_ < text_.size() && text_[at_] == '"') return quoted();
  const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
  std::string plain(text_.substr(at_, end - at_));
  at_ = end;
  return plain;
}

std::string CsvRows::quoted() {
  const int begun = line_;
  std::string inside;
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\n') ++line_;
    if (text_[at_] != '"') {
      inside += text_[at_];
    } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      inside += text_[++at_];
    } else {
      ++at_;
      if (at_ < text_.size() && std::string_view(",\r\n").find(text_[at_]) == std::string_view::npos)
        refuse_line(file_, line_, "text follows a closing quote", "write a quote inside of quotes twice");
      return inside;
    }
  }
  refuse_line(file_, begun, "a quote is opened and never closed", "write a quote inside of quotes twice");
}

void CsvRows::require_width(const CsvTable::Row& row, std::size_t columns) const {
  if (row.cells.size() != columns)
    refuse_line(file_, row.line,
                fmt::format("this row has {} cells, and the first one names {} columns", row.cells.size(), columns),
                "text with a comma in it stands in double quotes");
}

int CsvTable::column(std::string_view name) const {
  const auto found = std::ranges::find(columns, name);
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

CsvTable parse_csv(std::string_view text, const std::string& file) {
  CsvTable table;
  CsvRows rows(text, file);
  CsvTable::Row row;
  if (!rows.next(row)) refuse_line(file, 0, "the file is empty", "its first row names the columns: at,room");
  table.columns = std::move(row.cells);
  while (rows.next(row)) {
    rows.require_width(row, table.columns.size());
    table.rows.push_back(std::move(row));
    row = {};
  }
  return table;
}

CsvTable read_csv(const std::string& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) refuse_line(file, 0, "there is no such file");
  if (std::filesystem::file_size(file, error) > kLargestTable) refuse_line(file, 0, "a table may have at most 64 MiB");
  std::ifstream in(file, std::ios::binary);
  return parse_csv(std::string(std::istreambuf_iterator<char>(in), {}), file);
}

}  // namespace scenarios
