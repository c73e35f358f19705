#include "commands/rooms_seen.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

#include "models/runtime/actor_view.h"
#include "models/storage/sql_database.h"
#include "scenarios/input_error.h"
#include "scenarios/map_reader.h"
#include "scenarios/stored_rooms.h"

namespace commands {
namespace {

using models::runtime::Actor;
using models::runtime::ActorView;
using nlohmann::json;

std::string hex_of(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return text;
}

json instant(sim::Time at) { return at.time_since_epoch().count(); }

json instant_of(const std::optional<std::int64_t>& epoch_ms) {
  return epoch_ms ? instant(sim::Time{std::chrono::milliseconds{*epoch_ms}}) : json();
}

template <class Enum>
auto number(Enum value) {
  return static_cast<std::underlying_type_t<Enum>>(value);
}

std::string_view word(ActorView::State state) {
  return state == ActorView::State::awake ? "awake" : state == ActorView::State::hibernated ? "hibernated" : "away";
}

std::string_view word(models::runtime::WaitKind kind) {
  switch (kind) {
    case models::runtime::WaitKind::timer:
      return "timer";
    case models::runtime::WaitKind::sync:
      return "sync";
    case models::runtime::WaitKind::call:
      return "call";
    case models::runtime::WaitKind::section:
      return "section";
  }
  return "?";
}

json alarm_of(const ActorView& view) {
  const auto& alarm = view.alarm;
  return {{"due", instant_of(alarm.due_ms)},
          {"running", alarm.running},
          {"retryCount", alarm.retry_count},
          {"retryAt", alarm.retry_at ? instant(*alarm.retry_at) : json()}};
}

json summary_of(Actor& actor, const ActorView& view) {
  return {{"room", number(actor.room())},
          {"class", actor.identity().class_name},
          {"name", actor.identity().name ? json(*actor.identity().name) : json()},
          {"id", actor.identity().id.text()},
          {"state", word(view.state)},
          {"awakeBecause", view.awake_because ? json(models::name_of(*view.awake_because)) : json()},
          {"sockets", view.sockets.size()},
          {"alarm", alarm_of(view)}};
}

json storage_of(Actor& actor, std::size_t most, const ShowValue& show) {
  models::storage::RoomStore& store = actor.store();
  models::storage::Rows uncounted;
  json pairs = json::array();
  const auto all = store.list({}, uncounted);
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i)
    pairs.push_back({{"key", all[i].first}, {"value", show(all[i].second)}, {"bytes", all[i].second.size()}});
  json tables =
      scenarios::tables_of(store, most, [](std::string_view bytes) -> json { return {{"bytes", hex_of(bytes)}}; });
  return {{"keys", all.size()},
          {"pairs", std::move(pairs)},
          {"tables", std::move(tables)},
          {"databaseSize", store.database_size_bytes()}};
}

json sockets_of(const ActorView& view, std::size_t most, const ShowValue& show) {
  json sockets = json::array();
  for (const auto& socket : view.sockets) {
    if (sockets.size() == most) break;
    sockets.push_back({{"socket", number(socket.id)},
                       {"hibernatable", socket.hibernatable},
                       {"readyState", socket.ready_state},
                       {"tags", socket.tags},
                       {"attachment", socket.attachment ? json(show(*socket.attachment)) : json()},
                       {"autoResponseAt", instant_of(socket.auto_response_ms)}});
  }
  return sockets;
}

json waits_of(const ActorView& view) {
  json waits = json::array();
  for (const auto& wait : view.waits)
    waits.push_back({{"kind", word(wait.kind)},
                     {"began", instant(wait.began)},
                     {"due", wait.kind == models::runtime::WaitKind::timer ? instant(wait.due) : json()}});
  return waits;
}

json invocations_of(const ActorView& view) {
  json invocations = json::array();
  for (const auto& one : view.invocations)
    invocations.push_back({{"invocation", number(one.id)},
                           {"kind", models::name_of(one.kind)},
                           {"socket", one.socket == models::SocketId::none ? json() : json(number(one.socket))},
                           {"is", one.answered ? "answered"
                                  : one.began  ? "running"
                                               : "queued"}});
  return invocations;
}

json room_of(Actor& actor, std::size_t most, const ShowValue& show) {
  const ActorView view = actor.view();
  json room = summary_of(actor, view);
  room["constructing"] = view.constructing;
  room["leavesAt"] = view.leaves_at ? instant(*view.leaves_at) : json();
  room["leavesByEviction"] = view.leaves_by_eviction;
  room["busyUntil"] = instant(view.busy_until);
  room["pinnedBy"] = {{"timers", view.timers},
                      {"calls", view.calls},
                      {"waitUntils", view.wait_untils},
                      {"openBodies", view.open_bodies},
                      {"rpcSessions", view.rpc_sessions_in + view.rpc_sessions_out},
                      {"acceptedSockets", view.accepted_sockets}};
  room["storage"] = storage_of(actor, most, show);
  room["socketList"] = sockets_of(view, most, show);
  room["waits"] = waits_of(view);
  room["invocations"] = invocations_of(view);
  room["gates"] = {{"inputWaiting", view.input_waiting},
                   {"criticalSections", view.critical_sections},
                   {"outputHeld", view.output_held},
                   {"unconfirmedTransactions", view.unconfirmed}};
  room["autoResponse"] = view.auto_response
                             ? json{{"request", view.auto_response->first}, {"response", view.auto_response->second}}
                             : json();
  room["eventTimeoutMs"] = view.event_timeout_ms;
  room["resets"] = view.resets;
  return room;
}

bool is_called(const Actor& actor, const std::string& wanted) {
  const auto& identity = actor.identity();
  if (identity.id.text() == wanted) return true;
  if (!identity.name) return false;
  return *identity.name == wanted || fmt::format("{}:{}", identity.class_name, *identity.name) == wanted;
}

[[noreturn]] void no_such_room(const std::vector<Actor*>& actors, const std::string& wanted) {
  std::vector<std::string_view> names;
  for (const Actor* actor : actors)
    if (actor->identity().name) names.emplace_back(*actor->identity().name);
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string remedy = "without --room, every room is listed";
  if (names.empty())
    remedy = "no room with a name was spoken of by then";
  else if (std::string nearest = scenarios::suggestion(wanted, names); names.size() <= 12 || nearest.starts_with("did"))
    remedy = nearest;
  throw scenarios::InputError({{"--room", 0, 0, fmt::format("no room \"{}\" was spoken of by then", wanted), remedy}});
}

/// Those in memory come first, so that a cut leaves them.
json summaries_of(const std::vector<Actor*>& actors, std::size_t most) {
  json rooms = json::array();
  for (const bool in_memory : {true, false})
    for (Actor* actor : actors)
      if (actor->in_memory() == in_memory && rooms.size() < most) rooms.push_back(summary_of(*actor, actor->view()));
  return rooms;
}

}  // namespace

std::string text_or_hex(std::string_view bytes) {
  const bool is_text = std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) >= 0x20; });
  return is_text ? std::string(bytes) : "bytes " + hex_of(bytes);
}

sim::Time moment_of(const json& request) { return sim::Time{sim::Duration{request.at("at").get<std::int64_t>()}}; }

json rooms_seen(const json& request, models::runtime::Platform& platform, const ShowValue& show) {
  const std::vector<Actor*> actors = platform.actors();
  json rooms = json::array();
  if (const auto room = request.find("room"); room != request.end()) {
    const auto wanted = room->get<std::string>();
    const auto most = request.at("entries").get<std::size_t>();
    for (Actor* actor : actors)
      if (is_called(*actor, wanted)) rooms.push_back(room_of(*actor, most, show));
    if (rooms.empty()) no_such_room(actors, wanted);
  } else {
    rooms = summaries_of(actors, request.at("rooms").get<std::size_t>());
  }
  return {{"now", instant(platform.simulation().now())}, {"count", actors.size()}, {"rooms", std::move(rooms)}};
}

}  // namespace commands
