#include <sqlite3.h>

#include "models/storage/sql_database.h"

// The runtime's own tables: key-value pairs and the alarm.

namespace models::storage {
namespace {

// White space and all: room code can read it in sqlite_schema.
constexpr const char* kKeyTable =
    "CREATE TABLE IF NOT EXISTS _cf_KV (\n        key TEXT PRIMARY KEY,\n        value BLOB\n      ) WITHOUT ROWID";
constexpr const char* kMetadataTable =
    "CREATE TABLE IF NOT EXISTS _cf_METADATA (\n        key INTEGER PRIMARY KEY,\n        value BLOB\n      )";

/// False if it is longer than SQLite takes.
bool bind_text(sqlite3_stmt* statement, int index, std::string_view text) {
  return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK;
}

std::string_view text_of(sqlite3_stmt* statement, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

std::string_view bytes_of(sqlite3_stmt* statement, int column) {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

const char* list_query(bool with_end, bool reverse) {
  if (reverse)
    return with_end ? "SELECT key, value FROM _cf_KV WHERE key >= ?1 AND key < ?3 ORDER BY key DESC LIMIT ?2"
                    : "SELECT key, value FROM _cf_KV WHERE key >= ?1 ORDER BY key DESC LIMIT ?2";
  return with_end ? "SELECT key, value FROM _cf_KV WHERE key >= ?1 AND key < ?3 ORDER BY key LIMIT ?2"
                  : "SELECT key, value FROM _cf_KV WHERE key >= ?1 ORDER BY key LIMIT ?2";
}

}  // namespace

bool SqlDatabase::has_key_table() {
  if (!key_table_) {
    sqlite3_stmt* statement = connection().own("SELECT 1 FROM sqlite_schema WHERE name = '_cf_KV'");
    key_table_ = sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_reset(statement);
  }
  return *key_table_;
}

bool SqlDatabase::has_key(std::string_view key) {
  sqlite3_stmt* statement = connection().own("SELECT 1 FROM _cf_KV WHERE key = ?");
  bind_text(statement, 1, key);
  const bool there = sqlite3_step(statement) == SQLITE_ROW;
  sqlite3_reset(statement);
  return there;
}

void SqlDatabase::count_key_rows(sqlite3_stmt* statement, const Rows& before, Rows& rows) {
  const Rows now = counted(statement);
  rows += {.read = now.read - before.read, .written = now.written - before.written};
}

std::optional<SqlError> SqlDatabase::make_key_table() {
  write();
  if (key_table_.value_or(false)) return std::nullopt;
  if (auto failed = connection().run_own(kKeyTable)) return failed;
  key_table_ = true;
  return std::nullopt;
}

std::optional<std::string> SqlDatabase::get(std::string_view key, Rows& rows) {
  if (!has_key_table()) return std::nullopt;
  sqlite3_stmt* statement = connection().own("SELECT value FROM _cf_KV WHERE key = ?");
  const Rows before = counted(statement);
  bind_text(statement, 1, key);
  std::optional<std::string> value;
  if (sqlite3_step(statement) == SQLITE_ROW) value = std::string(bytes_of(statement, 0));
  sqlite3_reset(statement);
  count_key_rows(statement, before, rows);
  return value;
}

std::optional<SqlError> SqlDatabase::put(std::string_view key, std::string_view value, Rows& rows) {
  if (auto failed = make_key_table()) return failed;
  const std::uint64_t rows_before = key_count();
  const bool is_new = !has_key(key);
  sqlite3_stmt* statement =
      connection().own("INSERT INTO _cf_KV VALUES(?, ?) ON CONFLICT DO UPDATE SET value = excluded.value");
  const Rows before = counted(statement);
  const bool bound = bind_text(statement, 1, key) &&
                     sqlite3_bind_blob64(statement, 2, value.data(), value.size(), SQLITE_STATIC) == SQLITE_OK;
  std::optional<SqlError> failed;
  if (!bound || sqlite3_step(statement) != SQLITE_DONE)
    failed = connection().error();
  else if (is_new)
    key_rows_ = rows_before + 1;
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  count_key_rows(statement, before, rows);
  return failed;
}

bool SqlDatabase::remove(std::string_view key, Rows& rows) {
  if (make_key_table()) return false;  // none, and no room for one
  const std::uint64_t rows_before = key_count();
  sqlite3_stmt* statement = connection().own("DELETE FROM _cf_KV WHERE key = ?");
  const Rows before = counted(statement);
  bind_text(statement, 1, key);
  sqlite3_step(statement);
  sqlite3_reset(statement);
  count_key_rows(statement, before, rows);
  const bool was_there = sqlite3_changes(connection().handle()) > 0;
  if (was_there) key_rows_ = rows_before - 1;
  return was_there;
}

void SqlDatabase::list(const KeyRange& range, std::optional<std::uint32_t> limit, bool reverse, Rows& rows,
                       const Visit& visit) {
  if (range.empty()) return;
  if (!has_key_table()) return;
  sqlite3_stmt* statement = connection().own(list_query(range.end.has_value(), reverse));
  const Rows before = counted(statement);
  bind_text(statement, 1, range.first);
  sqlite3_bind_int64(statement, 2, limit ? static_cast<sqlite3_int64>(*limit) : -1);
  if (range.end) bind_text(statement, 3, *range.end);
  while (sqlite3_step(statement) == SQLITE_ROW) visit(text_of(statement, 0), bytes_of(statement, 1));
  sqlite3_reset(statement);
  count_key_rows(statement, before, rows);
}

std::uint64_t SqlDatabase::key_count() {
  if (key_rows_) return *key_rows_;
  if (!has_key_table()) return 0;
  sqlite3_stmt* statement = connection().own("SELECT count(*) FROM _cf_KV");
  const std::uint64_t count =
      sqlite3_step(statement) == SQLITE_ROW ? static_cast<std::uint64_t>(sqlite3_column_int64(statement, 0)) : 0;
  sqlite3_reset(statement);
  key_rows_ = count;
  return count;
}

void SqlDatabase::store_alarm(std::optional<std::int64_t> epoch_ms) {
  write();
  if (connection().run_own(kMetadataTable)) return;  // no room: the commit will fail
  sqlite3_stmt* statement =
      connection().own("INSERT INTO _cf_METADATA VALUES(1, ?) ON CONFLICT DO UPDATE SET value = excluded.value");
  if (epoch_ms)
    sqlite3_bind_int64(statement, 1, *epoch_ms * 1'000'000);
  else
    sqlite3_bind_null(statement, 1);
  sqlite3_step(statement);
  sqlite3_reset(statement);
}

}  // namespace models::storage
