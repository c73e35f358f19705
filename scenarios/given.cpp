#include "scenarios/given.h"

#include <fmt/format.h>

#include <stdexcept>

#include "models/runtime/platform.h"
#include "models/storage/room_store.h"
#include "models/storage/sql_database.h"
#include "scenarios/scenario.h"

namespace scenarios {
namespace {

namespace storage = models::storage;

/// Runs one to its end; what it returns is of no use to anybody.
std::optional<std::string> run(storage::RoomStore& store, const std::string& text, const storage::SqlRow& bindings) {
  storage::Rows unbilled;
  const auto outcome = store.execute(text, bindings, unbilled);
  if (const auto* failed = std::get_if<storage::SqlError>(&outcome)) return failed->message;
  const auto id = std::get<storage::CursorId>(outcome);
  storage::SqlDatabase& database = *store.sql_in_use();
  std::optional<std::string> why;
  for (;;) {
    const auto next = database.cursor(id)->next();
    if (const auto* failed = std::get_if<storage::SqlError>(&next)) why = failed->message;
    const auto* row = std::get_if<std::optional<storage::SqlRow>>(&next);
    if (row == nullptr || !*row) break;
  }
  database.close_cursor(id);
  return why;
}

}  // namespace

std::optional<NotStored> store(const GivenRooms& given, storage::RoomStore& store) {
  std::size_t part = 0;
  for (const auto& [key, value] : given.pairs) {
    storage::Rows unbilled;
    if (auto failed = store.put(key, value, unbilled)) return NotStored{part, std::move(failed->message)};
    ++part;
  }
  for (const GivenStatement& statement : given.statements) {
    if (statement.bindings.empty())
      if (auto why = run(store, statement.text, {})) return NotStored{part, std::move(*why)};
    for (const storage::SqlRow& bindings : statement.bindings)
      if (auto why = run(store, statement.text, bindings)) return NotStored{part, std::move(*why)};
    ++part;
  }
  if (given.alarm) store.set_alarm(sim::to_epoch_ms(*given.alarm));
  if (!store.dirty()) return std::nullopt;
  if (auto failed = store.seal()) return NotStored{part == 0 ? 0 : part - 1, std::move(failed->message)};
  return std::nullopt;
}

void give(const Scenario& scenario, models::runtime::Platform& platform) {
  for (const GivenRooms& given : scenario.given) {
    const std::string class_name = models::runtime::namespace_of(platform.options().workers[given.worker].name,
                                                                 given.class_name, given.worker == 0);
    for (const std::string& name : given.names) {
      models::runtime::Actor& actor =
          platform.actor(class_name, models::runtime::ObjectId::from_name(class_name, name), name);
      if (const auto failed = store(given, actor.store()))
        throw std::runtime_error(fmt::format("given: {} cannot store what it is given: {}", name, failed->why));
      actor.stored_before();
    }
  }
}

}  // namespace scenarios
