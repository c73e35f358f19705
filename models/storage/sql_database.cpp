#include "models/storage/sql_database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace models::storage {
namespace {

constexpr std::size_t kMostIdleStatements = 64;
constexpr std::size_t kMostCursors = 256;

/// A result code of SQLite.
int bind(sqlite3_stmt* statement, int index, const SqlValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return sqlite3_bind_double(statement, index, *number);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(statement, index, *integer);
  if (const auto* text = std::get_if<std::string>(&value))
    return sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  if (const auto* blob = std::get_if<SqlBlob>(&value))
    return sqlite3_bind_blob64(statement, index, blob->bytes.data(), blob->bytes.size(), SQLITE_TRANSIENT);
  return sqlite3_bind_null(statement, index);
}

std::uint64_t big_endian(const char* bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

/// By SQLite's file header: the size in pages, less those on the free list.
std::uint64_t used_bytes(const PagedFile& file) {
  char header[40];
  if (!file.read(0, header, sizeof(header))) return 0;
  return (big_endian(header + 28) - big_endian(header + 36)) * PagedFile::kPageBytes;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

}  // namespace

SqlDatabase::SqlDatabase(Surroundings& surroundings)
    : surroundings_(surroundings), open_databases_(surroundings.open_databases()) {}

SqlDatabase::~SqlDatabase() {
  if (is_open()) open_databases_.closed(*this);
  close();
}

SqlConnection& SqlDatabase::connection() {
  if (!connection_) {
    if (!image_.empty()) {
      file_ = PagedFile::decompressed(image_);
      image_ = {};
    }
    system_ = std::make_unique<FileSystem>(file_, surroundings_, fmt::format("room-{}", open_databases_.next_name()));
    connection_ = std::make_unique<SqlConnection>(*system_);
    if (full_) connection_->set_full(true);
    // A remove_all() of this turn is a write, whoever opens the empty file after it.
    if (std::exchange(blank_, false) && wrote_) connection_->run_own("BEGIN");
  }
  open_databases_.used(*this);
  return *connection_;
}

void SqlDatabase::close() {
  cursors_.clear();
  idle_.clear();
  connection_.reset();
  system_.reset();
}

bool SqlDatabase::may_be_put_away() const {
  return cursors_.empty() && !wrote_ && file_.all_confirmed() && !connection_->in_transaction();
}

void SqlDatabase::put_away() {
  size_when_put_away_ = std::max<std::uint64_t>(PagedFile::kPageBytes, used_bytes(file_));
  close();
  image_ = file_.compressed();
  file_ = PagedFile();
}

void SqlDatabase::write() {
  SqlConnection& open = connection();
  wrote_ = true;
  if (!open.in_transaction()) open.run_own("BEGIN");
}

// ---- transactions

void SqlDatabase::begin_savepoint() {
  SqlConnection& open = connection();
  if (!open.in_transaction()) open.run_own("BEGIN");
  open.run_own("SAVEPOINT _cf_savepoint");
}

void SqlDatabase::release_savepoint() { connection().run_own("RELEASE _cf_savepoint"); }

void SqlDatabase::end_idle_transaction() {
  if (!wrote_ && is_open() && connection_->in_transaction()) connection_->run_own("COMMIT");
}

void SqlDatabase::roll_back_savepoint() {
  connection().run_own("ROLLBACK TO _cf_savepoint");
  connection().run_own("RELEASE _cf_savepoint");
  forget_what_rolls_back();
}

void SqlDatabase::forget_what_rolls_back() {
  key_table_.reset();
  key_rows_.reset();
  table_rows_.reset();
}

std::optional<SqlError> SqlDatabase::seal() {
  std::optional<SqlError> failed;
  if (!image_.empty()) connection();  // each seal has its confirm(), whatever happens in between
  const bool undone = wrote_ && is_open() && !connection_->in_transaction();
  if (undone)
    failed = SqlError{"database or disk is full: SQLITE_FULL"};  // SQLite itself has rolled it back (spec 3.3)
  else if (is_open() && connection_->in_transaction())
    failed = connection_->run_own("COMMIT");
  wrote_ = false;
  if (sql_wrote_) table_rows_.reset();
  sql_wrote_ = false;
  if (undone) return failed;
  if (failed) {
    const bool constraint = failed->message.find("SQLITE_CONSTRAINT") != std::string::npos;
    failed->message = constraint ? "Durable Object was reset and rolled back to its last known good state because the "
                                   "application left the database in a state where constraints were violated: " +
                                       failed->message
                                 : "internal error; reference = 0000000000000000000000000";
    return failed;
  }
  file_.seal();
  sealed_size_ = used_bytes(file_);
  return std::nullopt;
}

void SqlDatabase::roll_back() {
  wrote_ = blank_ = false;
  if (!image_.empty()) return;  // it was put away, so all was confirmed
  // The connection's own copies of pages would outlive the file's: it is opened anew. Closing it undoes what is open.
  if (is_open()) open_databases_.closed(*this);
  close();
  file_.roll_back();
  forget_what_rolls_back();
  sql_wrote_ = false;
  sealed_size_ = used_bytes(file_);
}

void SqlDatabase::remove_all() {
  if (!image_.empty()) connection();  // decompressed
  if (is_open()) open_databases_.closed(*this);
  close();
  file_.truncate(0);
  file_.keep_as_is();
  // What an empty file holds is known: most are not opened again before the next write.
  key_table_ = false;
  key_rows_ = table_rows_ = last_table_rows_ = 0;
  wrote_ = blank_ = true;
}

void SqlDatabase::set_full(bool full) {
  full_ = full;
  connection().set_full(full);
}

std::uint64_t SqlDatabase::size_bytes() {
  if (!image_.empty()) return size_when_put_away_;
  return std::max<std::uint64_t>(1, connection().used_pages()) * PagedFile::kPageBytes;
}

std::uint64_t SqlDatabase::row_count() {
  constexpr std::uint64_t kSmall = 256 * 1024;
  if (!table_rows_) {
    if (sealed_size_ <= kSmall)
      last_table_rows_ = count_table_rows();
    else
      last_table_rows_ = std::max<std::uint64_t>(1, last_table_rows_);
    table_rows_ = last_table_rows_;
  }
  return *table_rows_ + key_count();
}

std::uint64_t SqlDatabase::count_table_rows() {
  SqlConnection& open = connection();
  std::uint64_t count = 0;
  std::vector<std::string> names;
  sqlite3_stmt* tables = open.own(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
      "AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'");
  while (sqlite3_step(tables) == SQLITE_ROW)
    names.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(tables, 0)));
  sqlite3_reset(tables);
  for (const std::string& name : names) {
    std::string query = "SELECT count(*) FROM \"";
    for (const char c : name) query.append(c == '"' ? 2 : 1, c);
    query += '"';
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(open.handle(), query.c_str(), -1, 0, &statement, nullptr) != SQLITE_OK) continue;
    const SqlStatement owned(statement);
    if (sqlite3_step(statement) == SQLITE_ROW) count += static_cast<std::uint64_t>(sqlite3_column_int64(statement, 0));
  }
  return count;
}

// ---- room code's SQL

SqlStatement SqlDatabase::idle_statement(const std::string& text) {
  const auto it = idle_.find(text);
  if (it == idle_.end()) return nullptr;
  SqlStatement statement = std::move(it->second);
  idle_.erase(it);
  return statement;
}

void SqlDatabase::keep_statement(SqlCursor& cursor) {
  SqlStatement statement = cursor.take_statement();
  if (!statement || cursor.text().empty()) return;
  if (idle_.size() >= kMostIdleStatements) idle_.clear();
  idle_.insert_or_assign(cursor.text(), std::move(statement));
}

/// Runs all statements but the last.
std::variant<SqlStatement, SqlError> SqlDatabase::last_statement(std::string_view text, std::string& kept_text,
                                                                 Rows& rows) {
  SqlConnection& open = connection();
  const std::string_view whole = text;
  for (;;) {
    auto outcome = open.prepare(text);
    if (auto* error = std::get_if<SqlError>(&outcome)) return std::move(*error);
    auto& prepared = std::get<SqlConnection::Prepared>(outcome);
    if (!prepared.statement) return SqlError{"SQL code did not contain a statement."};
    std::size_t used = prepared.used;
    while (used < text.size() && is_space(text[used])) ++used;
    if (prepared.transactional) {
      write();
      sql_wrote_ = true;
    }
    if (used == text.size()) {
      // A statement that needs a transaction is not kept: only preparing it says so.
      if (text.size() == whole.size() && !prepared.transactional) kept_text = std::string(text);
      return std::move(prepared.statement);
    }
    if (sqlite3_bind_parameter_count(prepared.statement.get()) > 0)
      return SqlError{
          "When executing multiple SQL statements in a single call, only the last statement can have parameters."};
    SqlCursor cursor(open, std::move(prepared.statement), "");
    if (cursor.failed()) return *cursor.failed();
    rows += cursor.unbilled();
    text.remove_prefix(used);
  }
}

bool SqlDatabase::only_reads(std::string_view text) {
  while (!text.empty()) {
    auto outcome = connection().prepare(text);
    const auto* prepared = std::get_if<SqlConnection::Prepared>(&outcome);
    if (prepared == nullptr || !prepared->statement) return true;
    if (prepared->transactional) return false;
    text.remove_prefix(prepared->used);
  }
  return true;
}

std::variant<CursorId, SqlError> SqlDatabase::execute(std::string_view text, std::span<const SqlValue> bindings,
                                                      Rows& rows) {
  connection();
  std::string kept_text(text);
  SqlStatement statement = idle_statement(kept_text);
  if (!statement) {
    kept_text.clear();
    auto last = last_statement(text, kept_text, rows);
    if (auto* error = std::get_if<SqlError>(&last)) return std::move(*error);
    statement = std::move(std::get<SqlStatement>(last));
  }
  if (bindings.size() != static_cast<std::size_t>(sqlite3_bind_parameter_count(statement.get())))
    return SqlError{"Wrong number of parameter bindings for SQL query."};
  for (std::size_t i = 0; i < bindings.size(); ++i)
    if (bind(statement.get(), static_cast<int>(i + 1), bindings[i]) != SQLITE_OK) return connection_->error();
  auto cursor = std::make_unique<SqlCursor>(*connection_, std::move(statement), std::move(kept_text));
  if (cursor->failed()) return *cursor->failed();
  rows += cursor->unbilled();
  if (cursor->done()) keep_statement(*cursor);
  const CursorId id{next_cursor_++};
  // Cursors that code has forgotten half-read would hold their rows for ever.
  if (cursors_.size() >= kMostCursors) cursors_.erase(cursors_.begin());
  cursors_.emplace(id, std::move(cursor));
  return id;
}

SqlCursor* SqlDatabase::cursor(CursorId id) {
  const auto it = cursors_.find(id);
  return it == cursors_.end() ? nullptr : it->second.get();
}

void SqlDatabase::close_cursor(CursorId id) {
  const auto it = cursors_.find(id);
  if (it == cursors_.end()) return;
  keep_statement(*it->second);
  cursors_.erase(it);
}

void SqlDatabase::close_cursors() { cursors_.clear(); }

}  // namespace models::storage
