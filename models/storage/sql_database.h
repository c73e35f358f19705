#pragma once

// One room's SQLite database: opened when it is first used, put away as a compressed image when others need the place.
// Room code's SQL and the runtime's own tables, the key-value pairs and the alarm, lie in the same file and in the
// same transactions.

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "models/storage/file_system.h"
#include "models/storage/open_databases.h"
#include "models/storage/paged_file.h"
#include "models/storage/rows.h"
#include "models/storage/sql_connection.h"
#include "models/storage/sql_cursor.h"
#include "models/storage/sql_value.h"

namespace models::storage {

/// A cursor of room code, counted over the life of its database.
enum class CursorId : std::uint32_t {};

class SqlDatabase {
 public:
  /// Must outlive it, with its open_databases().
  explicit SqlDatabase(Surroundings& surroundings);
  ~SqlDatabase();
  SqlDatabase(const SqlDatabase&) = delete;
  SqlDatabase& operator=(const SqlDatabase&) = delete;

  // ---- key-value pairs, in the hidden table (docs/spec/pricing.md 2.6)
  [[nodiscard]] std::optional<std::string> get(std::string_view key, Rows& rows);
  std::optional<SqlError> put(std::string_view key, std::string_view value, Rows& rows);
  bool remove(std::string_view key, Rows& rows);
  using Visit = std::function<void(std::string_view key, std::string_view value)>;
  void list(const KeyRange& range, std::optional<std::uint32_t> limit, bool reverse, Rows& rows, const Visit& visit);
  [[nodiscard]] std::uint64_t key_count();
  /// Makes the table now, as a first write would.
  std::optional<SqlError> make_key_table();
  void store_alarm(std::optional<std::int64_t> epoch_ms);

  // ---- room code's SQL
  /// Runs all statements of the text; bindings and cursor belong to the last. Every write is in the open transaction.
  std::variant<CursorId, SqlError> execute(std::string_view text, std::span<const SqlValue> bindings, Rows& rows);
  /// Whether no statement of it could change anything; so, too, for a text that is no SQL.
  bool only_reads(std::string_view text);
  /// Null if it was closed meanwhile.
  [[nodiscard]] SqlCursor* cursor(CursorId id);
  void close_cursor(CursorId id);
  /// The instance that held them is gone.
  void close_cursors();

  // ---- transactions
  [[nodiscard]] bool wrote() const { return wrote_; }
  void begin_savepoint();
  void release_savepoint();
  void roll_back_savepoint();
  /// Ends a transaction that only a savepoint began, if nothing was written in it.
  void end_idle_transaction();
  /// Commits what was written since the last seal; on failure everything of it is undone already.
  std::optional<SqlError> seal();
  void confirm() { file_.confirm(); }
  /// Takes back everything after the last confirmed transaction.
  void roll_back();
  /// Drops everything, the file starts empty: a write like others.
  void remove_all();
  /// It has not been opened since a remove_all(), and code never asked it anything: what its owner knows is all of it.
  [[nodiscard]] bool is_blank() const { return blank_ && next_cursor_ == 0; }

  /// As SqlConnection::limit_steps, until it is put away.
  void limit_steps(std::uint64_t millions) { connection().limit_steps(millions); }
  /// As RoomStore::set_full.
  void set_full(bool full);
  [[nodiscard]] std::uint64_t size_bytes();
  /// As of the last seal: pages in use, which an empty file has none of.
  [[nodiscard]] std::uint64_t sealed_size_bytes() const { return sealed_size_; }
  /// Rows of all tables, key-value pairs included. Code's own tables are counted while the database is no larger than
  /// a quarter of a megabyte; of a larger one the last count is told, at least one.
  [[nodiscard]] std::uint64_t row_count();

  [[nodiscard]] bool is_open() const { return connection_ != nullptr; }
  [[nodiscard]] bool may_be_put_away() const;
  void put_away();
  /// Of the image; 0 while it is open.
  [[nodiscard]] std::size_t image_bytes() const { return image_.size(); }

 private:
  SqlConnection& connection();
  void write();  // before each write
  void close();
  SqlStatement idle_statement(const std::string& text);
  void keep_statement(SqlCursor& cursor);
  [[nodiscard]] bool has_key_table();
  [[nodiscard]] bool has_key(std::string_view key);
  [[nodiscard]] std::uint64_t count_table_rows();
  void forget_what_rolls_back();
  void count_key_rows(sqlite3_stmt* statement, const Rows& before, Rows& rows);
  std::variant<SqlStatement, SqlError> last_statement(std::string_view text, std::string& kept_text, Rows& rows);

  friend class OpenDatabases;

  Surroundings& surroundings_;
  OpenDatabases& open_databases_;
  std::optional<std::list<SqlDatabase*>::iterator> place_;  // among the open ones
  PagedFile file_;
  std::string image_;  // instead of file_ while put away
  std::unique_ptr<FileSystem> system_;
  std::unique_ptr<SqlConnection> connection_;
  std::map<CursorId, std::unique_ptr<SqlCursor>> cursors_;
  std::map<std::string, SqlStatement, std::less<>> idle_;  // by text
  std::uint32_t next_cursor_ = 0;
  bool wrote_ = false;
  bool blank_ = false;
  bool full_ = false;
  bool sql_wrote_ = false;  // by room code's own statements
  std::optional<bool> key_table_;
  std::optional<std::uint64_t> key_rows_;
  std::optional<std::uint64_t> table_rows_;
  std::uint64_t last_table_rows_ = 0;
  std::uint64_t sealed_size_ = 0;
  std::uint64_t size_when_put_away_ = 0;
};

}  // namespace models::storage
