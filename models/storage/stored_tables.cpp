#include "models/storage/stored_tables.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "models/storage/sql_database.h"

namespace models::storage {
namespace {

struct Found {
  std::vector<std::string> columns;
  std::vector<SqlRow> rows;
};

/// A statement that room code might run, too; nothing of what it finds if it fails.
Found found_by(RoomStore& store, std::string_view text) {
  Rows uncounted;
  Found found;
  const auto outcome = store.execute(text, {}, uncounted);
  const auto* id = std::get_if<CursorId>(&outcome);
  if (id == nullptr) return found;
  SqlDatabase& database = *store.sql_in_use();
  SqlCursor& cursor = *database.cursor(*id);
  found.columns = cursor.columns();
  for (;;) {
    auto next = cursor.next();
    auto* row = std::get_if<std::optional<SqlRow>>(&next);
    if (row == nullptr || !*row) break;
    found.rows.push_back(std::move(**row));
  }
  database.close_cursor(*id);
  return found;
}

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + '"';
}

}  // namespace

std::vector<StoredTable> stored_tables(RoomStore& store, std::size_t rows_at_most) {
  std::vector<StoredTable> tables;
  if (store.sql_in_use() == nullptr) return tables;
  const Found names = found_by(store,
                               "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' "
                               "ESCAPE '~' AND name NOT LIKE '~_cf~_%' ESCAPE '~' ORDER BY name");
  for (const SqlRow& row : names.rows) {
    StoredTable table;
    table.name = std::get<std::string>(row.front());
    const std::string from = quoted(table.name);
    const Found count = found_by(store, fmt::format("SELECT count(*) FROM {}", from));
    if (!count.rows.empty())
      table.rows = static_cast<std::uint64_t>(std::get<std::int64_t>(count.rows.front().front()));
    Found first = found_by(store, fmt::format("SELECT * FROM {} LIMIT {}", from, rows_at_most));
    table.columns = std::move(first.columns);
    table.first = std::move(first.rows);
    tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace models::storage
