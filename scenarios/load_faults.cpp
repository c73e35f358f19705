#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "scenarios/fault_scope.h"
#include "scenarios/load_fault_times.h"
#include "scenarios/load_parts.h"
#include "scenarios/quantities.h"

// The `faults:` list.

namespace scenarios {
namespace {

using Kind = Fault::Kind;

struct Row {
  std::string_view name;
  Kind kind;
  std::vector<std::string_view> keys;  // besides those for its time
  std::string_view needs;              // of those; "": none
  bool chance;                         // each commit, alarm or construction is an occasion
  std::string_view example;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {"deploy",
       Kind::deploy,
       {"mode", "max delay", "rollout", "worker", "upgrade"},
       "",
       false,
       "{at: 12h, mode: deferred, max delay: 300s}"},
      {"restart", Kind::restart, {}, "", false, "{every: {exponential: 2h}}"},
      {"host lost", Kind::host_lost, {"rooms", "hits"}, "", false, "{every: {exponential: 2h}}"},
      {"evict", Kind::evict, {"sockets", "rooms", "hits"}, "", false, "{every: {exponential: 2h}}"},
      {"hibernate", Kind::hibernate, {"rooms", "hits"}, "", false, "{when: every message, rooms: lobby-*}"},
      {"isolate lost", Kind::isolate_lost, {"rooms", "hits"}, "", false, "{rate: 1/d}"},
      {"crash before commit", Kind::crash_before_commit, {"rooms", "hits"}, "", true, "{when: 3rd commit}"},
      {"crash after commit", Kind::crash_after_commit, {"rooms", "hits"}, "", true, "{probability: 0.1%}"},
      {"storage write fails", Kind::storage_write_fails, {"rooms", "hits"}, "", true, "{when: 3rd commit}"},
      {"storage write hangs", Kind::storage_write_hangs, {"rooms", "hits"}, "", true, "{probability: 0.1%}"},
      {"slow storage",
       Kind::slow_storage,
       {"takes", "for", "rooms", "hits"},
       "takes",
       true,
       "{at: 1h, for: 10min, takes: {exponential: 2s}}"},
      {"disk full", Kind::disk_full, {"for", "rooms"}, "", false, "{at: 1h, for: 10min, rooms: lobby}"},
      {"alarm late",
       Kind::alarm_late,
       {"takes", "rooms", "hits"},
       "takes",
       true,
       "{probability: 1%, takes: {uniform: [0s, 1min]}}"},
      {"alarm duplicate", Kind::alarm_duplicate, {"rooms", "hits"}, "", true, "{when: first alarm fires}"},
      {"clock jump", Kind::clock_jump, {"by", "for", "rooms"}, "by", false, "{at: 1h, by: -5s}"},
      {"overload", Kind::overload, {"for", "rooms"}, "for", false, "{at: 1h, for: 30s, rooms: lobby}"},
      {"constructor slow",
       Kind::constructor_slow,
       {"takes", "rooms", "hits"},
       "takes",
       true,
       "{when: every wakes, takes: 2s}"},
      {"half open", Kind::half_open, {"clients", "links", "rooms", "hits"}, "", false, "{rate: 1/h, clients: phone-*}"},
      {"connection reset",
       Kind::connection_reset,
       {"clients", "links", "rooms", "hits"},
       "",
       false,
       "{rate: 1/h, links: 4g}"},
      {"clog",
       Kind::clog,
       {"for", "clients", "links", "rooms", "hits"},
       "for",
       false,
       "{at: 1h, for: 20s, clients: phone-*}"},
      {"swizzle",
       Kind::swizzle,
       {"for", "within", "share", "clients", "links", "rooms"},
       "",
       false,
       "{at: 1h, within: 10s, for: 5s, share: 50%}"}};
  return kRows;
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> all;
  for (const Row& row : rows()) all.push_back(row.name);
  return all;
}

/// Which Worker is deployed, and with what.
void read_deployed(MapReader& map, Scenario& scenario, Fault& fault, Problems& problems) {
  if (map.find("worker") != nullptr) {
    std::vector<std::string_view> names = {scenario.project.name};
    for (const OtherWorker& other : scenario.workers) names.push_back(other.project.name);
    std::string chosen;
    map.one_of("worker", names, chosen);
    if (!chosen.empty()) fault.worker = static_cast<std::uint32_t>(std::ranges::find(names, chosen) - names.begin());
  }
  const Node* upgrade = map.find("upgrade");
  if (upgrade == nullptr) return;
  if (!fault.worker && scenario.workers.empty()) fault.worker = 0;
  if (!fault.worker) return problems.add(upgrade->mark, "which of the Workers is upgraded?", "say so: worker: NAME");
  auto project = read_project(*upgrade, scenario.file.parent_path(), "", problems);
  if (!project) return;
  scenario.upgrades.push_back({*fault.worker, std::move(*project)});
  fault.revision = static_cast<std::uint32_t>(std::ranges::count(scenario.upgrades, *fault.worker, &Upgrade::worker));
}

void read_deploy(MapReader& map, Scenario& scenario, Fault& fault) {
  read_deployed(map, scenario, fault, map.problems());
  map.duration("rollout", fault.rollout);
  std::string mode = "deferred";  // the default since Wrangler 4.141 (spec 1.6)
  map.one_of("mode", {"deferred", "immediate"}, mode);
  const Node* delay = map.find("max delay");
  if (mode == "immediate") {
    if (delay != nullptr)
      map.problems().add(delay->mark, "an immediate deploy has no `max delay:`",
                         "take it away, or write mode: deferred");
    return;
  }
  sim::Duration longest = std::chrono::seconds(300);
  map.duration("max delay", longest, true);
  if (longest > std::chrono::hours(24))
    map.problems().add(delay->mark, "max delay is one day at most", "the default is 300s");
  fault.max_delay = longest;
}

void read_jump(const Node& node, Fault& fault, Problems& problems) {
  const auto by = node.is_scalar() ? parse_duration(node.text) : std::nullopt;
  constexpr sim::Duration kFurthest = std::chrono::hours(24 * 366);
  if (by && by->count() != 0 && *by <= kFurthest && -*by <= kFurthest)
    fault.by = *by;
  else
    problems.add(node.mark, fmt::format("by must be a time of up to a year, ahead or back, not {}", shown(node)),
                 "for example: 1h, or -5s");
}

Fault read_fault(const Row& row, const Node& node, Scenario& scenario, Problems& problems) {
  Fault fault;
  fault.kind = row.kind;
  std::vector<std::string_view> keys = {"at", "every", "rate", "when", "after", "probability"};
  keys.insert(keys.end(), row.keys.begin(), row.keys.end());
  MapReader map(node, std::string(row.name), keys, problems);
  const std::string example = fmt::format("{}: {}", row.name, row.example);
  read_fault_times(map, fault, row.chance, example);
  if (!row.needs.empty() && node.is_map()) {
    if (map.find(row.needs) == nullptr)
      problems.add(map.mark(), fmt::format("{} needs `{}:`", row.name, row.needs),
                   fmt::format("for example: {}", example));
  }
  const auto has = [&row](std::string_view key) { return std::ranges::find(row.keys, key) != row.keys.end(); };
  read_fault_scope(map, fault);
  if (row.kind == Kind::deploy) read_deploy(map, scenario, fault);
  if (row.kind == Kind::evict) {
    std::string sockets = "hibernate";
    map.one_of("sockets", {"hibernate", "close"}, sockets);
    fault.keep_sockets = sockets == "hibernate";
  }
  if (has("takes")) map.distribution("takes", fault.takes);
  if (has("within")) map.duration("within", fault.within);
  if (has("share")) map.probability("share", fault.share);
  if (const Node* lasts = map.find("for")) fault.lasts = read_duration(*lasts, problems, row.kind != Kind::swizzle);
  if (const Node* by = map.find("by")) read_jump(*by, fault, problems);
  if (row.chance && is_spell(fault) && fault.probability && !fault.when)
    problems.add(map.find("for")->mark, "a probability is of each commit: nothing lasts `for:` a time",
                 "take one of the two away");
  return fault;
}

/// `storage write fails: 1%` is decided commit by commit.
bool read_share(const Node& item, std::string_view name, const Node& value, Scenario& scenario, Problems& problems) {
  if (value.is_map() || !name.starts_with("storage write ")) return false;
  auto& options = scenario.platform.options;
  MapReader map(item, "a fault", names(), problems);
  map.probability("storage write fails", options.storage_write_fails);
  map.probability("storage write hangs", options.storage_write_hangs);
  return true;
}

}  // namespace

void read_faults(const Node& node, Scenario& scenario, Problems& problems) {
  if (node.kind != Node::Kind::sequence)
    return problems.add(node.mark, fmt::format("faults must be a list, not {}", shown(node)), "- deploy: {at: 12h}");
  for (const Node* item : node.items) {
    if (!item->is_map() || item->entries.size() != 1) {
      problems.add(item->mark, fmt::format("a fault is one key with its value, not {}", shown(*item)),
                   fmt::format("known: {}", fmt::join(names(), ", ")));
      continue;
    }
    const auto& [name, value] = item->entries.front();
    const auto row = std::ranges::find(rows(), name->text, &Row::name);
    if (row == rows().end())
      problems.add(name->mark, fmt::format("unknown fault {}", shown(*name)), suggestion(name->text, names()));
    else if (!read_share(*item, name->text, *value, scenario, problems))
      scenario.faults.push_back(read_fault(*row, *value, scenario, problems));
  }
}

}  // namespace scenarios
