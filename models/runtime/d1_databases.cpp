#include "models/runtime/d1_databases.h"

#include <array>
#include <utility>

#include "models/storage/sql_cursor.h"

namespace models::runtime {
namespace {

using storage::SqlDatabase;
using storage::SqlError;
using storage::SqlRow;

/// What the statement before left behind, as the vendor's own D1 asks for it.
constexpr const char* kCounters = "SELECT changes(), last_insert_rowid(), total_changes()";
using Counters = std::array<std::int64_t, 3>;

std::optional<SqlError> read_all(SqlDatabase& database, storage::CursorId id, std::vector<SqlRow>& rows,
                                 storage::Rows& counted) {
  storage::SqlCursor& cursor = *database.cursor(id);
  std::optional<SqlError> failed;
  while (!failed && !cursor.done()) {
    auto next = cursor.next();
    if (auto* error = std::get_if<SqlError>(&next))
      failed = std::move(*error);
    else
      rows.push_back(std::move(*std::get<std::optional<SqlRow>>(next)));
  }
  counted += cursor.unbilled();
  database.close_cursor(id);
  return failed;
}

Counters counters_of(SqlDatabase& database) {
  storage::Rows uncounted;
  auto outcome = database.execute(kCounters, {}, uncounted);
  std::vector<SqlRow> rows;
  Counters counters{};
  if (const auto* id = std::get_if<storage::CursorId>(&outcome)) read_all(database, *id, rows, uncounted);
  if (rows.empty()) return counters;
  for (std::size_t i = 0; i < counters.size(); ++i)
    if (const auto* number = std::get_if<std::int64_t>(&rows.front().at(i))) counters[i] = *number;
  return counters;
}

}  // namespace

D1Databases::D1Databases(Clock now_ms, sim::RandomStream randomness, storage::OpenDatabases& open_databases)
    : now_ms_(std::move(now_ms)), randomness_(std::move(randomness)), open_databases_(open_databases) {}

D1Databases::~D1Databases() = default;

bool D1Databases::open(const std::string& name) {
  auto& database = databases_[name];
  if (database) return false;
  database = std::make_unique<SqlDatabase>(static_cast<storage::Surroundings&>(*this));
  return true;
}

std::variant<D1Result, SqlError> D1Databases::run_one(SqlDatabase& database, const D1Statement& statement) {
  const Counters before = counters_of(database);
  D1Result result;
  auto outcome = database.execute(statement.sql, statement.parameters, result.counted);
  if (auto* error = std::get_if<SqlError>(&outcome)) return std::move(*error);
  const auto id = std::get<storage::CursorId>(outcome);
  result.columns = database.cursor(id)->columns();
  if (auto failed = read_all(database, id, result.rows, result.counted)) return std::move(*failed);
  const Counters after = counters_of(database);
  result.changes = after[2] - before[2];
  result.last_row_id = after[1];
  result.changed = result.counted.written > 0;
  result.size_after = database.size_bytes();
  return result;
}

std::variant<std::vector<D1Result>, SqlError> D1Databases::run(const std::string& name,
                                                               std::span<const D1Statement> statements) {
  open(name);
  SqlDatabase& database = *databases_.at(name);
  std::vector<D1Result> results;
  std::optional<SqlError> failed;
  database.begin_savepoint();
  for (const D1Statement& statement : statements) {
    auto outcome = run_one(database, statement);
    if (auto* error = std::get_if<SqlError>(&outcome)) {
      failed = std::move(*error);
      break;
    }
    results.push_back(std::move(std::get<D1Result>(outcome)));
  }
  if (failed)
    database.roll_back_savepoint();
  else
    database.release_savepoint();
  auto unsealed = database.seal();
  if (unsealed) {
    database.roll_back();
    if (!failed) failed = std::move(unsealed);
  } else {
    database.confirm();
  }
  if (failed) return std::move(*failed);
  return results;
}

}  // namespace models::runtime
