#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load_parts.h"

// The `faults:` list.

namespace scenarios {
namespace {

const std::vector<std::string_view> kKinds = {
    "deploy", "restart", "host lost", "evict", "storage write fails", "storage write hangs"};

/// When it happens: once `at`, or again and again `every`.
void read_times(MapReader& map, Fault& fault, Problems& problems, std::string_view example) {
  if (!map.exactly_one_of({"at", "every"}, example)) return;
  if (const Node* at = map.find("at")) fault.at = read_duration(*at, problems);
  const Node* every = map.find("every");
  if (every == nullptr) return;
  fault.every = read_distribution(*every, problems);
  if (fault.every && fault.every->a <= 0 && fault.every->b <= 0)
    problems.add(every->mark, "nothing can happen every 0s", "write a longer time");
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

void read_deploy(const Node& node, Scenario& scenario, Fault& fault, Problems& problems) {
  MapReader map(node, "deploy", {"at", "every", "mode", "max delay", "rollout", "worker", "upgrade"}, problems);
  read_deployed(map, scenario, fault, problems);
  read_times(map, fault, problems, "deploy: {at: 12h, mode: deferred, max delay: 300s}");
  map.duration("rollout", fault.rollout);
  std::string mode = "deferred";  // the default since Wrangler 4.141 (spec 1.6)
  map.one_of("mode", {"deferred", "immediate"}, mode);
  const Node* delay = map.find("max delay");
  if (mode == "immediate") {
    if (delay != nullptr)
      problems.add(delay->mark, "an immediate deploy has no `max delay:`", "take it away, or write mode: deferred");
    return;
  }
  sim::Duration longest = std::chrono::seconds(300);
  map.duration("max delay", longest, true);
  if (longest > std::chrono::hours(24))
    problems.add(delay->mark, "max delay is one day at most", "the default is 300s");
  fault.max_delay = longest;
}

Fault read_event(std::string_view kind, const Node& node, Scenario& scenario, Problems& problems) {
  Fault fault;
  if (kind == "deploy") {
    fault.kind = Fault::Kind::deploy;
    read_deploy(node, scenario, fault, problems);
    return fault;
  }
  const bool evicts = kind == "evict";
  fault.kind = evicts ? Fault::Kind::evict : kind == "restart" ? Fault::Kind::restart : Fault::Kind::host_lost;
  std::vector<std::string_view> keys = {"at", "every"};
  if (evicts) keys.emplace_back("sockets");
  MapReader map(node, std::string(kind), keys, problems);
  read_times(map, fault, problems, fmt::format("{}: {{every: {{exponential: 2h}}}}", kind));
  std::string sockets = "hibernate";
  map.one_of("sockets", {"hibernate", "close"}, sockets);
  fault.keep_sockets = sockets == "hibernate";
  return fault;
}

}  // namespace

void read_faults(const Node& node, Scenario& scenario, Problems& problems) {
  if (node.kind != Node::Kind::sequence)
    return problems.add(node.mark, fmt::format("faults must be a list, not {}", shown(node)), "- deploy: {at: 12h}");
  for (const Node* item : node.items) {
    if (!item->is_map() || item->entries.size() != 1) {
      problems.add(item->mark, fmt::format("a fault is one key with its value, not {}", shown(*item)),
                   fmt::format("known: {}", fmt::join(kKinds, ", ")));
      continue;
    }
    const auto& [name, value] = item->entries.front();
    auto& options = scenario.platform.options;
    if (name->text.starts_with("storage write ")) {
      MapReader map(*item, "a fault", kKinds, problems);
      map.probability("storage write fails", options.storage_write_fails);
      map.probability("storage write hangs", options.storage_write_hangs);
    } else if (std::find(kKinds.begin(), kKinds.end(), name->text) == kKinds.end()) {
      problems.add(name->mark, fmt::format("unknown fault {}", shown(*name)), suggestion(name->text, kKinds));
    } else {
      scenario.faults.push_back(read_event(name->text, *value, scenario, problems));
    }
  }
}

}  // namespace scenarios
