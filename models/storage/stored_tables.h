#pragma once

// What room code's own SQL tables hold, for people who look into a run.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "models/storage/room_store.h"

namespace models::storage {

struct StoredTable {
  std::string name;
  std::vector<std::string> columns;
  std::uint64_t rows = 0;
  std::vector<SqlRow> first;  // in the table's own order
};

/// By name; of each at most so many rows. Nothing if the room never used SQL.
[[nodiscard]] std::vector<StoredTable> stored_tables(RoomStore& store, std::size_t rows_at_most);

}  // namespace models::storage
