#include <fmt/format.h>

#include "scenarios/cost_tables.h"
#include "scenarios/eviction_choice.h"
#include "scenarios/load_parts.h"
#include "scenarios/quantities.h"

// The `platform:` map: a preset, and what a scenario changes of it. docs/differences.md says who says what.

namespace scenarios {
namespace {

namespace eviction = models::eviction;
using models::runtime::OverloadLimits;
using models::runtime::PlatformOptions;

bool is_none(const Node& node) { return node.is_scalar() && node.text == "none"; }

/// A duration, or `none` for zero.
void duration_or_none(MapReader& map, std::string_view key, sim::Duration& into) {
  const Node* node = map.find(key);
  if (node == nullptr) return;
  if (is_none(*node))
    into = {};
  else
    map.duration(key, into, true);
}

void size_or_none(MapReader& map, std::string_view key, std::uint64_t& into) {
  const Node* node = map.find(key);
  if (node == nullptr) return;
  const auto size = node->is_scalar() ? parse_size(node->text) : std::nullopt;
  if (is_none(*node))
    into = 0;
  else if (size && *size > 0)
    into = *size;
  else
    map.problems().add(node->mark, fmt::format("{} must be a size, not {}", key, shown(*node)),
                       "for example: 128MiB, or none");
}

/// One of two words; yes says whether it was the first.
void either(MapReader& map, std::string_view key, std::string_view first, std::string_view second, bool& yes) {
  std::string word(yes ? first : second);
  map.one_of(key, {first, second}, word);
  yes = word == first;
}

void read_idle_eviction(const Node& node, eviction::Choice& choice, Problems& problems) {
  MapReader map(node, "evict idle", {"between", "sweep"}, problems);
  if (!map.exactly_one_of({"between", "sweep"}, "evict idle: {between: [70s, 140s]}, or {sweep: 70s}")) return;
  eviction::IdleRule& rule = choice.idle_rule;
  rule.sweep = map.find("sweep") != nullptr;
  // The vendor's two policies differ in nothing else.
  if (choice.kind == eviction::Choice::Kind::documented || choice.kind == eviction::Choice::Kind::observed)
    choice.kind = rule.sweep ? eviction::Choice::Kind::observed : eviction::Choice::Kind::documented;
  if (rule.sweep) return map.duration("sweep", rule.after_least, true);
  const Node& between = *map.find("between");
  if (between.kind != Node::Kind::sequence || between.items.size() != 2)
    return problems.add(between.mark, fmt::format("between takes two durations, not {}", shown(between)),
                        "for example: {between: [70s, 140s]}");
  const auto least = read_duration(*between.items[0], problems, true);
  const auto most = read_duration(*between.items[1], problems, true);
  if (!least || !most) return;
  if (*least > *most)
    return problems.add(between.mark, "between: the first duration is longer than the second",
                        "write the shorter one first");
  rule.after_least = *least;
  rule.after_most = *most;
}

void read_eviction_keys(MapReader& map, eviction::Choice& choice, Problems& problems) {
  if (const Node* policy = map.find("eviction")) read_eviction(*policy, choice, problems);
  map.duration("hibernate after", choice.hibernates_after, true);
  const Node* after = map.find("hibernate after");
  if (after != nullptr && choice.kind != eviction::Choice::Kind::documented &&
      choice.kind != eviction::Choice::Kind::observed)
    problems.add(after->mark, "`hibernate after` goes with the eviction policies documented and observed only",
                 "a policy with a timer of its own is {ttl: 60s}");
  if (const Node* idle = map.find("evict idle")) read_idle_eviction(*idle, choice, problems);
}

void read_overload(const Node& node, OverloadLimits& limits, Problems& problems) {
  MapReader map(node, "overload", {"queue", "bytes", "age", "in 10s"}, problems);
  map.count("queue", 1, 1'000'000'000, limits.queued_requests);
  size_or_none(map, "bytes", limits.queued_bytes);
  map.duration("age", limits.queued_for, true);
  map.count("in 10s", 1, 1'000'000'000, limits.requests_in_10s);
}

void read_alarms(MapReader& map, PlatformOptions& options, Problems& problems) {
  either(map, "alarm equal time", "stuck", "fires", options.alarm_equal_time_is_lost);
  map.duration("alarm limit", options.alarm_limit, true);
  either(map, "constructor throw counts as retry", "yes", "no", options.constructor_throw_counts_retry);
  if (const Node* lateness = map.find("alarm lateness"))
    if (const auto given = read_distribution(*lateness, problems)) options.alarm_lateness = given;
}

}  // namespace

void read_platform(const Node& node, PlatformChoice& platform, models::runtime::CostTable& costs, Problems& problems) {
  MapReader map(node, "platform",
                {"preset",
                 "costs",
                 "eviction",
                 "tariff",
                 "plan",
                 "hibernate after",
                 "evict idle",
                 "pending work keeps",
                 "clock",
                 "alarm equal time",
                 "alarm limit",
                 "alarm lateness",
                 "constructor throw counts as retry",
                 "uncaught exception resets",
                 "cpu",
                 "cpu limit",
                 "memory limit",
                 "isolates",
                 "empty isolates",
                 "socket order",
                 "overload"},
                problems);
  std::string preset = platform.options.preset;
  map.one_of("preset", {"production", "workerd"}, preset);
  if (preset == "workerd") platform.options = models::runtime::workerd_options();
  read_costs(map, platform.costs, costs);
  map.one_of("tariff", {"cloudflare-2026-08"}, platform.tariff);
  map.one_of("plan", {"paid", "free"}, platform.plan);

  PlatformOptions& options = platform.options;
  read_eviction_keys(map, options.eviction, problems);
  if (map.find("pending work keeps") != nullptr)
    duration_or_none(map, "pending work keeps", options.pending_work_keeps.emplace());
  std::string clock = options.clock_step.count() > 0 ? "moving" : "frozen";
  map.one_of("clock", {"frozen", "moving"}, clock);
  options.clock_step = clock == "moving" ? std::chrono::milliseconds(1) : sim::Duration{};
  read_alarms(map, options, problems);
  map.probability("uncaught exception resets", options.uncaught_resets);
  either(map, "cpu", "measured blocks", "fixed", options.cpu_by_blocks);
  duration_or_none(map, "cpu limit", options.cpu_limit);
  size_or_none(map, "memory limit", options.memory_limit_bytes);
  std::uint64_t isolates = options.isolates;
  map.count("isolates", 1, 256, isolates);
  options.isolates = static_cast<std::uint32_t>(isolates);
  either(map, "empty isolates", "go", "stay", options.empty_isolates_go);
  either(map, "socket order", "recorded", "any", options.sockets_in_recorded_order);
  if (const Node* overload = map.find("overload")) read_overload(*overload, options.overload, problems);
}

}  // namespace scenarios
