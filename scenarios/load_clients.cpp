#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "models/client/message_text.h"
#include "scenarios/load_parts.h"
#include "scenarios/quantities.h"

namespace scenarios {
namespace {

using models::client::GroupConfig;
using models::client::NamedPlace;
using models::client::RoomChoice;

const KeyRow kRooms{"rooms", value::count(1, 1'000'000), kNeeded, "how many there are", "40"};
const KeyRow kRoomName{"name", value::text(), "room", "their names begin with it: room-0, room-1", "table"};
const KeyTable kUniform{.name = "uniform", .example = "{rooms: 40, name: room}", .rows = {kRooms, kRoomName}};
const KeyTable kZipf{
    .name = "zipf",
    .example = "{rooms: 40, name: room}",
    .rows = {{"s", value::number(0, 10), "1", "how unequal: the n-th room draws 1/n^s", "1.1"}, kRooms, kRoomName}};
const KeyTable kRoom{
    .name = "room",
    .rows = {{"zipf", value::map(kZipf), kOptional, "few rooms draw most clients", "{s: 1.1, rooms: 40, name: room}"},
             {"uniform", value::map(kUniform), kOptional, "any of them, alike", "{rooms: 8}"},
             {"one each", value::text(), kOptional, "every client has its own: table-0, table-1", "table"}},
    .exactly_one_of = {"zipf", "uniform", "one each"}};

const KeyTable kSessions{
    .name = "sessions",
    .rows = {
        {"at", value::distribution(), "0s", "one stay, which begins then", "5s"},
        {"per day", value::number(0, 100'000), kOptional, "several stays, so many a day on average", "3", {"length"}},
        {"length", value::distribution(), "to the end of the run", "how long a stay lasts", "{exponential: 10min}"},
        {"quiet",
         value::text("^[0-9]{1,2}:[0-9]{2}-[0-9]{1,2}:[0-9]{2}$"),
         kOptional,
         "hours in which nobody comes, UTC",
         "23:00-07:00",
         {"per day"}}}};

const KeyTable kLeaves{.name = "leaves",
                       .rows = {{"bare close", value::share(), "0%", "with a close frame that has no code", "30%"},
                                {"abrupt", value::share(), "0%", "without a close frame", "10%"}}};

constexpr const char* kPlaceName = "^[A-Za-z_][A-Za-z0-9_]*$";
const KeyTable kOneOf{
    .name = "one of",
    .rows = {{"one of", value::any_of({value::list(value::text(), 1), value::names(value::weight(), "", 1)}), kNeeded,
              "words, each alike or by its share", "{red: 70%, green: 30%}"}}};

}  // namespace

const KeyTable kGroup{
    .name = "a client group",
    .example = "{name: phone, count: 10, does: [{connect: /}]}",
    .rows = joined(
        {{"name", value::text("^[A-Za-z0-9_.-]+$"), kNeeded, "what its clients are called: phone-0, phone-1", "phone"},
         {"count", value::count(1, 1'000'000), "1", "how many clients it has", "200"},
         {"arrive", arrive_value(), kOptional, "instead of count: when visitors come, each for one session",
          "{poisson: 2/s, at most: 1000}"},
         {"network", value::text(), "direct", "the link profile or access type of its clients", "mobile"},
         {"region", value::text(), kOptional, "where they are; needed where there is a topology", "weur"},
         {"host", value::text(), "the Worker's own", "the host that its requests name", "chat.example.com"},
         {"cf", value::any_of({value::names(value::anything()), value::word({"none"})}), kOptional,
          "properties of request.cf; none: undefined", "{country: DE, city: Berlin, colo: TXL}"},
         {"room", value::any_of({value::text(), value::map(kRoom)}), "lobby", "which room each client goes to",
          "{zipf: {s: 1.1, rooms: 40, name: room}}"},
         {"sessions", value::map(kSessions), "{at: 0s}", "when its clients come, and for how long",
          "{per day: 3, length: {exponential: 10min}, quiet: 23:00-07:00}"},
         {"draws", value::names(value::any_of({value::number_distribution(), value::map(kOneOf)}), kPlaceName),
          kOptional, "places of its own that are drawn anew in each text", "{dice: {integer: [1, 6]}}"},
         {"keep", value::names(value::text("."), kPlaceName), kOptional,
          "places that hold a member of the last JSON message that had it", "{token: session.token}"},
         {"does", steps_value(), kOptional, "what a client does in each stay, step by step",
          "[{connect: /}, {send: hello}]"},
         {"script", value::text("."), kOptional, "instead of does: a module in JavaScript that is the client",
          "./client.ts"},
         {"with", value::anything(), kOptional, "what the module is told, as JSON", "{pace: 3}", {"script"}},
         {"leaves", value::map(kLeaves), kOptional, "how stays end; the rest close with 1000", "{abrupt: 10%}"}},
        staying_connected_rows()),
    .exactly_one_of = {"does", "script"}};

namespace {

void check_room_name(const Node* name, Problems& problems) {
  if (name != nullptr && name->is_scalar() && name->text.empty())
    problems.add(name->mark, "a room needs a name", "for example: room: lobby");
}

void read_room(const Node& node, const Places& places, RoomChoice& room, Problems& problems) {
  if (node.is_scalar()) {
    room.name = places.braced(node.text);
    places.check(node, room.name, problems);
    return check_room_name(&node, problems);
  }
  MapReader map(node, kRoom, problems);
  if (!map.exactly_one_of("room: {zipf: {s: 1.1, rooms: 40, name: room}}")) return;
  if (const Node* each = map.find("one each")) {
    room.kind = RoomChoice::Kind::one_each;
    map.text("one each", room.name);
    return check_room_name(each, problems);
  }
  const Node* zipf = map.find("zipf");
  const Node* spread = zipf != nullptr ? zipf : map.find("uniform");
  room.kind = zipf != nullptr ? RoomChoice::Kind::zipf : RoomChoice::Kind::uniform;
  room.name = "room";
  MapReader inner(*spread, zipf != nullptr ? kZipf : kUniform, problems);
  std::uint64_t rooms = 1;
  inner.count("rooms", rooms);
  room.rooms = static_cast<std::uint32_t>(rooms);
  inner.text("name", room.name);
  check_room_name(inner.find("name"), problems);
  if (zipf != nullptr) inner.number("s", room.s);
}

void read_sessions(const Node& node, models::client::Sessions& sessions, Problems& problems) {
  MapReader map(node, kSessions, problems);
  map.number("per day", sessions.per_day);
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

/// It becomes part of what {client} stands for, which goes into addresses.
void check_group_name(const Node* name, Problems& problems) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  if (name == nullptr || !name->is_scalar()) return;
  if (name->text.empty() || name->text.find_first_not_of(kAllowed) != std::string::npos)
    problems.add(name->mark, fmt::format("{} cannot be a group's name", shown(*name)),
                 "use letters, digits, and - _ . such as: name: phone");
}

/// Whether a place may be called so: a word, and none that every group has.
bool check_place_name(const Node& name, const GroupConfig& group, Problems& problems) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  const bool word = !name.text.empty() && kLetters.find(name.text[0]) != std::string_view::npos &&
                    name.text.find_first_not_of(std::string(kLetters) + "0123456789") == std::string::npos;
  const bool taken = std::ranges::find(models::client::kPlaces, name.text) != models::client::kPlaces.end() ||
                     std::ranges::find(group.places, name.text, &NamedPlace::name) != group.places.end();
  if (!word)
    problems.add(name.mark, fmt::format("{} cannot be a place's name", shown(name)),
                 "use letters, digits and underscores");
  if (taken) problems.add(name.mark, fmt::format("there is a place {{{}}} already", name.text), "give it another name");
  return word && !taken;
}

/// A distribution of numbers, or {one of: [a, b]}, {one of: {a: 70%, b: 30%}}.
void read_draw(const Node& name, const Node& node, GroupConfig& group, Problems& problems) {
  if (!check_place_name(name, group, problems)) return;
  NamedPlace place{.kind = NamedPlace::Kind::draw, .name = name.text};
  const Node* words = node.find("one of");
  if (words == nullptr) {
    const auto draw = read_distribution(node, problems, Quantity::number);
    if (draw) place.draw = *draw;
    group.places.push_back(std::move(place));
    return;
  }
  static_cast<void>(MapReader(node, kOneOf, problems).find("one of"));
  std::vector<double> numbers, weights;
  const auto add = [&](const Node& word, double weight) {
    if (!word.is_scalar()) return problems.add(word.mark, fmt::format("expected a word, not {}", shown(word)));
    numbers.push_back(static_cast<double>(numbers.size()));
    weights.push_back(weight);
    place.words.push_back(word.text);
  };
  for (const Node* item : words->items) add(*item, 1);
  for (const auto& [word, share] : words->entries) {
    auto weight = share->is_scalar() ? parse_number(share->text) : std::nullopt;
    if (!weight && share->is_scalar()) weight = parse_probability(share->text);
    if (weight && *weight >= 0)
      add(*word, *weight);
    else
      problems.add(share->mark, fmt::format("expected a share or a weight, not {}", shown(*share)), "70%, or 7");
  }
  if (std::ranges::none_of(weights, [](double weight) { return weight > 0; }))
    return problems.add(words->mark, "one of: takes words, or words with their shares",
                        "for example: colour: {one of: {red: 70%, green: 30%}}");
  place.draw = sim::Distribution::empirical(numbers, weights);
  group.places.push_back(std::move(place));
}

void read_draws(const Node& node, GroupConfig& group, Problems& problems) {
  if (!node.is_map())
    problems.add(node.mark, fmt::format("draws must be a map from names to distributions, not {}", shown(node)),
                 "for example: draws: {dice: {integer: [1, 6]}}");
  for (const auto& [name, value] : node.entries) read_draw(*name, *value, group, problems);
}

void read_keep(const Node& node, GroupConfig& group, Problems& problems) {
  if (!node.is_map())
    problems.add(node.mark, fmt::format("keep must be a map from names to members of messages, not {}", shown(node)),
                 "for example: keep: {token: session.token}");
  for (const auto& [name, member] : node.entries) {
    if (!member->is_scalar() || member->text.empty()) {
      problems.add(member->mark, fmt::format("expected a member of JSON messages, not {}", shown(*member)),
                   "for example: keep: {token: session.token}");
    } else if (check_place_name(*name, group, problems)) {
      NamedPlace place{.kind = NamedPlace::Kind::kept, .name = name->text};
      place.member = member->text;
      group.places.push_back(std::move(place));
    }
  }
}

/// Those who arrive take the place of a count, and each has one session.
void check_arrive(const MapReader& map, Problems& problems) {
  const Node* sessions = map.find("sessions");
  for (const std::string_view key : {"at", "per day", "quiet"})
    if (const Node* node = sessions != nullptr ? sessions->find(key) : nullptr)
      problems.add(node->mark,
                   fmt::format("`{}:` is for clients that are counted; these come when `arrive:` says", key),
                   "take it away");
  if (const Node* count = map.find("count"))
    problems.add(count->mark, "a group has either `count:` or `arrive:`", "arrive: {poisson: 2/s, at most: 1000}");
}

/// `replay` and the table of what is replayed go together.
void check_replay(const MapReader& map, const GroupConfig& group, Problems& problems) {
  const Node* const steps = map.find("does");
  const Node* const arrive = map.find("arrive");
  if (steps == nullptr) return;
  const bool replays = std::ranges::any_of(
      group.steps, [](const auto& step) { return std::holds_alternative<models::client::ReplayStep>(step); });
  const bool recorded = arrive != nullptr && arrive->find("messages") != nullptr;
  if (replays && !recorded)
    problems.add(steps->mark, "`replay` sends the messages of a table, and there is none",
                 "arrive: {messages: messages.csv}, or a table for each client alike: replay: messages.csv");
  if (recorded && !replays)
    problems.add(steps->mark, "nobody sends the messages that are recorded: there is no step `replay`",
                 "does: [connect, replay, leave]");
}

void read_leaves(const Node& node, models::client::LeaveMix& leaves, Problems& problems) {
  MapReader mix(node, kLeaves, problems);
  mix.probability("bare close", leaves.bare_close);
  mix.probability("abrupt", leaves.abrupt);
  if (leaves.bare_close + leaves.abrupt > 1 + 1e-9)
    problems.add(node.mark, "the shares of `leaves:` add up to more than 100%");
}

GroupConfig read_group(const Node& node, const ClientContext& context, Problems& problems) {
  GroupConfig group;
  MapReader map(node, kGroup, problems);
  map.exactly_one_of("does: [{connect: /}]");
  read_script(map, group);
  map.text("name", group.name);
  map.text("host", group.host);
  map.text("network", group.link);
  if (const Node* link = map.find("network")) require_profile(*link, context.network, problems);
  map.text("region", group.region);
  require_region(map.find("region"), node.mark, context.network, problems);
  if (const Node* cf = map.find("cf")) read_cf(*cf, group.cf, problems);
  std::uint64_t count = 1;
  map.count("count", count);
  group.count = static_cast<std::uint32_t>(count);
  if (const Node* arrive = map.find("arrive")) {
    read_arrive(*arrive, context, group, problems);
    check_arrive(map, problems);
  }
  if (const Node* draws = map.find("draws")) read_draws(*draws, group, problems);
  if (const Node* keep = map.find("keep")) read_keep(*keep, group, problems);
  std::vector<std::string> own;
  for (const NamedPlace& place : group.places) own.push_back(place.name);
  const Places places(own);
  if (const Node* room = map.find("room")) read_room(*room, places, group.room, problems);
  if (const Node* sessions = map.find("sessions")) read_sessions(*sessions, group.sessions, problems);
  check_group_name(map.find("name"), problems);
  if (const Node* steps = map.find("does")) read_steps(*steps, places, group.steps, problems);
  check_replay(map, group, problems);
  read_staying_connected(map, places, group);
  if (const Node* leaves = map.find("leaves")) read_leaves(*leaves, group.leaves, problems);
  return group;
}

}  // namespace

void read_clients(const Node& node, const ClientContext& context, std::vector<GroupConfig>& clients,
                  Problems& problems) {
  if (node.kind != Node::Kind::sequence)
    return problems.add(node.mark, fmt::format("clients must be a list of groups, not {}", shown(node)),
                        "- {name: phone, count: 10, does: [{connect: /}]}");
  std::set<std::string> names;
  for (const Node* item : node.items) {
    GroupConfig group = read_group(*item, context, problems);
    if (!names.insert(group.name).second && !group.name.empty())
      problems.add(item->mark, fmt::format("two client groups are called \"{}\"", group.name),
                   "give one of them another name");
    clients.push_back(std::move(group));
  }
}

}  // namespace scenarios
