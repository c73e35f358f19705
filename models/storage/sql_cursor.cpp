#include "models/storage/sql_cursor.h"

#include <sqlite3.h>

#include <utility>

namespace models::storage {

SqlCursor::SqlCursor(SqlConnection& connection, SqlStatement statement, std::string text)
    : connection_(connection), statement_(std::move(statement)), text_(std::move(text)) {
  before_ = counted(statement_.get());
  const int count = sqlite3_column_count(statement_.get());
  for (int i = 0; i < count; ++i) columns_.emplace_back(sqlite3_column_name(statement_.get(), i));
  step();
}

void SqlCursor::step() {
  auto stepped = connection_.step(statement_.get());
  if (auto* error = std::get_if<SqlError>(&stepped)) {
    failed_ = std::move(*error);
    finish();
  } else if (!std::get<bool>(stepped)) {
    finish();
  }
}

void SqlCursor::finish() {
  final_ = rows();
  done_ = true;
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

Rows SqlCursor::rows() const {
  if (done_) return final_;
  const Rows now = counted(statement_.get());
  return {.read = now.read - before_.read, .written = now.written - before_.written};
}

Rows SqlCursor::unbilled() {
  const Rows now = rows();
  const Rows more{.read = now.read - billed_.read, .written = now.written - billed_.written};
  billed_ = now;
  return more;
}

SqlRow SqlCursor::row() const {
  sqlite3_stmt* statement = statement_.get();
  SqlRow values;
  const int count = sqlite3_column_count(statement);
  values.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    switch (sqlite3_column_type(statement, i)) {
      case SQLITE_INTEGER:
        values.emplace_back(std::int64_t{sqlite3_column_int64(statement, i)});
        break;
      case SQLITE_FLOAT:
        values.emplace_back(sqlite3_column_double(statement, i));
        break;
      case SQLITE_TEXT: {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        values.emplace_back(std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, i))));
        break;
      }
      case SQLITE_BLOB: {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, i));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
        values.emplace_back(SqlBlob{bytes == nullptr ? std::string() : std::string(bytes, size)});
        break;
      }
      default:
        values.emplace_back(SqlNull{});
    }
  }
  return values;
}

std::variant<std::optional<SqlRow>, SqlError> SqlCursor::next() {
  if (done_) return std::optional<SqlRow>();
  SqlRow values = row();
  step();
  if (failed_) return *std::exchange(failed_, std::nullopt);
  return std::optional<SqlRow>(std::move(values));
}

SqlStatement SqlCursor::take_statement() { return done_ ? std::move(statement_) : nullptr; }

}  // namespace models::storage
