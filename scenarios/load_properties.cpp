#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "scenarios/load_parts.h"
#include "scenarios/property_keys.h"
#include "scenarios/quantities.h"
#include "scenarios/yaml_json.h"

// Expectations that take parameters: what each key means is in models/invariants, one file a property.

namespace scenarios {
namespace {

using models::invariants::PresenceCounts;
using models::invariants::UseMeter;

using ReadProperty = void (*)(const Node*, Expectation&, Problems&);

constexpr sim::Duration kMonth = std::chrono::hours(30 * 24);
constexpr std::uint64_t kMostWakes = 100'000;

/// The parameters, or nothing: then each has its default.
std::optional<MapReader> parameters(const Node* node, const KeyTable& table, Problems& problems) {
  if (node == nullptr) return std::nullopt;
  return std::optional<MapReader>(std::in_place, *node, table, problems);
}

void read_yes(MapReader& map, std::string_view key, bool& into) {
  std::string word = into ? "yes" : "no";
  map.one_of(key, word);
  into = word == "yes";
}

/// JSON that messages must have to count.
void read_members(const MapReader& map, std::string_view key, std::string& into, Problems& problems) {
  const Node* node = map.find(key);
  if (node == nullptr) return;
  if (!node->is_map() || node->entries.empty())
    return problems.add(node->mark, fmt::format("{} must be members of a message, not {}", key, shown(*node)),
                        fmt::format("{}: {{type: chat}}", key));
  into = json_of(*node);
}

/// How messages are told apart; which of the ways has been checked.
void read_identity(MapReader& map, Expectation& expectation, Problems& problems) {
  auto& message = expectation.message;
  std::string relayed;
  map.one_of("relayed", relayed);
  message.as_sent = !relayed.empty();
  map.text("id", message.id);
  read_members(map, "json", message.with, problems);
  if (message.as_sent && map.find("json") != nullptr)
    problems.add(map.find("json")->mark, "with \"relayed: as sent\" every message counts",
                 "take json away, or name an id");
}

void read_order(const Node* node, Expectation& expectation, Problems& problems) {
  auto map = parameters(node, kOrder, problems);
  if (!map || !map->exactly_one_of(kOrder.example)) return;
  read_identity(*map, expectation, problems);
  map->text("number", expectation.message.number);
  map->text("sender", expectation.message.sender);
  if (map->find("sender") != nullptr && map->find("number") == nullptr)
    problems.add(map->find("sender")->mark, "who sent a message is known, unless it is told by its number",
                 "take sender away, or name a number");
}

void read_duplicates(const Node* node, Expectation& expectation, Problems& problems) {
  auto map = parameters(node, kDuplicates, problems);
  if (!map || !map->exactly_one_of(kDuplicates.example)) return;
  read_identity(*map, expectation, problems);
  read_yes(*map, "even if resent", expectation.even_if_resent);
}

void read_durable(const Node* node, Expectation& expectation, Problems& problems) {
  auto map = parameters(node, kDurable, problems);
  if (!map) return;
  map->text("id", expectation.message.id);
  read_members(*map, "acknowledged", expectation.message.with, problems);
  map->text("acknowledged id", expectation.acknowledged_id);
}

void read_presence(const Node* node, Expectation& expectation, Problems& problems) {
  expectation.within = std::chrono::seconds(10);
  if (node != nullptr && node->is_scalar() && !node->text.empty()) {
    expectation.text = node->text;
    return;
  }
  auto map = parameters(node, kPresence, problems);
  if (!map) return;
  map->text("member", expectation.text);
  map->duration("within", expectation.within);
  read_members(*map, "json", expectation.message.with, problems);
  std::string counts = "sockets";
  map->one_of("counts", counts);
  expectation.counts = counts == "clients"  ? PresenceCounts::clients
                       : counts == "others" ? PresenceCounts::others
                                            : PresenceCounts::sockets;
}

void read_within(const Node* node, const KeyTable& table, Expectation& expectation, Problems& problems) {
  if (auto map = parameters(node, table, problems)) map->duration("within", expectation.within);
}
void read_on_time(const Node* node, Expectation& expectation, Problems& problems) {
  expectation.within = std::chrono::seconds(10);
  read_within(node, kOnTime, expectation, problems);
}
void read_quiet(const Node* node, Expectation& expectation, Problems& problems) {
  expectation.within = std::chrono::hours(1);
  read_within(node, kQuiet, expectation, problems);
}

void read_idempotent(const Node* node, Expectation& expectation, Problems& problems) {
  expectation.count.most = 100;
  auto map = parameters(node, kIdempotent, problems);
  if (!map) return;
  StoredMoments& when = expectation.check.stored.emplace();
  map->duration("at", when.at.emplace_back());
  map->count("wakes", expectation.count.most);
  const Node* rooms = map->find("rooms");
  if (rooms == nullptr) return;
  if (!rooms->is_scalar() && (rooms->kind != Node::Kind::sequence || rooms->items.empty()))
    problems.add(rooms->mark, "rooms must be a name or a list of names");
  for (const Node* one : rooms->is_scalar() ? std::vector<const Node*>{rooms} : rooms->items)
    if (one->is_scalar() && !one->text.empty())
      when.rooms.push_back(one->text);
    else
      problems.add(one->mark, fmt::format("rooms must be a name or a list of names, not {}", shown(*one)));
}

void read_seen(const Node* node, Expectation& expectation, Problems& problems) {
  expectation.message.sender = "newcomer";
  auto map = parameters(node, kSeen, problems);
  if (!map) return;
  map->text("text", expectation.text);
  map->text("by", expectation.message.sender);
}

void read_sizes(const Node* node, Expectation& expectation, Problems& problems) {
  expectation.message_bytes = 32U << 20;  // what the platform takes at most
  auto map = parameters(node, kSizes, problems);
  const Node* most = map ? map->find("messages") : nullptr;
  if (most == nullptr) return;
  const auto size = most->is_scalar() ? parse_size(most->text) : std::nullopt;
  if (size)
    expectation.message_bytes = *size;
  else
    problems.add(most->mark, fmt::format("expected a size, not {}", shown(*most)), "for example: 64KiB");
}

/// "60/h": so many in any stretch as long as the unit.
void read_wakes(const Node* node, Expectation& expectation, Problems& problems) {
  expectation.count = {.most = 100, .within = std::chrono::hours(1)};
  auto map = parameters(node, expectation.kind == kWakesWhenIdle.name ? kWakesWhenIdle : kWakesOfARoom, problems);
  const Node* most = map ? map->find("at most") : nullptr;
  if (most == nullptr) return;
  const std::string& text = most->text;
  const std::size_t slash = most->is_scalar() ? text.find('/') : std::string::npos;
  const auto count = parse_count(std::string_view(text).substr(0, std::min(slash, text.size())));
  const auto unit = slash == std::string::npos ? std::nullopt : parse_duration("1" + text.substr(slash + 1));
  if (count && *count <= kMostWakes && unit && unit->count() > 0)
    expectation.count = {.most = *count, .within = *unit};
  else
    problems.add(most->mark, fmt::format("expected how many in what time, not {}", shown(*most)),
                 fmt::format("for example: 60/h, and {} of them at most", kMostWakes));
}

struct Quantile {
  std::string_view key;
  std::uint32_t of_ten_thousand;
};
constexpr Quantile kQuantiles[] = {{"p50", 5000}, {"p90", 9000},   {"p95", 9500},
                                   {"p99", 9900}, {"p99.9", 9990}, {"longest", 10000}};

void read_quantiles(MapReader& map, Expectation& expectation) {
  for (const auto& [key, share] : kQuantiles) {
    sim::Duration most{};
    map.duration(key, most);
    if (map.find(key) != nullptr) expectation.took.push_back({share, most});
  }
  if (expectation.took.empty())
    map.problems().add(map.mark(), fmt::format("\"{}\" needs a quantile and its limit", expectation.kind),
                       fmt::format("{}: {{p95: 200ms}}", expectation.kind));
}

void read_message_latency(const Node* node, Expectation& expectation, Problems& problems) {
  auto map = parameters(node, kMessageLatency, problems);
  if (!map) return;
  read_quantiles(*map, expectation);
  if (map->find("id") == nullptr && map->find("relayed") == nullptr && map->find("json") != nullptr)
    problems.add(map->find("json")->mark, "without an id every message counts", "take json away, or name an id");
  else if (map->find("id") == nullptr || map->exactly_one_of({"id", "relayed"}, "id: id"))
    read_identity(*map, expectation, problems);
}

void read_wake_latency(const Node* node, Expectation& expectation, Problems& problems) {
  auto map = parameters(node, kWakeLatency, problems);
  if (map) read_quantiles(*map, expectation);
}

void read_connect_success(const Node* node, Expectation& expectation, Problems& problems) {
  expectation.share = 0.99;
  if (auto map = parameters(node, kConnectSuccess, problems)) map->probability("at least", expectation.share);
}

struct Meter {
  std::string_view key;
  UseMeter meter;
};
constexpr Meter kMeters[] = {{"requests", UseMeter::requests},
                             {"messages", UseMeter::messages},
                             {"object seconds", UseMeter::object_seconds},
                             {"rows read", UseMeter::rows_read},
                             {"rows written", UseMeter::rows_written},
                             {"stored", UseMeter::stored_bytes},
                             {"worker requests", UseMeter::worker_requests},
                             {"worker cpu ms", UseMeter::worker_cpu_ms}};

/// "1M/month", "10k/h", "500/d"; without a unit of time a month's.
std::optional<models::invariants::UseLimit> parse_budget(std::string_view text) {
  sim::Duration per = kMonth;
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    const std::string_view unit = text.substr(slash + 1);
    if (unit == "h")
      per = std::chrono::hours(1);
    else if (unit == "d")
      per = std::chrono::hours(24);
    else if (unit != "month")
      return std::nullopt;
    text = text.substr(0, slash);
  }
  std::uint64_t scale = 1;
  if (text.ends_with('k')) scale = 1'000;
  if (text.ends_with('M')) scale = 1'000'000;
  if (text.ends_with('G')) scale = 1'000'000'000;
  if (scale > 1) text.remove_suffix(1);
  const auto count = parse_count(text);
  constexpr std::uint64_t kMost = 1'000'000'000'000'000;
  if (!count || *count > kMost / scale) return std::nullopt;
  return models::invariants::UseLimit{.meter = {}, .most = *count * scale, .per = per};
}

void read_use(const Node* node, Expectation& expectation, Problems& problems) {
  auto map = parameters(node, kUse, problems);
  if (!map) return;
  for (const auto& [key, meter] : kMeters) {
    const Node* most = map->find(key);
    if (most == nullptr) continue;
    std::optional<models::invariants::UseLimit> limit;
    if (meter == UseMeter::stored_bytes) {
      if (const auto size = most->is_scalar() ? parse_size(most->text) : std::nullopt)
        limit = models::invariants::UseLimit{.meter = meter, .most = *size, .per = kMonth};
    } else if (most->is_scalar()) {
      limit = parse_budget(most->text);
    }
    if (!limit) {
      problems.add(most->mark, fmt::format("expected a budget, not {}", shown(*most)),
                   meter == UseMeter::stored_bytes ? "for example: 1GB"
                                                   : "for example: 1M/month, 20k/d or 500/h; 1M is a month's");
      continue;
    }
    limit->meter = meter;
    expectation.use.push_back(*limit);
  }
  if (expectation.use.empty() && node->is_map() && node->entries.empty())
    problems.add(map->mark(), "\"use\" needs a meter and its budget", "use: {rows written: 1M/month}");
}

struct PropertyKind {
  std::string_view name;
  const KeyTable* table;  // null: it takes nothing
  ReadProperty read;
  std::string_view means;
  std::string_view example;  // of what it takes
  bool alone;                // all that it takes has a default
};
constexpr PropertyKind kKinds[] = {
    // other tables are made of it before main: it must be there by then
    {"no unhandled rejection", nullptr, nullptr, "", "", true},
    {"per-sender order", &kOrder, read_order, "nobody gets a sender's second message before the first", "{id: id}",
     false},
    {"no duplicates", &kDuplicates, read_duplicates, "nobody gets a message more often than it was sent", "{id: id}",
     false},
    {"acknowledged is durable", &kDurable, read_durable, "what was acknowledged had been committed",
     "{id: id, acknowledged: {type: saved}}", false},
    {"one instance at a time", nullptr, nullptr, "", "", true},
    {"no alarm doubled", nullptr, nullptr, "", "", true},
    {"freed storage stays freed", nullptr, nullptr, "", "", true},
    {"alarms on time", &kOnTime, read_on_time, "each alarm ran so soon after it was due", "{within: 1s}", true},
    {"quiet after everyone left", &kQuiet, read_quiet, "no alarm and no timer keeps an empty room going",
     "{within: 10min}", true},
    {"presence", &kPresence, read_presence, "the count that clients are told is right", "{member: online}", false},
    {"constructor idempotent", &kIdempotent, read_idempotent, "a room that wakes again stores no more than it did",
     "{at: 30s}", false},
    {"seen implies durable", &kSeen, read_seen, "what somebody was shown, others hear who come later", "{text: hello}",
     false},
    {"sizes", &kSizes, read_sizes, "no message is larger, and no attachment too large", "{messages: 64KiB}", true},
    {"wakes when idle", &kWakesWhenIdle, read_wakes, "a room's own alarms wake it no more often", "{at most: 4/h}",
     true},
    {"wakes of a room", &kWakesOfARoom, read_wakes, "no room wakes more often", "{at most: 60/h}", false},
    {"message latency", &kMessageLatency, read_message_latency, "how soon messages are taken up, or heard",
     "{p95: 200ms}", false},
    {"wake latency", &kWakeLatency, read_wake_latency, "how soon events are taken up that find their room asleep",
     "{p95: 500ms}", false},
    {"connect success", &kConnectSuccess, read_connect_success, "so many attempts to open a WebSocket succeed",
     "{at least: 99%}", true},
    {"use", &kUse, read_use, "budgets that are not used up", "{rows written: 1M/month}", false},
};

}  // namespace

std::vector<KeyRow> property_rows() {
  std::vector<KeyRow> rows;
  for (const PropertyKind& kind : kKinds) {
    if (kind.table == nullptr) continue;
    const bool word_too = kind.table == &kPresence;
    const Value map = value::map(*kind.table);
    rows.push_back(
        {kind.name, word_too ? value::any_of({value::text("."), map}) : map, kOptional, kind.means, kind.example});
  }
  return rows;
}

std::vector<std::string_view> properties_that_stand_alone() {
  std::vector<std::string_view> names;
  for (const PropertyKind& kind : kKinds)
    if (kind.alone) names.push_back(kind.name);
  return names;
}

bool read_property(const Node& name, const Node* with, Expectation& expectation, Problems& problems) {
  const auto* kind = std::ranges::find(kKinds, name.text, &PropertyKind::name);
  if (kind == std::end(kKinds)) return false;
  if (with == nullptr && !kind->alone)
    problems.add(name.mark, fmt::format("\"{}\" needs to be told what", name.text),
                 kind->table->example.empty() ? fmt::format("{}: {}", kind->name, kind->example)
                                              : std::string(kind->table->example));
  else if (with != nullptr && kind->read == nullptr)
    problems.add(with->mark, fmt::format("\"{}\" does not take {}", name.text, shown(*with)));
  else if (kind->read != nullptr)
    kind->read(with, expectation, problems);
  return true;
}

}  // namespace scenarios
