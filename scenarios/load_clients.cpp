#include <fmt/format.h>

#include <set>
#include <string>

#include "scenarios/load_parts.h"
#include "scenarios/quantities.h"

namespace scenarios {
namespace {

using models::client::GroupConfig;
using models::client::Reconnect;
using models::client::RoomChoice;

void check_room_name(const Node* name, Problems& problems) {
  if (name != nullptr && name->is_scalar() && name->text.empty())
    problems.add(name->mark, "a room needs a name", "for example: room: lobby");
}

void read_room(const Node& node, RoomChoice& room, Problems& problems) {
  if (node.is_scalar()) {
    room.name = node.text;
    return check_room_name(&node, problems);
  }
  MapReader map(node, "room", {"zipf", "uniform", "one each"}, problems);
  if (!map.exactly_one_of({"zipf", "uniform", "one each"}, "room: {zipf: {s: 1.1, rooms: 40, name: room}}")) return;
  if (const Node* each = map.find("one each")) {
    room.kind = RoomChoice::Kind::one_each;
    map.text("one each", room.name);
    return check_room_name(each, problems);
  }
  const Node* zipf = map.find("zipf");
  const Node* spread = zipf != nullptr ? zipf : map.find("uniform");
  room.kind = zipf != nullptr ? RoomChoice::Kind::zipf : RoomChoice::Kind::uniform;
  room.name = "room";
  MapReader inner(*spread, zipf != nullptr ? "zipf" : "uniform",
                  zipf != nullptr ? std::vector<std::string_view>{"s", "rooms", "name"}
                                  : std::vector<std::string_view>{"rooms", "name"},
                  problems);
  inner.require({"rooms"}, "{rooms: 40, name: room}");
  std::uint64_t rooms = 1;
  inner.count("rooms", 1, 1'000'000, rooms);
  room.rooms = static_cast<std::uint32_t>(rooms);
  inner.text("name", room.name);
  check_room_name(inner.find("name"), problems);
  if (zipf != nullptr) inner.number("s", 0, 10, room.s);
}

void read_sessions(const Node& node, models::client::Sessions& sessions, Problems& problems) {
  MapReader map(node, "sessions", {"at", "per day", "length", "quiet"}, problems);
  constexpr double kMostPerDay = 100'000;
  map.number("per day", 0, kMostPerDay, sessions.per_day);
  if (const Node* per_day = map.find("per day"); per_day != nullptr && per_day->text == "0")
    problems.add(per_day->mark, "per day: 0 would mean that nobody ever comes", "leave the group out instead");
  map.distribution("at", sessions.at);
  if (map.find("per day") != nullptr && map.find("at") != nullptr)
    problems.add(map.find("at")->mark, "sessions have either `at:` (one stay) or `per day:` (several)",
                 "take one of the two away");
  if (const Node* length = map.find("length")) sessions.length = read_distribution(*length, problems);
  if (map.find("per day") != nullptr && map.find("length") == nullptr)
    problems.add(node.mark, "sessions that come several a day need a length",
                 "for example: length: {exponential: 10min}");
  const Node* quiet = map.find("quiet");
  if (quiet == nullptr) return;
  if (map.find("per day") == nullptr)
    problems.add(quiet->mark, "quiet hours are for sessions that come `per day:`; one stay begins when `at:` says");
  const std::size_t dash = quiet->text.find('-');
  const auto from =
      dash == std::string::npos ? std::nullopt : parse_time_of_day(std::string_view(quiet->text).substr(0, dash));
  const auto to =
      dash == std::string::npos ? std::nullopt : parse_time_of_day(std::string_view(quiet->text).substr(dash + 1));
  if (!from || !to || *from == *to)
    return problems.add(quiet->mark, fmt::format("quiet must be two times of day, not {}", shown(*quiet)),
                        "for example, in UTC: quiet: 23:00-07:00");
  sessions.quiet = {*from, *to};
}

void read_reconnect(const Node& node, Reconnect& reconnect, Problems& problems) {
  if (node.is_scalar() && node.text == "none") return;
  MapReader map(node, "reconnect", {"fixed", "exponential"}, problems);
  if (!map.exactly_one_of({"fixed", "exponential"}, "reconnect: {exponential: {base: 1s, cap: 30s}}, or none")) return;
  if (map.find("fixed") != nullptr) {
    reconnect.kind = Reconnect::Kind::fixed;
    map.duration("fixed", reconnect.base, true);
  } else if (const Node* exponential = map.find("exponential")) {
    reconnect.kind = Reconnect::Kind::exponential;
    MapReader inner(*exponential, "exponential", {"base", "cap", "jitter"}, problems);
    inner.duration("base", reconnect.base, true);
    inner.duration("cap", reconnect.cap, true);
    std::string jitter = reconnect.full_jitter ? "full" : "none";
    inner.one_of("jitter", {"full", "none"}, jitter);
    reconnect.full_jitter = jitter == "full";
    if (reconnect.cap < reconnect.base)
      problems.add(exponential->mark, "the cap of a backoff must not be shorter than its base");
  }
}

/// It becomes part of what {client} stands for, which goes into addresses.
void check_group_name(const Node* name, Problems& problems) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  if (name == nullptr || !name->is_scalar()) return;
  if (name->text.empty() || name->text.find_first_not_of(kAllowed) != std::string::npos)
    problems.add(name->mark, fmt::format("{} cannot be a group's name", shown(*name)),
                 "use letters, digits, and - _ . such as: name: phone");
}

GroupConfig read_group(const Node& node, models::network::NetworkConfig& network, Problems& problems) {
  GroupConfig group;
  MapReader map(node, "a client group",
                {"name", "count", "network", "region", "host", "cf", "room", "sessions", "does", "reconnect", "leaves"},
                problems);
  map.require({"name", "does"}, "{name: phone, count: 10, does: [{connect: /}]}");
  map.text("name", group.name);
  map.text("host", group.host);
  map.text("network", group.link);
  if (const Node* link = map.find("network")) require_profile(*link, network, problems);
  map.text("region", group.region);
  require_region(map.find("region"), node.mark, network, problems);
  if (const Node* cf = map.find("cf")) read_cf(*cf, group.cf, problems);
  std::uint64_t count = 1;
  map.count("count", 1, 1'000'000, count);
  group.count = static_cast<std::uint32_t>(count);
  if (const Node* room = map.find("room")) read_room(*room, group.room, problems);
  if (const Node* sessions = map.find("sessions")) read_sessions(*sessions, group.sessions, problems);
  check_group_name(map.find("name"), problems);
  if (const Node* steps = map.find("does")) read_steps(*steps, group.steps, problems);
  if (const Node* reconnect = map.find("reconnect")) read_reconnect(*reconnect, group.reconnect, problems);
  if (const Node* leaves = map.find("leaves")) {
    MapReader mix(*leaves, "leaves", {"bare close", "abrupt"}, problems);
    mix.probability("bare close", group.leaves.bare_close);
    mix.probability("abrupt", group.leaves.abrupt);
    if (group.leaves.bare_close + group.leaves.abrupt > 1 + 1e-9)
      problems.add(leaves->mark, "the shares of `leaves:` add up to more than 100%");
  }
  return group;
}

}  // namespace

void read_clients(const Node& node, models::network::NetworkConfig& network, std::vector<GroupConfig>& clients,
                  Problems& problems) {
  if (node.kind != Node::Kind::sequence)
    return problems.add(node.mark, fmt::format("clients must be a list of groups, not {}", shown(node)),
                        "- {name: phone, count: 10, does: [{connect: /}]}");
  std::set<std::string> names;
  for (const Node* item : node.items) {
    GroupConfig group = read_group(*item, network, problems);
    if (!names.insert(group.name).second && !group.name.empty())
      problems.add(item->mark, fmt::format("two client groups are called \"{}\"", group.name),
                   "give one of them another name");
    clients.push_back(std::move(group));
  }
}

}  // namespace scenarios
