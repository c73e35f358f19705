// One room's storage: transactions that a reset takes back, savepoints, the move from a page into SQLite, SQL.

#include "models/storage/room_store.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "models/storage/open_databases.h"
#include "models/storage/sql_database.h"
#include "tests/catch.h"
#include "tests/models/storage/surroundings.h"

using models::storage::CursorId;
using models::storage::OpenDatabases;
using models::storage::RoomStore;
using models::storage::Rows;
using models::storage::SqlError;
using models::storage::SqlValue;

namespace {

struct StoredRoom {
  tests::StillSurroundings surroundings;
  RoomStore store{surroundings};
  Rows rows;

  std::string get(const std::string& key) {
    const std::string* value = store.get(key, rows);
    return value == nullptr ? "-" : *value;
  }
  void put(const std::string& key, const std::string& value) { REQUIRE_FALSE(store.put(key, value, rows)); }
  void commit() {
    REQUIRE_FALSE(store.seal());
    store.confirm();
  }
  /// Rows as text, or the error.
  std::string sql(const std::string& text, const std::vector<SqlValue>& bindings = {}) {
    auto outcome = store.execute(text, bindings, rows);
    if (const auto* error = std::get_if<SqlError>(&outcome)) return error->message;
    const auto id = std::get<CursorId>(outcome);
    auto* cursor = store.sql_in_use()->cursor(id);
    std::string found;
    while (!cursor->done()) {
      auto next = cursor->next();
      if (const auto* error = std::get_if<SqlError>(&next)) return error->message;
      const auto row = *std::get<std::optional<models::storage::SqlRow>>(next);
      found += found.empty() ? "" : ";";
      for (std::size_t i = 0; i < row.size(); ++i) found += (i == 0 ? "" : ",") + as_text(row[i]);
    }
    store.sql_in_use()->close_cursor(id);
    return found;
  }
  static std::string as_text(const SqlValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
    if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    return std::holds_alternative<models::storage::SqlNull>(value) ? "null" : "blob";
  }
};

}  // namespace

TEST_CASE("a room that stores a few pairs runs no SQLite and has the size that SQLite's file would have", "[storage]") {
  StoredRoom room;
  CHECK(room.store.database_size_bytes() == 4096);
  room.put("k", "v");
  CHECK(room.store.database_size_bytes() == 8192);
  room.store.set_alarm(1000);
  CHECK(room.store.database_size_bytes() == 12288);
  CHECK(room.store.sql_in_use() == nullptr);
  CHECK(room.sql("select count(*) from sqlite_master") == "2");
  CHECK(room.store.database_size_bytes() == 12288);
  CHECK(room.get("k") == "v");
}

TEST_CASE("pairs that outgrow a page move into SQLite with every transaction that can still be taken back",
          "[storage]") {
  StoredRoom room;
  room.put("a", "confirmed");
  room.commit();
  room.put("a", "sealed");
  room.put("b", "sealed");
  REQUIRE_FALSE(room.store.seal());
  room.put("c", "open");
  room.store.begin_savepoint();
  room.put("a", "in a savepoint");
  REQUIRE(room.store.sql_in_use() == nullptr);
  room.put("big", std::string(5000, 'x'));
  REQUIRE(room.store.sql_in_use() != nullptr);
  CHECK(room.get("a") == "in a savepoint");
  CHECK(room.store.roll_back_savepoint());
  CHECK(room.get("a") == "sealed");
  CHECK(room.get("big") == "-");
  CHECK(room.get("c") == "open");
  SECTION("a reset") {
    room.store.roll_back();
    CHECK(room.get("a") == "confirmed");
    CHECK(room.get("b") == "-");
    CHECK(room.get("c") == "-");
  }
  SECTION("a reset when the sealed transaction was durable") {
    room.store.confirm();
    room.store.roll_back();
    CHECK(room.get("a") == "sealed");
    CHECK(room.get("b") == "sealed");
    CHECK(room.get("c") == "-");
  }
}

TEST_CASE("pairs, alarm and tables of one turn are taken back together", "[storage]") {
  StoredRoom room;
  CHECK(room.sql("create table t (v)").empty());
  room.commit();
  room.put("k", "v");
  room.store.set_alarm(5);
  room.sql("insert into t values (1)");
  room.sql("create table u (v)");
  room.store.roll_back();
  CHECK(room.get("k") == "-");
  CHECK_FALSE(room.store.alarm_ms());
  CHECK(room.sql("select count(*) from t") == "0");
  CHECK(room.sql("select * from u") == "no such table: u: SQLITE_ERROR");
}

TEST_CASE("deleteAll drops tables and pairs, keeps the alarm, and a reset brings nothing back", "[storage]") {
  StoredRoom room;
  room.sql("create table t (v); insert into t values (7)");
  room.put("k", "v");
  room.store.set_alarm(5);
  room.commit();
  Rows rows;
  room.store.remove_all(rows);
  CHECK(rows.read == 1);
  CHECK(room.get("k") == "-");
  CHECK(room.store.alarm_ms() == 5);
  CHECK(room.store.database_size_bytes() == 8192);
  CHECK(room.sql("select v from t") == "no such table: t: SQLITE_ERROR");
  room.put("k", "later");
  const auto left = room.store.roll_back();
  REQUIRE(left);
  CHECK(left->rows == 0);
  CHECK(room.get("k") == "-");
  CHECK(room.store.alarm_ms() == 5);
  CHECK(room.sql("select v from t") == "no such table: t: SQLITE_ERROR");
  CHECK_FALSE(room.store.roll_back());
}

TEST_CASE("a deleteAll takes what is not durable yet with it", "[storage]") {
  StoredRoom room;
  room.put("k", "v");
  room.commit();
  room.put("k", "w");
  room.store.seal();
  Rows rows;
  room.store.remove_all(rows);
  const auto left = room.store.roll_back();
  REQUIRE(left);
  CHECK(left->rows == 0);
  CHECK(room.get("k") == "-");
}

TEST_CASE("after a deleteAll that is durable a room that outgrew its page has one again", "[storage]") {
  StoredRoom room;
  room.put("big", std::string(5000, 'x'));
  room.commit();
  REQUIRE(room.store.sql_in_use() != nullptr);
  Rows rows;
  room.store.remove_all(rows);
  CHECK(rows.read == 1);
  REQUIRE_FALSE(room.store.seal());
  SECTION("not before it is durable") {
    CHECK(room.store.sql_in_use() != nullptr);
    room.store.roll_back();
    CHECK(room.get("big") == "-");
  }
  SECTION("not if more was written meanwhile") {
    room.put("k", "v");
    CHECK(room.store.confirm().size_bytes == 0);
    CHECK(room.store.sql_in_use() != nullptr);
    CHECK(room.get("k") == "v");
    room.store.roll_back();
    CHECK(room.get("k") == "-");
    CHECK(room.get("big") == "-");
  }
  SECTION("then with the sizes of a new file") {
    CHECK(room.store.confirm().size_bytes == 0);
    CHECK(room.store.sql_in_use() == nullptr);
    CHECK(room.store.database_size_bytes() == 4096);
    room.put("k", "v");
    CHECK(room.store.database_size_bytes() == 8192);
    room.commit();
    room.put("big", std::string(5000, 'y'));
    CHECK(room.store.sql_in_use() != nullptr);
    CHECK(room.get("k") == "v");
  }
}

TEST_CASE("what is only read after a deleteAll in the same turn does not keep it from being committed", "[storage]") {
  StoredRoom room;
  room.sql("create table t (v)");
  room.commit();
  Rows rows;
  room.store.remove_all(rows);
  CHECK(room.sql("select count(*) from sqlite_master") == "0");
  CHECK_FALSE(room.store.seal());
  CHECK(room.store.sealed() == room.store.confirmed() + 1);
  room.store.roll_back();
  CHECK(room.sql("select count(*) from t") == "no such table: t: SQLITE_ERROR");
}

TEST_CASE("a room whose code has used SQL keeps its database after a deleteAll", "[storage]") {
  StoredRoom room;
  room.sql("create table t (v)");
  room.commit();
  Rows rows;
  room.store.remove_all(rows);
  room.commit();
  CHECK(room.store.sql_in_use() != nullptr);
  CHECK(room.sql("select count(*) from sqlite_master") == "0");
}

TEST_CASE("a savepoint that deleteAll took away can neither be kept nor taken back", "[storage]") {
  StoredRoom room;
  room.put("k", "v");
  room.store.begin_savepoint();
  room.put("k", "w");
  Rows rows;
  room.store.remove_all(rows);
  CHECK_FALSE(room.store.roll_back_savepoint());
  CHECK(room.get("k") == "-");
}

TEST_CASE("nothing waits for an unconfirmed write, unless a confirmed one shares its transaction", "[storage]") {
  StoredRoom room;
  room.store.put("a", "1", room.rows, true);
  CHECK(room.store.gate() == 0);
  CHECK(room.store.last_unconfirmed() == 1);
  room.put("b", "1");
  CHECK(room.store.gate() == 1);
  REQUIRE_FALSE(room.store.seal());
  room.store.put("a", "2", room.rows, true);
  REQUIRE_FALSE(room.store.seal());
  CHECK(room.store.gate() == 1);
  room.store.confirm();
  CHECK(room.store.gate() == 0);
  CHECK(room.store.last_unconfirmed() == 2);
}

TEST_CASE("writes inside a transaction hold nothing back until it ends", "[storage]") {
  StoredRoom room;
  room.store.begin_savepoint(true);
  room.put("a", "1");
  CHECK(room.store.in_transaction());
  CHECK(room.store.gate() == 0);
  room.store.release_savepoint();
  CHECK(room.store.gate() == 1);
}

TEST_CASE("a violated deferred constraint fails the commit and nothing of the turn stays", "[storage]") {
  StoredRoom room;
  room.sql("create table t (id integer primary key); create table c (p references t(id))");
  room.commit();
  room.put("k", "v");
  CHECK(room.sql("pragma defer_foreign_keys = on").empty());
  CHECK(room.sql("insert into c values (99)").empty());
  const auto failed = room.store.seal();
  REQUIRE(failed);
  CHECK(failed->message ==
        "Durable Object was reset and rolled back to its last known good state because the application left the "
        "database in a state where constraints were violated: FOREIGN KEY constraint failed: SQLITE_CONSTRAINT "
        "(extended: SQLITE_CONSTRAINT_FOREIGNKEY)");
  room.store.roll_back();
  CHECK(room.sql("select count(*) from c") == "0");
  CHECK(room.get("k") == "-");
}

TEST_CASE("SQL sees the clock and the randomness of its surroundings only", "[storage]") {
  StoredRoom room;
  CHECK(room.sql("select datetime('now'), datetime('now', 'localtime')") == "2026-08-01 00:00:00,2026-08-01 00:00:00");
  CHECK(room.sql("select random(), hex(randomblob(3))") == "1,020000");
}

TEST_CASE("SQL may not begin transactions, see hidden rows, attach files or ask how SQLite was built", "[storage]") {
  StoredRoom room;
  room.put("k", "v");
  CHECK(room.sql("begin").starts_with("To execute a transaction, please use the state.storage.transaction()"));
  CHECK(room.sql("select * from _cf_KV") == "access to _cf_KV.key is prohibited: SQLITE_AUTH");
  CHECK(room.sql("create table _CF_x (a)") == "not authorized: SQLITE_AUTH");
  CHECK(room.sql("attach database ':memory:' as m") == "not authorized: SQLITE_AUTH");
  CHECK(room.sql("pragma user_version") == "not authorized: SQLITE_AUTH");
  CHECK(room.sql("select sqlite_version()") ==
        "not authorized to use function: sqlite_version at offset 7: SQLITE_ERROR");
  CHECK(room.sql("select load_extension('x')") == "not authorized: SQLITE_ERROR");
}

TEST_CASE("of several statements the ones before a failure stay", "[storage]") {
  StoredRoom room;
  room.sql("create table t (id integer primary key)");
  CHECK(room.sql("insert into t values (1); insert into t values (1); insert into t values (2)") ==
        "UNIQUE constraint failed: t.id: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_PRIMARYKEY)");
  CHECK(room.sql("select id from t") == "1");
}

TEST_CASE("databases used longest ago are put away, and are as they were when used again", "[storage]") {
  tests::StillSurroundings surroundings(2);
  std::vector<std::unique_ptr<RoomStore>> stores;
  Rows rows;
  for (int i = 0; i < 5; ++i) {
    stores.push_back(std::make_unique<RoomStore>(surroundings));
    const auto id = stores.back()->execute(fmt::format("create table t{} as select {} as v", i, i), {}, rows);
    stores.back()->sql_in_use()->close_cursor(std::get<CursorId>(id));
    REQUIRE_FALSE(stores.back()->seal());
    stores.back()->confirm();
  }
  CHECK(surroundings.open.count() == 2);
  CHECK_FALSE(stores[0]->sql_in_use()->is_open());
  CHECK(stores[0]->sql_in_use()->image_bytes() < 400);
  CHECK(stores[0]->database_size_bytes() == 8192);
  CHECK_FALSE(stores[0]->sql_in_use()->is_open());
  const auto id = std::get<CursorId>(stores[0]->execute("select v from t0", {}, rows));
  const auto row = stores[0]->sql_in_use()->cursor(id)->next();
  CHECK(std::get<std::int64_t>(std::get<0>(row)->front()) == 0);
}

TEST_CASE("a database with unconfirmed writes or a half-read cursor is not put away", "[storage]") {
  tests::StillSurroundings surroundings(1);
  RoomStore writes(surroundings), reads(surroundings), third(surroundings);
  Rows rows;
  REQUIRE(std::holds_alternative<CursorId>(writes.execute("create table t (v)", {}, rows)));
  REQUIRE(std::holds_alternative<CursorId>(reads.execute("select 1 union select 2", {}, rows)));
  REQUIRE(std::holds_alternative<CursorId>(third.execute("select 1", {}, rows)));
  CHECK(writes.sql_in_use()->is_open());
  CHECK(reads.sql_in_use()->is_open());
  CHECK(surroundings.open.count() == 3);
}
