// Prints what storage costs: put, get and commit of key-value pairs and of SQL, and the memory of a room that is away.

#include <fmt/format.h>
#include <cstddef>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "models/storage/open_databases.h"
#include "models/storage/room_store.h"
#include "models/storage/sql_database.h"

using models::storage::CursorId;
using models::storage::OpenDatabases;
using models::storage::RoomStore;
using models::storage::Rows;
using models::storage::SqlValue;

namespace {

class Still final : public models::storage::Surroundings {
 public:
  std::int64_t now_ms() override { return 0; }
  std::uint64_t random_bits() override { return 1; }
  OpenDatabases& open_databases() override { return open_; }

 private:
  OpenDatabases open_;
};

template <class Work>
void measure(const char* name, int times, const Work& work) {
  const std::clock_t begin = std::clock();
  for (int i = 0; i < times; ++i) work(i);
  const double spent_us = 1e6 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  fmt::print("{:<58} {:>8.2f} us of CPU\n", name, spent_us / times);
}

void commit(RoomStore& store) {
  store.seal();
  store.confirm();
}

void measure_pairs(const char* where, RoomStore& store, int keys) {
  Rows rows;
  const std::string value(100, 'v');
  const auto key = [keys](int i) { return fmt::format("message:{:06}", i % keys); };
  measure(fmt::format("{}: put and commit", where).c_str(), 100'000, [&](int i) {
    store.put(key(i), value, rows);
    commit(store);
  });
  measure(fmt::format("{}: get", where).c_str(), 100'000, [&](int i) { (void)store.get(key(i), rows); });
}

/// Of the whole process.
std::size_t memory_bytes() {
  std::size_t size = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> size >> resident;
  return resident * 4096;
}

void measure_memory(const char* name, Still& still, bool sql) {
  constexpr int kRooms = 30'000;
  Rows rows;
  std::vector<std::unique_ptr<RoomStore>> stores;
  stores.reserve(kRooms);
  const std::size_t before = memory_bytes();
  for (int i = 0; i < kRooms; ++i) {
    stores.push_back(std::make_unique<RoomStore>(still));
    stores.back()->put("state", std::string(60, 'v'), rows);
    if (sql) {
      const auto id = stores.back()->execute("create table t (id integer primary key, v text)", {}, rows);
      stores.back()->sql_in_use()->close_cursor(std::get<CursorId>(id));
    }
    commit(*stores.back());
  }
  fmt::print("{:<58} {:>8} bytes\n", name, (memory_bytes() - before) / kRooms);
}

}  // namespace

int main() {
  Still still;
  RoomStore small(still), large(still);
  measure_pairs("10 pairs in a page", small, 10);
  measure_pairs("1,000 pairs in SQLite", large, 1'000);

  RoomStore tables(still);
  Rows rows;
  const auto run = [&](const char* text, const std::vector<SqlValue>& bindings) {
    auto id = std::get<CursorId>(tables.execute(text, bindings, rows));
    tables.sql_in_use()->close_cursor(id);
  };
  run("create table t (id integer primary key, v text)", {});
  measure("SQL: insert and commit", 20'000, [&](int) {
    run("insert into t (v) values (?)", {std::string("hello")});
    commit(tables);
  });
  measure("SQL: select by key", 50'000,
          [&](int i) { run("select v from t where id = ?", {static_cast<double>(i % 20'000)}); });
  RoomStore little(still);
  little.put("k", "v", rows);
  const auto touch = [&] {
    const auto id = std::get<CursorId>(little.execute("select 1", {}, rows));
    little.sql_in_use()->close_cursor(id);
  };
  touch();
  commit(little);
  measure("a small database put away and opened again", 2'000, [&](int) {
    little.sql_in_use()->put_away();
    touch();
  });
  measure_memory("a room with one pair", still, false);
  measure_memory("a room with one pair and a table, most of them put away", still, true);
}
