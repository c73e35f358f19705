#include "models/storage/stored_tables.h"

#include "models/storage/open_databases.h"
#include "models/storage/sql_database.h"
#include "tests/catch.h"
#include "tests/models/storage/surroundings.h"

using models::storage::RoomStore;
using models::storage::Rows;
using models::storage::SqlNull;
using models::storage::stored_tables;

TEST_CASE("a room's own tables are told by name, with their rows, and nothing of the runtime's") {
  tests::StillSurroundings surroundings;
  RoomStore store(surroundings);
  Rows rows;
  CHECK(stored_tables(store, 10).empty());
  REQUIRE_FALSE(store.put("key", "value", rows));
  CHECK(stored_tables(store, 10).empty());
  store.execute("CREATE TABLE \"odd \"\"name\"(id INTEGER PRIMARY KEY AUTOINCREMENT, a, b)", {}, rows);
  store.execute("CREATE TABLE empty(x)", {}, rows);
  for (int i = 0; i < 5; ++i) store.execute("INSERT INTO \"odd \"\"name\"(a) VALUES ('text')", {}, rows);

  const auto tables = stored_tables(store, 3);
  REQUIRE(tables.size() == 2);
  CHECK(tables[0].name == "empty");
  CHECK(tables[0].rows == 0);
  CHECK(tables[0].columns == std::vector<std::string>{"x"});
  CHECK(tables[1].name == "odd \"name");
  CHECK(tables[1].rows == 5);
  REQUIRE(tables[1].first.size() == 3);
  CHECK(std::get<std::int64_t>(tables[1].first[2][0]) == 3);
  CHECK(std::get<std::string>(tables[1].first[0][1]) == "text");
  CHECK(std::holds_alternative<SqlNull>(tables[1].first[0][2]));
}
