#pragma once

// What rooms store, written into the trace at the moments that checks ask for. Looking changes nothing in the run.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "models/runtime/platform.h"
#include "scenarios/scenario.h"

namespace scenarios {

class StoredRooms {
 public:
  /// Must not outlive the platform.
  StoredRooms(models::runtime::Platform& platform, const std::vector<Expectation>& expectations);
  /// Moments count from now.
  void start();
  /// The last look.
  void at_end();

 private:
  void look(const StoredMoments& moments);
  void look_every(const StoredMoments& moments);

  models::runtime::Platform& platform_;
  std::vector<StoredMoments> moments_;
};

/// By their names; none: all.
[[nodiscard]] bool is_meant(const models::runtime::Actor& actor, const std::vector<std::string>& rooms);

/// The tables of a room's own SQL as [{name, columns, rows, first}], of each at most so many rows.
[[nodiscard]] nlohmann::json tables_of(models::storage::RoomStore& store, std::size_t rows_at_most,
                                       nlohmann::json (*blob)(std::string_view bytes));

/// A room's storage as JSON: {kv: [[key, base64 of the serialised value]], tables: [{name, columns, rows, first}],
/// alarm, bytes}; a blob is {base64}. Of each table there are 10,000 rows at most.
[[nodiscard]] std::string stored_contents(models::runtime::Actor& room);

}  // namespace scenarios
