#pragma once

// `given:`: what rooms have stored when the run begins, as an earlier life of theirs would have left it.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/storage/sql_value.h"
#include "sim/time.h"

namespace models::runtime {
class Platform;
}
namespace models::storage {
class RoomStore;
}

namespace scenarios {

struct Scenario;

struct GivenStatement {
  std::string text;
  std::vector<models::storage::SqlRow> bindings;  // it runs once for each; none: once
};

struct GivenRooms {
  std::uint32_t worker = 0;  // as Upgrade::worker
  std::string class_name;    // as the Worker exports it
  std::vector<std::string> names;
  std::vector<std::pair<std::string, std::string>> pairs;  // key, bytes
  std::vector<GivenStatement> statements;
  std::optional<sim::Time> alarm;
};

/// What cannot be stored: the number of the pair, or of the statement after all pairs, and what storage says.
struct NotStored {
  std::size_t part = 0;
  std::string why;
};

/// Writes all of it, and seals it.
[[nodiscard]] std::optional<NotStored> store(const GivenRooms& given, models::storage::RoomStore& store);

/// Gives every room what it has stored, before anything happens. Nobody pays for it.
void give(const Scenario& scenario, models::runtime::Platform& platform);

}  // namespace scenarios
