#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/storage/sql_connection.h"

namespace models::storage {

/// The rows of one executed statement, read one ahead as the runtime does (docs/spec/durable-objects.md 4.3).
class SqlCursor {
 public:
  /// Takes the first step. statement: bound, never stepped.
  SqlCursor(SqlConnection& connection, SqlStatement statement, std::string text);

  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  [[nodiscard]] bool done() const { return done_; }
  /// The current row, and one step on; no value behind the last.
  std::variant<std::optional<SqlRow>, SqlError> next();
  /// So far.
  [[nodiscard]] Rows rows() const;
  /// Billed rows since the last call.
  Rows unbilled();
  /// Of the first step.
  [[nodiscard]] const std::optional<SqlError>& failed() const { return failed_; }

  /// The statement, reset, to be run again; null before it is done.
  SqlStatement take_statement();
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void step();
  [[nodiscard]] SqlRow row() const;
  void finish();

  SqlConnection& connection_;
  SqlStatement statement_;
  std::string text_;
  std::vector<std::string> columns_;
  Rows before_;  // counted before this run
  Rows final_;
  Rows billed_;
  bool done_ = false;
  std::optional<SqlError> failed_;
};

}  // namespace models::storage
