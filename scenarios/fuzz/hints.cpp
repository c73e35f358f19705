#include "scenarios/fuzz/hints.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "models/invariants/property.h"
#include "scenarios/fuzz/judge.h"

namespace scenarios::fuzz {
namespace {

using models::invariants::on;
using nlohmann::json;

constexpr std::size_t kWakesSeen = 3;

std::string changed_key(const json& one, const json& two, const json& three) {
  for (const auto& pair : one.at("kv")) {
    const auto value_in = [&](const json& contents) {
      for (const auto& other : contents.at("kv"))
        if (other.at(0) == pair.at(0)) return other.at(1);
      return json();
    };
    const json second = value_in(two), third = value_in(three);
    if (!second.is_null() && !third.is_null() && pair.at(1) != second && second != third) return pair.at(0);
  }
  return "";
}

}  // namespace

void HintsReader::follow_sockets(const sim::RawRecord& record) {
  on<models::SocketAccepted>(record, [this](const models::SocketAccepted& one) {
    rooms_[one.room].sockets.insert(one.socket);
    room_of_[one.socket] = one.room;
  });
  on<models::SocketGone>(record, [this](const models::SocketGone& one) { rooms_[one.room].sockets.erase(one.socket); });
  on<models::ClientLeaving>(record, [this](const models::ClientLeaving& one) {
    if (!one.abrupt) leaving_.insert(one.socket);
  });
  on<models::ClientClosed>(record, [this](const models::ClientClosed& one) { client_closed(one); });
}

void HintsReader::client_closed(const models::ClientClosed& closed) {
  const auto room = room_of_.find(closed.socket);
  if (leaving_.erase(closed.socket) == 0 || room == room_of_.end()) return;
  Room& there = rooms_[room->second];
  if (closed.was_clean) {
    ++there.closed;
  } else if (there.lingered++ == 0) {
    there.who = clients_[closed.client];
    there.code = closed.code;
  }
}

void HintsReader::follow_alarms(const sim::RawRecord& record) {
  const auto armed = [this](models::RoomId id, bool alarm, bool dropped) {
    rooms_[id].alarm = alarm;
    rooms_[id].dropped = dropped;
    rooms_[id].given_up = false;
  };
  on<models::AlarmSet>(record, [&](const models::AlarmSet& one) { armed(one.room, true, false); });
  on<models::AlarmCleared>(record, [&](const models::AlarmCleared& one) {
    if (rooms_[one.room].alarm) armed(one.room, false, true);
  });
  on<models::AlarmFired>(record, [&](const models::AlarmFired& one) {
    armed(one.room, false, false);
    rooms_[one.room].running = true;
  });
  on<models::AlarmEnded>(record, [&](const models::AlarmEnded& one) {
    if (!one.ok) armed(one.room, !one.given_up, one.given_up);
    rooms_[one.room].given_up = one.given_up;
    rooms_[one.room].running = false;
  });
}

void HintsReader::visit(const sim::RawRecord& record) {
  follow_sockets(record);
  follow_alarms(record);
  on<models::NameDefined>(record, [this](const models::NameDefined& named) {
    if (named.what == models::NameOf::room) rooms_[models::RoomId{named.id}].name = named.name;
    if (named.what == models::NameOf::client) clients_[models::ClientId{named.id}] = named.name;
  });
  on<models::Committed>(record, [this](const models::Committed& one) {
    Room& room = rooms_[one.room];
    room.takes = room.takes || (room.running && one.rows < room.rows);
    room.rows = one.rows;
  });
  on<sim::BodyRecord>(record, [this](const sim::BodyRecord& body) {
    if (body.bytes.starts_with("{\"wakes\":")) bodies_[body.id] = body.bytes;
  });
  on<models::RoomStored>(record, [this](const models::RoomStored& one) {
    if (const auto found = bodies_.find(one.contents); found != bodies_.end())
      wakes_[one.room].push_back(found->second);
  });
  on<models::InvocationBegan>(record, [this](const models::InvocationBegan& one) { wakes_.erase(one.room); });
}

std::vector<std::string> HintsReader::changed_by_wakes(const Wakes& wakes) {
  std::vector<std::string> words;
  if (wakes.size() <= kWakesSeen) return words;  // the first is of before any wake
  const json before = json::parse(wakes[0]), one = json::parse(wakes[1]), two = json::parse(wakes[2]),
             three = json::parse(wakes[3]);
  if (const std::string key = changed_key(one, two, three); !key.empty())
    words.push_back(fmt::format("each wake stores another value under \"{}\"", key));
  const json &first = before.at("alarm"), &second = one.at("alarm"), &third = two.at("alarm"),
             &fourth = three.at("alarm");
  if (first.is_number() && second.is_number() && third.is_number() && fourth.is_number() && second < third &&
      third < fourth)
    words.emplace_back("each wake puts an alarm off that is armed already");
  return words;
}

std::vector<Hint> HintsReader::finish(bool left_alone) const {
  std::vector<Hint> hints;
  const auto add = [&](std::string kind, std::vector<std::string> words) {
    std::string identity = kind + "\n" + (words.empty() ? "" : words.back());
    hints.push_back({.kind = std::move(kind), .identity = std::move(identity), .words = std::move(words)});
  };
  for (const auto& [id, room] : rooms_) {
    if (room.lingered > 0 && room.closed == 0)
      add("the close handshake is not completed",
          {fmt::format("{} left room {} with a Close frame and saw {}", room.who, room.name, room.code),
           "webSocketClose() does not call close() on its socket, and nobody else does that for one that may "
           "hibernate"});
    if (left_alone && room.dropped && (room.given_up || room.takes) && room.rows > 0 && room.sockets.empty())
      add("work pending implies an alarm armed",
          {fmt::format("room {} stores {} rows when everyone has left", room.name, room.rows),
           "its last alarm was deleted or given up: nothing will run there until somebody comes again"});
  }
  for (const auto& [id, wakes] : wakes_)
    for (const std::string& words : changed_by_wakes(wakes))
      add("a constructor changes what is stored",
          {fmt::format("room {}, woken with nothing to do", rooms_.at(id).name), words});
  return hints;
}

std::optional<Hint> order_relied_on(const Transcript& as_it_is, const Transcript& other_order) {
  const auto difference = nap_difference(as_it_is, other_order);
  if (!difference) return std::nullopt;
  const auto after_colon = [](const std::string& words) { return words.substr(words.find(": ") + 2); };
  const std::string& first = difference->words.front();
  return Hint{
      .kind = "the order of getWebSockets() matters",
      .identity = "the order of getWebSockets() matters",
      .words = {fmt::format("{} saw: {}", first.substr(0, first.find(" saw")), after_colon(first)),
                fmt::format("and where the sockets came in another order: {}", after_colon(difference->words.back()))}};
}

}  // namespace scenarios::fuzz
