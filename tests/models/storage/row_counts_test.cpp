// Rows read and written by 82 statements, against what was measured on the vendor's runtime: row_counts.json.

#include <fmt/format.h>

#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "models/storage/sql_database.h"
#include "tests/catch.h"
#include "tests/models/storage/surroundings.h"

using models::storage::OpenDatabases;
using models::storage::Rows;
using models::storage::SqlBlob;
using models::storage::SqlCursor;
using models::storage::SqlDatabase;
using models::storage::SqlError;
using models::storage::SqlValue;
using nlohmann::json;

namespace {

struct Measured {
  std::uint64_t found = 0;
  Rows rows;
};

class Database {
 public:
  Measured run(const std::string& text, const std::vector<SqlValue>& bindings = {}) {
    Rows billed;
    auto outcome = database_.execute(text, bindings, billed);
    INFO(text);
    if (const auto* error = std::get_if<SqlError>(&outcome)) FAIL(error->message);
    const auto id = std::get<models::storage::CursorId>(outcome);
    SqlCursor& cursor = *database_.cursor(id);
    Measured measured;
    while (!cursor.done()) {
      ++measured.found;
      REQUIRE_FALSE(std::holds_alternative<SqlError>(cursor.next()));
    }
    measured.rows = cursor.rows();
    database_.close_cursor(id);
    return measured;
  }
  std::uint64_t size_bytes() { return database_.size_bytes(); }
  SqlDatabase& database() { return database_; }

 private:
  tests::StillSurroundings surroundings_;
  SqlDatabase database_{surroundings_};
};

std::string key(int number) { return fmt::format("k{:02}", number); }

/// What a case needs beyond the cases before it.
void prepare(const std::string& name, Database& database) {
  if (name == "D upd non-indexed")
    for (int i = 4; i <= 100; ++i)
      database.run("INSERT INTO d(room,ts,body) VALUES('r',?,'hi')", {SqlValue{std::int64_t{i}}});
  if (name == "F self cross join 5x5") database.run("INSERT INTO f(n) VALUES('a'),('b'),('c'),('d'),('e')");
  if (name == "big ins 100KB") database.run("CREATE TABLE big(id INTEGER PRIMARY KEY, v TEXT)");
  if (name == "KV put new") database.run("CREATE TABLE kv(key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID");
  if (name == "KV list all (21)")
    for (int i = 1; i <= 20; ++i)
      database.run("INSERT INTO kv VALUES(?, ?)", {SqlValue{key(i)}, SqlValue{SqlBlob{"v"}}});
}

const std::map<std::string, std::vector<SqlValue>> kBindings = {
    {"big ins 100KB", {std::string(100'000, 'x')}},
    {"KV put new", {key(0), SqlBlob{"v"}}},
    {"KV put overwrite", {key(0), SqlBlob{"w"}}},
    {"KV get hit", {key(0)}},
    {"KV get miss", {std::string("none")}},
    {"KV list all (21)", {std::string()}},
    {"KV list limit 5", {std::string(), std::int64_t{5}}},
    {"KV list range 10 rows", {key(5), key(15)}},
    {"KV list empty range", {std::string("k0500"), std::string("k0501")}},
    {"KV list reverse limit 3", {std::string(), std::int64_t{3}}},
    {"KV delete hit", {key(20)}},
    {"KV delete miss", {std::string("none")}}};

}  // namespace

TEST_CASE("all 82 statements read and write as many rows as on the vendor's runtime", "[storage]") {
  const json measured =
      json::parse(std::ifstream(std::string(DORMOUSE_SOURCE_DIR) + "/tests/models/storage/row_counts.json"));
  Database database;
  int equal = 0;
  for (const json& row : measured["rows"]) {
    const auto name = row["case"].get<std::string>();
    INFO(name << ": " << row["sql"]);
    prepare(name, database);
    const auto bindings = kBindings.find(name);
    const Measured here =
        database.run(row["sql"], bindings == kBindings.end() ? std::vector<SqlValue>{} : bindings->second);
    CHECK(here.found == row["rows_found"].get<std::uint64_t>());
    CHECK(here.rows.read == row["rows_read"].get<std::uint64_t>());
    CHECK(here.rows.written == row["rows_written"].get<std::uint64_t>());
    if (here.rows.read == row["rows_read"] && here.rows.written == row["rows_written"]) ++equal;
    if (name == "A create") CHECK(database.size_bytes() == measured["sizes_bytes"]["afterA"].get<std::uint64_t>());
    if (name == "G fts match") CHECK(database.size_bytes() == measured["sizes_bytes"]["end"].get<std::uint64_t>());
    if (name == "big sel") CHECK(database.size_bytes() == measured["sizes_bytes"]["big1"].get<std::uint64_t>());
  }
  CHECK(equal == 82);
}
