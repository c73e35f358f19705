#pragma once

// D1 databases: each is SQLite as Durable Objects have it (the vendor's local D1 is one), of no object and kept by the
// platform. Each query is a transaction of its own, durable when it is answered.

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "models/storage/rows.h"
#include "models/storage/sql_database.h"
#include "sim/choice.h"

namespace models::runtime {

struct D1Statement {
  std::string sql;
  std::vector<storage::SqlValue> parameters;
};

struct D1Result {
  std::vector<std::string> columns;
  std::vector<storage::SqlRow> rows;
  storage::Rows counted;
  std::int64_t changes = 0;
  std::int64_t last_row_id = 0;
  bool changed = false;
  std::uint64_t size_after = 0;
};

class D1Databases final : private storage::Surroundings {
 public:
  using Clock = std::function<std::int64_t()>;
  D1Databases(Clock now_ms, sim::RandomStream randomness, storage::OpenDatabases& open_databases);
  ~D1Databases() override;

  /// False if this one was opened before: its tables are there.
  bool open(const std::string& name);
  /// All of them, or nothing.
  std::variant<std::vector<D1Result>, storage::SqlError> run(const std::string& name,
                                                             std::span<const D1Statement> statements);

 private:
  std::int64_t now_ms() override { return now_ms_(); }
  std::uint64_t random_bits() override { return randomness_.bits(); }
  storage::OpenDatabases& open_databases() override { return open_databases_; }
  std::variant<D1Result, storage::SqlError> run_one(storage::SqlDatabase& database, const D1Statement& statement);

  Clock now_ms_;
  sim::RandomStream randomness_;
  storage::OpenDatabases& open_databases_;
  std::map<std::string, std::unique_ptr<storage::SqlDatabase>> databases_;
};

}  // namespace models::runtime
