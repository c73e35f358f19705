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

const KeyTable kEvictIdle{.name = "evict idle",
                          .rows = {{"between", value::list(value::positive_duration(), 2, 2), kOptional,
                                    "anywhere from the first to the second", "[70s, 140s]"},
                                   {"sweep", value::positive_duration(), kOptional,
                                    "at the next sweep after it, which come so often", "70s"}},
                          .exactly_one_of = {"between", "sweep"}};

const Value kSizeOrNone = value::any_of({value::size(), value::word({"none"})});
const Value kDurationOrNone = value::any_of({value::positive_duration(), value::word({"none"})});
const Value kMany = value::count(1, 1'000'000'000);

const KeyTable kOverload{
    .name = "overload",
    .title = "overload limits",
    .rows = {{"queue", kMany, kOptional, "requests that wait", "1000"},
             {"bytes", kSizeOrNone, kOptional, "of what waits", "10MB"},
             {"age", value::positive_duration(), kOptional, "of the one that waits longest", "10s"},
             {"in 10s", kMany, kOptional, "requests in ten seconds", "10000"}}};

bool is_none(const Node& node) { return node.is_scalar() && node.text == "none"; }

/// A duration, or `none` for zero.
void duration_or_none(MapReader& map, std::string_view key, sim::Duration& into) {
  const Node* node = map.find(key);
  if (node == nullptr) return;
  if (is_none(*node))
    into = {};
  else
    map.duration(key, into);
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
  map.one_of(key, word);
  yes = word == first;
}

void read_idle_eviction(const Node& node, eviction::Choice& choice, Problems& problems) {
  MapReader map(node, kEvictIdle, problems);
  if (!map.exactly_one_of("evict idle: {between: [70s, 140s]}, or {sweep: 70s}")) return;
  eviction::IdleRule& rule = choice.idle_rule;
  rule.sweep = map.find("sweep") != nullptr;
  // The vendor's two policies differ in nothing else.
  if (choice.kind == eviction::Choice::Kind::documented || choice.kind == eviction::Choice::Kind::observed)
    choice.kind = rule.sweep ? eviction::Choice::Kind::observed : eviction::Choice::Kind::documented;
  if (rule.sweep) return map.duration("sweep", rule.after_least);
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
  map.duration("hibernate after", choice.hibernates_after);
  const Node* after = map.find("hibernate after");
  if (after != nullptr && choice.kind != eviction::Choice::Kind::documented &&
      choice.kind != eviction::Choice::Kind::observed)
    problems.add(after->mark, "`hibernate after` goes with the eviction policies documented and observed only",
                 "a policy with a timer of its own is {ttl: 60s}");
  if (const Node* idle = map.find("evict idle")) read_idle_eviction(*idle, choice, problems);
}

void read_overload(const Node& node, OverloadLimits& limits, Problems& problems) {
  MapReader map(node, kOverload, problems);
  map.count("queue", limits.queued_requests);
  size_or_none(map, "bytes", limits.queued_bytes);
  map.duration("age", limits.queued_for);
  map.count("in 10s", limits.requests_in_10s);
}

void read_alarms(MapReader& map, PlatformOptions& options, Problems& problems) {
  either(map, "alarm equal time", "stuck", "fires", options.alarm_equal_time_is_lost);
  map.duration("alarm limit", options.alarm_limit);
  either(map, "constructor throw counts as retry", "yes", "no", options.constructor_throw_counts_retry);
  if (const Node* lateness = map.find("alarm lateness"))
    if (const auto given = read_distribution(*lateness, problems)) options.alarm_lateness = given;
}

}  // namespace

const KeyTable kPlatform{
    .name = "platform",
    .rows = {{"preset", value::word({"production", "workerd"}), "production", "what the rest defaults to", "workerd"},
             {"costs", value::any_of({value::word(cost_table_names()), value::map(kCosts)}), "measured-2026-11",
              "what takes how long: a table, or one with rows of your own", "{table: zero, message: 400us}"},
             {"eviction",
              value::any_of(
                  {value::word({"documented", "observed", "breakeven", "never", "always"}), value::map(kEviction)}),
              "documented", "which objects leave memory when", "{ttl: 60s}"},
             {"tariff", value::word({"cloudflare-2026-08"}), "cloudflare-2026-08", "what the bill goes by",
              "cloudflare-2026-08"},
             {"plan", value::word({"paid", "free"}), "paid", "the account's", "free"},
             {"hibernate after", value::positive_duration(), kOptional,
              "idle and hibernatable for so long: out of memory", "10s"},
             {"evict idle", value::map(kEvictIdle), kOptional,
              "when an idle object goes that only its own timers keep, counted from its last event",
              "{between: [70s, 140s]}"},
             {"pending work keeps", kDurationOrNone, kOptional,
              "how long a timer, waitUntil or call puts that off, from its own start", "15min"},
             {"clock", value::word({"frozen", "moving"}), kOptional,
              "whether Date.now() moves within a turn: by 1 ms a reading, which the turn then takes", "moving"},
             {"alarm equal time", value::word({"stuck", "fires"}), kOptional,
              "setAlarm() in the running alarm's own millisecond", "fires"},
             {"alarm limit", value::positive_duration(), kOptional, "how long alarm() may take", "15min"},
             {"alarm lateness", value::distribution(), kOptional, "instead of the cost table's", "{exponential: 50ms}"},
             {"constructor throw counts as retry", value::word({"yes", "no"}), kOptional,
              "of an alarm that wakes an object whose constructor throws", "no"},
             {"uncaught exception resets", value::share(), kOptional,
              "how often an exception that leaves a handler also ends the instance", "10%"},
             {"cpu", value::word({"measured blocks", "fixed"}), "fixed",
              "what a turn takes: by the cost table, or by the code that ran in it", "measured blocks"},
             {"cpu limit", kDurationOrNone, kOptional,
              "CPU time since the last event; a turn that would take longer is stopped", "30s"},
             {"memory limit", kSizeOrNone, kOptional, "of an isolate with all objects in it", "128MiB"},
             {"isolates", value::count(1, 256), kOptional,
              "over how many isolates objects are spread; each has its own module globals", "4"},
             {"empty isolates", value::word({"stay", "go"}), kOptional,
              "whether an isolate in which nobody is left forgets its module globals", "go"},
             {"socket order", value::word({"recorded", "any"}), kOptional, "of getWebSockets()", "any"},
             {"overload", value::map(kOverload), kOptional, "from when on an object answers that it is overloaded",
              "{queue: 1000, bytes: 10MB, age: 10s, in 10s: 10000}"}}};

void read_platform(const Node& node, PlatformChoice& platform, models::runtime::CostTable& costs, Problems& problems) {
  MapReader map(node, kPlatform, problems);
  std::string preset = platform.options.preset;
  map.one_of("preset", preset);
  if (preset == "workerd") platform.options = models::runtime::workerd_options();
  read_costs(map, platform.costs, costs);
  map.one_of("tariff", platform.tariff);
  map.one_of("plan", platform.plan);

  PlatformOptions& options = platform.options;
  read_eviction_keys(map, options.eviction, problems);
  if (map.find("pending work keeps") != nullptr)
    duration_or_none(map, "pending work keeps", options.pending_work_keeps.emplace());
  std::string clock = options.clock_step.count() > 0 ? "moving" : "frozen";
  map.one_of("clock", clock);
  options.clock_step = clock == "moving" ? std::chrono::milliseconds(1) : sim::Duration{};
  read_alarms(map, options, problems);
  map.probability("uncaught exception resets", options.uncaught_resets);
  either(map, "cpu", "measured blocks", "fixed", options.cpu_by_blocks);
  duration_or_none(map, "cpu limit", options.cpu_limit);
  size_or_none(map, "memory limit", options.memory_limit_bytes);
  std::uint64_t isolates = options.isolates;
  map.count("isolates", isolates);
  options.isolates = static_cast<std::uint32_t>(isolates);
  either(map, "empty isolates", "go", "stay", options.empty_isolates_go);
  either(map, "socket order", "recorded", "any", options.sockets_in_recorded_order);
  if (const Node* overload = map.find("overload")) read_overload(*overload, options.overload, problems);
}

}  // namespace scenarios
