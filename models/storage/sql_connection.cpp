#include "models/storage/sql_connection.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>

#include "models/storage/authorizer.h"
#include "models/storage/error_codes.h"

namespace models::storage {
namespace {

constexpr const char* kTransactionRefused =
    "To execute a transaction, please use the state.storage.transaction() or state.storage.transactionSync() APIs "
    "instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements. The JavaScript API is safer because it will "
    "automatically roll back on exceptions, and because it interacts correctly with Durable Objects' automatic atomic "
    "write coalescing.";
constexpr int kRowsRead = 9, kRowsWritten = 10;  // cmake/sqlite_row_counts.cmake

void random_integer(sqlite3_context* context, int, sqlite3_value**) {
  auto* surroundings = static_cast<Surroundings*>(sqlite3_user_data(context));
  sqlite3_result_int64(context, static_cast<sqlite3_int64>(surroundings->random_bits()));
}

void random_blob(sqlite3_context* context, int, sqlite3_value** arguments) {
  auto* surroundings = static_cast<Surroundings*>(sqlite3_user_data(context));
  const auto size = std::max<sqlite3_int64>(1, sqlite3_value_int64(arguments[0]));
  if (size > sqlite3_limit(sqlite3_context_db_handle(context), SQLITE_LIMIT_LENGTH, -1))
    return sqlite3_result_error_toobig(context);
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(size) + 8);
  while (bytes.size() < static_cast<std::size_t>(size)) {
    const std::uint64_t bits = surroundings->random_bits();
    for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<char>(bits >> (8 * i)));
  }
  sqlite3_result_blob64(context, bytes.data(), static_cast<sqlite3_uint64>(size), SQLITE_TRANSIENT);
}

}  // namespace

void FinalizeStatement::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Rows counted(sqlite3_stmt* statement) {
  return {.read = static_cast<std::uint32_t>(sqlite3_stmt_status(statement, kRowsRead, 0)),
          .written = static_cast<std::uint32_t>(sqlite3_stmt_status(statement, kRowsWritten, 0))};
}

SqlConnection::SqlConnection(FileSystem& system) : system_(system) {
  // Whatever SQLite draws for itself starts anew, so that runs in one process do not depend on each other.
  sqlite3_randomness(0, nullptr);
  if (sqlite3_open_v2("room", &connection_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, system.name()) != SQLITE_OK)
    throw std::logic_error("SQLite does not open a file in memory");
  sqlite3_extended_result_codes(connection_, 1);
  for (const char* setting : {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=MEMORY", "PRAGMA synchronous=OFF",
                              "PRAGMA trusted_schema=OFF"})
    run_own(setting);
  sqlite3_db_config(connection_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  set_limits();
  define_functions();
  sqlite3_set_authorizer(connection_, authorize, this);
}

SqlConnection::~SqlConnection() {
  own_.clear();
  sqlite3_close_v2(connection_);
}

// docs/spec/durable-objects.md 4.3; the length is that of the largest row recorded (observed.md 5).
void SqlConnection::set_limits() {
  constexpr std::pair<int, int> kLimits[] = {{SQLITE_LIMIT_LENGTH, 8 * 1024 * 1024 + 34},
                                             {SQLITE_LIMIT_SQL_LENGTH, 100'000},
                                             {SQLITE_LIMIT_COLUMN, 100},
                                             {SQLITE_LIMIT_EXPR_DEPTH, 100},
                                             {SQLITE_LIMIT_COMPOUND_SELECT, 5},
                                             {SQLITE_LIMIT_VDBE_OP, 25'000},
                                             {SQLITE_LIMIT_FUNCTION_ARG, 127},
                                             {SQLITE_LIMIT_ATTACHED, 0},
                                             {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
                                             {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
                                             {SQLITE_LIMIT_TRIGGER_DEPTH, 10},
                                             {SQLITE_LIMIT_WORKER_THREADS, 0}};
  for (const auto& [limit, value] : kLimits) sqlite3_limit(connection_, limit, value);
}

void SqlConnection::define_functions() {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_INNOCUOUS;
  sqlite3_create_function_v2(connection_, "random", 0, kFlags, &system_.surroundings(), random_integer, nullptr,
                             nullptr, nullptr);
  sqlite3_create_function_v2(connection_, "randomblob", 1, kFlags, &system_.surroundings(), random_blob, nullptr,
                             nullptr, nullptr);
}

int SqlConnection::authorize(void* self, int code, const char* first, const char* second, const char* database,
                             const char*) {
  auto& connection = *static_cast<SqlConnection*>(self);
  if (connection.trusted_) return SQLITE_OK;
  const SqlAction action{.code = code, .first = first, .second = second, .database = database};
  if (needs_transaction(action)) connection.transactional_ = true;
  switch (permission_for(action)) {
    case Permission::allowed:
      return SQLITE_OK;
    case Permission::transaction_statement:
      connection.transaction_refused_ = true;
      return SQLITE_DENY;
    case Permission::denied:
      return SQLITE_DENY;
  }
  return SQLITE_DENY;
}

sqlite3_stmt* SqlConnection::own(const char* text) {
  auto it = own_.find(text);
  if (it == own_.end()) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(connection_, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
      throw std::logic_error(fmt::format("{}: {}", text, sqlite3_errmsg(connection_)));
    it = own_.emplace(text, statement).first;
  }
  return it->second.get();
}

std::optional<SqlError> SqlConnection::run_own(const char* text) {
  sqlite3_stmt* statement = own(text);
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement);
  std::optional<SqlError> failed;
  if (code != SQLITE_DONE) failed = error();
  sqlite3_reset(statement);
  return failed;
}

std::variant<SqlConnection::Prepared, SqlError> SqlConnection::prepare(std::string_view text) {
  trusted_ = false;
  transaction_refused_ = false;
  transactional_ = false;
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(connection_, text.data(), static_cast<int>(text.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, &tail);
  trusted_ = true;
  if (code != SQLITE_OK) return transaction_refused_ ? SqlError{kTransactionRefused} : error();
  Prepared prepared{.statement = SqlStatement(statement), .used = static_cast<std::size_t>(tail - text.data())};
  prepared.transactional = statement != nullptr && (transactional_ || sqlite3_stmt_readonly(statement) == 0);
  return prepared;
}

std::variant<bool, SqlError> SqlConnection::step(sqlite3_stmt* statement) {
  trusted_ = false;  // a changed schema makes SQLite prepare it anew
  const int code = sqlite3_step(statement);
  trusted_ = true;
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return error();
}

SqlError SqlConnection::error() const {
  const int code = sqlite3_extended_errcode(connection_);
  const int offset = sqlite3_error_offset(connection_);
  std::string message = sqlite3_errmsg(connection_);
  if (offset >= 0) message += fmt::format(" at offset {}", offset);
  message += fmt::format(": {}", error_code_name(code & 0xff));
  if (code != (code & 0xff)) message += fmt::format(" (extended: {})", error_code_name(code));
  return {std::move(message)};
}

bool SqlConnection::in_transaction() const { return sqlite3_get_autocommit(connection_) == 0; }

void SqlConnection::set_full(bool full) {
  // A limit below the size that there is becomes that size.
  sqlite3_exec(connection_, full ? "PRAGMA max_page_count=1" : "PRAGMA max_page_count=4294967294", nullptr, nullptr,
               nullptr);
}

void SqlConnection::limit_steps(std::uint64_t millions) {
  millions_of_steps_left_ = millions;
  const auto stops = [](void* left) {
    auto& millions_left = *static_cast<std::uint64_t*>(left);
    return millions_left == 0 ? 1 : static_cast<int>(--millions_left == 0);
  };
  sqlite3_progress_handler(connection_, 1'000'000, stops, &millions_of_steps_left_);
}

std::uint64_t SqlConnection::used_pages() {
  const auto number = [this](const char* text) {
    sqlite3_stmt* statement = own(text);
    const std::uint64_t value =
        sqlite3_step(statement) == SQLITE_ROW ? static_cast<std::uint64_t>(sqlite3_column_int64(statement, 0)) : 0;
    sqlite3_reset(statement);
    return value;
  };
  return number("PRAGMA page_count") - number("PRAGMA freelist_count");
}

}  // namespace models::storage
