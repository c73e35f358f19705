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

struct FaultRow {
  std::string_view name;
  Kind kind;
  std::vector<std::string_view> keys;  // besides those for its time
  std::string_view needs;              // of those; "": none
  bool chance;                         // each commit, alarm or construction is an occasion
  std::string_view example;
  std::string_view means;
};

const std::vector<FaultRow> kFaultRows = {{"deploy",
                                           Kind::deploy,
                                           {"mode", "max delay", "rollout", "worker", "upgrade"},
                                           "",
                                           false,
                                           "deploy: {at: 12h, mode: deferred, max delay: 300s}",
                                           "of a new version of the same code, or of another"},
                                          {"restart",
                                           Kind::restart,
                                           {},
                                           "",
                                           false,
                                           "restart: {every: {exponential: 2h}}",
                                           "of the whole runtime, on the same storage"},
                                          {"host lost",
                                           Kind::host_lost,
                                           {"rooms", "hits"},
                                           "",
                                           false,
                                           "host lost: {every: {exponential: 2h}}",
                                           "of one object that is in memory or has sockets"},
                                          {"evict",
                                           Kind::evict,
                                           {"sockets", "rooms", "hits"},
                                           "",
                                           false,
                                           "evict: {every: {exponential: 2h}}",
                                           "of such an object"},
                                          {"hibernate",
                                           Kind::hibernate,
                                           {"rooms", "hits"},
                                           "",
                                           false,
                                           "hibernate: {when: every message, rooms: lobby-*}",
                                           "of an object that may"},
                                          {"isolate lost",
                                           Kind::isolate_lost,
                                           {"rooms", "hits"},
                                           "",
                                           false,
                                           "isolate lost: {rate: 1/d}",
                                           "of an isolate with all objects in it"},
                                          {"crash before commit",
                                           Kind::crash_before_commit,
                                           {"rooms", "hits"},
                                           "",
                                           true,
                                           "crash before commit: {when: 3rd commit}",
                                           "an object ends, and the commit with it"},
                                          {"crash after commit",
                                           Kind::crash_after_commit,
                                           {"rooms", "hits"},
                                           "",
                                           true,
                                           "crash after commit: {probability: 0.1%}",
                                           "an object ends once the commit is durable"},
                                          {"storage write fails",
                                           Kind::storage_write_fails,
                                           {"rooms", "hits"},
                                           "",
                                           true,
                                           "storage write fails: {when: 3rd commit}",
                                           "of commits"},
                                          {"storage write hangs",
                                           Kind::storage_write_hangs,
                                           {"rooms", "hits"},
                                           "",
                                           true,
                                           "storage write hangs: {probability: 0.1%}",
                                           "of commits"},
                                          {"slow storage",
                                           Kind::slow_storage,
                                           {"takes", "for", "rooms", "hits"},
                                           "takes",
                                           true,
                                           "slow storage: {at: 1h, for: 10min, takes: {exponential: 2s}}",
                                           "commits take longer"},
                                          {"disk full",
                                           Kind::disk_full,
                                           {"for", "rooms"},
                                           "",
                                           false,
                                           "disk full: {at: 1h, for: 10min, rooms: lobby}",
                                           "nothing more can be written"},
                                          {"alarm late",
                                           Kind::alarm_late,
                                           {"takes", "rooms", "hits"},
                                           "takes",
                                           true,
                                           "alarm late: {probability: 1%, takes: {uniform: [0s, 1min]}}",
                                           "an alarm comes later"},
                                          {"alarm duplicate",
                                           Kind::alarm_duplicate,
                                           {"rooms", "hits"},
                                           "",
                                           true,
                                           "alarm duplicate: {when: first alarm fires}",
                                           "an alarm comes twice"},
                                          {"clock jump",
                                           Kind::clock_jump,
                                           {"by", "for", "rooms"},
                                           "by",
                                           false,
                                           "clock jump: {at: 1h, by: -5s}",
                                           "Date.now() goes ahead or back"},
                                          {"overload",
                                           Kind::overload,
                                           {"for", "rooms"},
                                           "for",
                                           false,
                                           "overload: {at: 1h, for: 30s, rooms: lobby}",
                                           "objects answer that they are overloaded"},
                                          {"constructor slow",
                                           Kind::constructor_slow,
                                           {"takes", "rooms", "hits"},
                                           "takes",
                                           true,
                                           "constructor slow: {when: every wakes, takes: 2s}",
                                           "a constructor takes longer"},
                                          {"half open",
                                           Kind::half_open,
                                           {"for", "clients", "links", "rooms", "hits"},
                                           "",
                                           false,
                                           "half open: {rate: 1/h, clients: phone-*}",
                                           "a connection of which one side knows nothing any more"},
                                          {"connection reset",
                                           Kind::connection_reset,
                                           {"clients", "links", "rooms", "hits"},
                                           "",
                                           false,
                                           "connection reset: {rate: 1/h, links: 4g}",
                                           "a connection breaks"},
                                          {"clog",
                                           Kind::clog,
                                           {"for", "clients", "links", "rooms", "hits"},
                                           "for",
                                           false,
                                           "clog: {at: 1h, for: 20s, clients: phone-*}",
                                           "nothing comes through, and then everything"},
                                          {"swizzle",
                                           Kind::swizzle,
                                           {"for", "within", "share", "clients", "links", "rooms"},
                                           "",
                                           false,
                                           "swizzle: {at: 1h, within: 10s, for: 5s, share: 50%}",
                                           "clogs one link after the other, and releases them in another order"}};

/// What the keys of faults mean, those for the time first.
const std::vector<KeyRow>& fault_key_rows() {
  const Value patterns = value::any_of({value::text("."), value::list(value::text("."), 1)});
  static const std::vector<KeyRow> kRows = {
      {"at", value::duration(), kOptional, "once, so long after the start of the run", "12s"},
      {"every", value::distribution(), kOptional, "again and again, each counted from the one before",
       "{exponential: 2h}"},
      {"rate", value::rate(), kOptional, "at random moments, so often", "3/h"},
      {"when", value::text(trigger_pattern()), kOptional, "at a moment of a room's life: first, 3rd, every, every 10th",
       "first alarm fires"},
      {"after", value::distribution(), "0s", "so long after that moment", "{uniform: [0s, 1s]}", {"when"}},
      {"probability", value::share(), "100%", "of each such moment, commit, alarm or construction", "1%"},
      {"mode", value::word({"deferred", "immediate"}), "deferred",
       "whether objects go when nothing holds them, or at once", "immediate"},
      {"max delay", value::positive_duration(), "300s", "of a deferred one, after which objects go", "60s"},
      {"rollout", value::duration(), "30s", "over how long the hosts take it up", "1min"},
      {"worker", value::text(), "all of them", "which Worker: the name of its configuration", "room"},
      {"upgrade", value::text("."), kOptional, "the folder of the code that it brings", "../rooms/chat"},
      {"sockets", value::word({"hibernate", "close"}), "hibernate", "what becomes of its sockets", "close"},
      {"takes", value::distribution(), kOptional, "how much longer", "{exponential: 2s}"},
      {"for", value::duration(), kOptional, "how long it lasts", "10min"},
      {"by", value::text("^-?" + duration_pattern().substr(1)), kOptional, "how far, ahead or back", "-5s"},
      {"within", value::duration(), "10s", "how long it takes to clog them all", "20s"},
      {"share", value::share(), "100%", "of the links", "50%"},
      {"rooms", patterns, "all", "names of rooms, where * or <any> is any text", "lobby-*"},
      {"clients", patterns, "all", "names of clients, likewise", "phone-*"},
      {"links", patterns, "all", "names of link profiles, likewise", "4g"},
      {"hits", value::word({"one", "all"}), "one", "one of them, drawn, or all", "all"}};
  return kRows;
}

constexpr std::size_t kTimeKeys = 6;

KeyTable table_of(const FaultRow& row) {
  KeyTable table{.name = row.name, .title = row.name, .example = row.example};
  const std::vector<KeyRow>& all = fault_key_rows();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool own = i < kTimeKeys || std::ranges::find(row.keys, all[i].key) != row.keys.end();
    if (!own) continue;
    table.rows.push_back(all[i]);
    if (all[i].key == row.needs) table.rows.back().absent = kNeeded;
    if (all[i].key == "probability" && !row.chance) table.rows.back().with = {"when"};
  }
  if (row.chance)
    table.at_least_one_of = {"at", "every", "rate", "when", "probability"};
  else
    table.exactly_one_of = {"at", "every", "rate", "when"};
  return table;
}

const std::vector<KeyTable>& fault_tables() {
  static const std::vector<KeyTable> kTables = [] {
    std::vector<KeyTable> tables;
    for (const FaultRow& row : kFaultRows) tables.push_back(table_of(row));
    return tables;
  }();
  return kTables;
}

KeyTable all_faults() {
  KeyTable table{.name = "a fault"};
  for (std::size_t i = 0; i < kFaultRows.size(); ++i) {
    const FaultRow& row = kFaultRows[i];
    Value form = value::map(fault_tables()[i]);
    if (row.name.starts_with("storage write ")) form = value::any_of({value::share(), form});
    table.rows.push_back({row.name, std::move(form), kOptional, row.means, row.example.substr(row.name.size() + 2)});
    table.exactly_one_of.push_back(row.name);
  }
  return table;
}

}  // namespace

const KeyTable kFault = all_faults();

namespace {

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
  auto project = read_project(*upgrade, "", problems);
  if (!project) return;
  scenario.upgrades.push_back({*fault.worker, std::move(*project)});
  fault.revision = static_cast<std::uint32_t>(std::ranges::count(scenario.upgrades, *fault.worker, &Upgrade::worker));
}

void read_deploy(MapReader& map, Scenario& scenario, Fault& fault) {
  read_deployed(map, scenario, fault, map.problems());
  map.duration("rollout", fault.rollout);
  std::string mode = "deferred";  // the default since Wrangler 4.141 (spec 1.6)
  map.one_of("mode", mode);
  const Node* delay = map.find("max delay");
  if (mode == "immediate") {
    if (delay != nullptr)
      map.problems().add(delay->mark, "an immediate deploy has no `max delay:`",
                         "take it away, or write mode: deferred");
    return;
  }
  sim::Duration longest = std::chrono::seconds(300);
  map.duration("max delay", longest);
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

Fault read_fault(const FaultRow& row, const Node& node, Scenario& scenario, Problems& problems) {
  Fault fault;
  fault.kind = row.kind;
  MapReader map(node, fault_tables()[static_cast<std::size_t>(&row - kFaultRows.data())], problems);
  const std::string example(row.example);
  read_fault_times(map, fault, row.chance, example);
  read_fault_scope(map, fault);
  if (row.kind == Kind::deploy) read_deploy(map, scenario, fault);
  if (row.kind == Kind::evict) {
    std::string sockets = "hibernate";
    map.one_of("sockets", sockets);
    fault.keep_sockets = sockets == "hibernate";
  }
  if (map.takes("takes")) map.distribution("takes", fault.takes);
  if (map.takes("within")) map.duration("within", fault.within);
  if (map.takes("share")) map.probability("share", fault.share);
  if (const Node* lasts = map.takes("for") ? map.find("for") : nullptr)
    fault.lasts = read_duration(*lasts, problems, row.kind != Kind::swizzle);
  if (const Node* by = map.takes("by") ? map.find("by") : nullptr) read_jump(*by, fault, problems);
  if (row.chance && is_spell(fault) && fault.probability && !fault.when)
    problems.add(map.find("for")->mark, "a probability is of each commit: nothing lasts `for:` a time",
                 "take one of the two away");
  return fault;
}

/// `storage write fails: 1%` is decided commit by commit.
bool read_share(const Node& item, std::string_view name, const Node& value, Scenario& scenario, Problems& problems) {
  if (value.is_map() || !name.starts_with("storage write ")) return false;
  auto& options = scenario.platform.options;
  MapReader map(item, kFault, problems);
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
                   fmt::format("known: {}", fmt::join(kFault.keys(), ", ")));
      continue;
    }
    const auto& [name, value] = item->entries.front();
    const auto row = std::ranges::find(kFaultRows, name->text, &FaultRow::name);
    if (row == kFaultRows.end())
      problems.add(name->mark, fmt::format("unknown fault {}", shown(*name)), suggestion(name->text, kFault.keys()));
    else if (!read_share(*item, name->text, *value, scenario, problems))
      scenario.faults.push_back(read_fault(*row, *value, scenario, problems));
  }
}

}  // namespace scenarios
