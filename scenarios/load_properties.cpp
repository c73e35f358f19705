#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "scenarios/load_parts.h"
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
std::optional<MapReader> parameters(const Node* node, std::string what, std::vector<std::string_view> known,
                                    Problems& problems) {
  if (node == nullptr) return std::nullopt;
  return std::optional<MapReader>(std::in_place, *node, std::move(what), std::move(known), problems);
}

void read_yes(MapReader& map, std::string_view key, bool& into) {
  std::string word = into ? "yes" : "no";
  map.one_of(key, {"yes", "no"}, word);
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
  map.one_of("relayed", {"as sent"}, relayed);
  message.as_sent = !relayed.empty();
  map.text("id", message.id);
  read_members(map, "json", message.with, problems);
  if (message.as_sent && map.find("json") != nullptr)
    problems.add(map.find("json")->mark, "with \"relayed: as sent\" every message counts",
                 "take json away, or name an id");
}

constexpr std::string_view kOrderExample =
    "per-sender order: {id: id}, {relayed: as sent} or {number: n, sender: from}";

void read_order(const Node* node, Expectation& expectation, Problems& problems) {
  auto map = parameters(node, "per-sender order", {"id", "relayed", "number", "sender", "json"}, problems);
  if (!map || !map->exactly_one_of({"id", "relayed", "number"}, kOrderExample)) return;
  read_identity(*map, expectation, problems);
  map->text("number", expectation.message.number);
  map->text("sender", expectation.message.sender);
  if (map->find("sender") != nullptr && map->find("number") == nullptr)
    problems.add(map->find("sender")->mark, "who sent a message is known, unless it is told by its number",
                 "take sender away, or name a number");
}

void read_duplicates(const Node* node, Expectation& expectation, Problems& problems) {
  auto map = parameters(node, "no duplicates", {"id", "relayed", "even if resent", "json"}, problems);
  if (!map || !map->exactly_one_of({"id", "relayed"}, "no duplicates: {id: id} or {relayed: as sent}")) return;
  read_identity(*map, expectation, problems);
  read_yes(*map, "even if resent", expectation.even_if_resent);
}

void read_durable(const Node* node, Expectation& expectation, Problems& problems) {
  auto map = parameters(node, "acknowledged is durable", {"id", "acknowledged", "acknowledged id"}, problems);
  if (!map) return;
  map->require({"id", "acknowledged"}, "acknowledged is durable: {id: id, acknowledged: {type: saved}}");
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
  auto map = parameters(node, "presence", {"member", "counts", "within", "json"}, problems);
  if (!map) return;
  map->require({"member"}, "presence: {member: online}");
  map->text("member", expectation.text);
  map->duration("within", expectation.within, true);
  read_members(*map, "json", expectation.message.with, problems);
  std::string counts = "sockets";
  map->one_of("counts", {"sockets", "clients", "others"}, counts);
  expectation.counts = counts == "clients"  ? PresenceCounts::clients
                       : counts == "others" ? PresenceCounts::others
                                            : PresenceCounts::sockets;
}

void read_within(const Node* node, Expectation& expectation, Problems& problems) {
  if (auto map = parameters(node, expectation.kind, {"within"}, problems))
    map->duration("within", expectation.within, true);
}
void read_on_time(const Node* node, Expectation& expectation, Problems& problems) {
  expectation.within = std::chrono::seconds(10);
  read_within(node, expectation, problems);
}
void read_quiet(const Node* node, Expectation& expectation, Problems& problems) {
  expectation.within = std::chrono::hours(1);
  read_within(node, expectation, problems);
}

void read_sizes(const Node* node, Expectation& expectation, Problems& problems) {
  expectation.message_bytes = 32U << 20;  // what the platform takes at most
  auto map = parameters(node, "sizes", {"messages"}, problems);
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
  auto map = parameters(node, expectation.kind, {"at most"}, problems);
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

void read_quantiles(MapReader& map, Expectation& expectation, Problems& problems) {
  for (const auto& [key, share] : kQuantiles) {
    sim::Duration most{};
    map.duration(key, most, true);
    if (map.find(key) != nullptr) expectation.took.push_back({share, most});
  }
  if (expectation.took.empty())
    problems.add(map.mark(), fmt::format("\"{}\" needs a quantile and its limit", expectation.kind),
                 fmt::format("{}: {{p95: 200ms}}", expectation.kind));
}

void read_message_latency(const Node* node, Expectation& expectation, Problems& problems) {
  auto map = parameters(node, "message latency",
                        {"p50", "p90", "p95", "p99", "p99.9", "longest", "id", "relayed", "json"}, problems);
  if (!map) return;
  read_quantiles(*map, expectation, problems);
  if (map->find("id") == nullptr && map->find("relayed") == nullptr && map->find("json") != nullptr)
    problems.add(map->find("json")->mark, "without an id every message counts", "take json away, or name an id");
  else if (map->find("id") == nullptr || map->exactly_one_of({"id", "relayed"}, "id: id"))
    read_identity(*map, expectation, problems);
}

void read_wake_latency(const Node* node, Expectation& expectation, Problems& problems) {
  auto map = parameters(node, "wake latency", {"p50", "p90", "p95", "p99", "p99.9", "longest"}, problems);
  if (map) read_quantiles(*map, expectation, problems);
}

void read_connect_success(const Node* node, Expectation& expectation, Problems& problems) {
  expectation.share = 0.99;
  if (auto map = parameters(node, "connect success", {"at least"}, problems))
    map->probability("at least", expectation.share);
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
  std::vector<std::string_view> known;
  for (const Meter& each : kMeters) known.push_back(each.key);
  auto map = parameters(node, "use", known, problems);
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

struct Kind {
  std::string_view name;
  ReadProperty read;
  std::string_view example;  // of what only the user can know; empty: all has defaults
};
constexpr Kind kKinds[] = {
    {"no unhandled rejection", nullptr, ""},
    {"per-sender order", read_order, kOrderExample},
    {"no duplicates", read_duplicates, "no duplicates: {id: id} or {relayed: as sent}"},
    {"acknowledged is durable", read_durable, "acknowledged is durable: {id: id, acknowledged: {type: saved}}"},
    {"one instance at a time", nullptr, ""},
    {"no alarm doubled", nullptr, ""},
    {"alarms on time", read_on_time, ""},
    {"quiet after everyone left", read_quiet, ""},
    {"presence", read_presence, "presence: {member: online}"},
    {"sizes", read_sizes, ""},
    {"wakes when idle", read_wakes, ""},
    {"wakes of a room", read_wakes, "wakes of a room: {at most: 60/h}"},
    {"message latency", read_message_latency, "message latency: {p95: 200ms}"},
    {"wake latency", read_wake_latency, "wake latency: {p95: 500ms}"},
    {"connect success", read_connect_success, ""},
    {"use", read_use, "use: {rows written: 1M/month}"},
};

}  // namespace

std::vector<std::string_view> property_names() {
  std::vector<std::string_view> names;
  for (const Kind& kind : kKinds) names.push_back(kind.name);
  return names;
}

bool read_property(const Node& name, const Node* with, Expectation& expectation, Problems& problems) {
  const auto* kind = std::ranges::find(kKinds, name.text, &Kind::name);
  if (kind == std::end(kKinds)) return false;
  if (with == nullptr && !kind->example.empty())
    problems.add(name.mark, fmt::format("\"{}\" needs to be told what", name.text), std::string(kind->example));
  else if (with != nullptr && kind->read == nullptr)
    problems.add(with->mark, fmt::format("\"{}\" does not take {}", name.text, shown(*with)));
  else if (kind->read != nullptr)
    kind->read(with, expectation, problems);
  return true;
}

}  // namespace scenarios
