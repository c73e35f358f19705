#include "scenarios/stored_rooms.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "models/runtime/actor.h"
#include "models/script_records.h"
#include "models/storage/stored_tables.h"
#include "sim/base64.h"

namespace scenarios {
namespace {

using models::runtime::Actor;
using nlohmann::json;

constexpr std::size_t kMostRowsShown = 10'000;  // of each table

json value_of(const models::storage::SqlValue& value, json (*blob)(std::string_view)) {
  return std::visit(
      [blob](const auto& one) -> json {
        using T = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<T, models::storage::SqlNull>)
          return nullptr;
        else if constexpr (std::is_same_v<T, models::storage::SqlBlob>)
          return blob(one.bytes);
        else
          return one;
      },
      value);
}

}  // namespace

bool is_meant(const Actor& actor, const std::vector<std::string>& rooms) {
  const auto& name = actor.identity().name;
  return rooms.empty() || (name && std::find(rooms.begin(), rooms.end(), *name) != rooms.end());
}

json tables_of(models::storage::RoomStore& store, std::size_t rows_at_most, json (*blob)(std::string_view)) {
  json tables = json::array();
  for (const auto& table : models::storage::stored_tables(store, rows_at_most)) {
    json rows = json::array();
    for (const auto& row : table.first) {
      json cells = json::array();
      for (const auto& cell : row) cells.push_back(value_of(cell, blob));
      rows.push_back(std::move(cells));
    }
    tables.push_back(
        {{"name", table.name}, {"columns", table.columns}, {"rows", table.rows}, {"first", std::move(rows)}});
  }
  return tables;
}

std::string stored_contents(Actor& room) {
  models::storage::Rows uncounted;
  json pairs = json::array();
  for (const auto& [key, value] : room.store().list({}, uncounted)) pairs.push_back({key, sim::base64(value)});
  json tables = tables_of(room.store(), kMostRowsShown,
                          [](std::string_view bytes) -> json { return {{"base64", sim::base64(bytes)}}; });
  const auto alarm = room.store().alarm_ms();
  return json{{"kv", std::move(pairs)},
              {"tables", std::move(tables)},
              {"alarm", alarm ? json(*alarm) : json()},
              {"bytes", room.store().database_size_bytes()}}
      .dump(-1, ' ', false, json::error_handler_t::replace);
}

StoredRooms::StoredRooms(models::runtime::Platform& platform, const std::vector<Expectation>& expectations)
    : platform_(platform) {
  for (const Expectation& expectation : expectations)
    if (expectation.kind == "check" && expectation.check.stored) moments_.push_back(*expectation.check.stored);
}

void StoredRooms::start() {
  sim::Simulation& simulation = platform_.simulation();
  for (const StoredMoments& moments : moments_) {
    for (const sim::Duration at : moments.at) simulation.after(at, sim::Action([this, &moments] { look(moments); }));
    if (moments.every > sim::Duration::zero())
      simulation.after(moments.every, sim::Action([this, &moments] { look_every(moments); }));
  }
}

void StoredRooms::look_every(const StoredMoments& moments) {
  look(moments);
  platform_.simulation().after(moments.every, sim::Action([this, &moments] { look_every(moments); }));
}

void StoredRooms::look(const StoredMoments& moments) {
  sim::Simulation& simulation = platform_.simulation();
  for (Actor* actor : platform_.actors())
    if (is_meant(*actor, moments.rooms))
      simulation.record(models::RoomStored{
          .room = actor->room(), .contents = simulation.trace().body(simulation.now(), stored_contents(*actor))});
}

void StoredRooms::at_end() {
  for (const StoredMoments& moments : moments_) look(moments);
}

}  // namespace scenarios
