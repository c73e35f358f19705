#pragma once

// One open SQLite connection, set up as the runtime sets up that of a Durable Object: limits, authorizer, functions.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "models/storage/file_system.h"
#include "models/storage/rows.h"
#include "models/storage/sql_value.h"

struct sqlite3;
struct sqlite3_stmt;

namespace models::storage {

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const;
};
using SqlStatement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// What a statement's virtual machine has counted since it was prepared.
[[nodiscard]] Rows counted(sqlite3_stmt* statement);

class SqlConnection {
 public:
  explicit SqlConnection(FileSystem& system);
  ~SqlConnection();
  SqlConnection(const SqlConnection&) = delete;
  SqlConnection& operator=(const SqlConnection&) = delete;

  /// The runtime's own statement, which no rule holds back; kept prepared under its text.
  [[nodiscard]] sqlite3_stmt* own(const char* text);
  /// Runs it to its end; an error is a bug, but for a COMMIT's.
  std::optional<SqlError> run_own(const char* text);

  struct Prepared {
    SqlStatement statement;      // null: nothing but white space and comments
    std::size_t used = 0;        // bytes of the text that it took
    bool transactional = false;  // it must not run outside a transaction
  };
  /// The first statement of room code's text.
  [[nodiscard]] std::variant<Prepared, SqlError> prepare(std::string_view text);
  /// Steps a statement of room code: true for a row, false at its end.
  [[nodiscard]] std::variant<bool, SqlError> step(sqlite3_stmt* statement);
  /// The last error as room code reads it: `text[ at offset N]: SQLITE_CODE[ (extended: SQLITE_CODE_MORE)]`.
  [[nodiscard]] SqlError error() const;

  [[nodiscard]] bool in_transaction() const;
  /// Pages in use, which a freed page is not.
  [[nodiscard]] std::uint64_t used_pages();
  /// It grows no further than it has, or again as far as SQLite lets it.
  void set_full(bool full);
  /// From now on, what all statements together take is bounded: the one that goes beyond is interrupted.
  void limit_steps(std::uint64_t millions);
  [[nodiscard]] sqlite3* handle() { return connection_; }

 private:
  static int authorize(void* self, int code, const char* first, const char* second, const char* database,
                       const char* trigger);
  void define_functions();
  void set_limits();

  FileSystem& system_;
  sqlite3* connection_ = nullptr;
  std::map<const char*, SqlStatement> own_;
  bool trusted_ = true;
  bool transaction_refused_ = false;
  bool transactional_ = false;
  std::uint64_t millions_of_steps_left_ = 0;
};

}  // namespace models::storage
