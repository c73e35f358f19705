#include <fmt/format.h>

#include "scenarios/cost_tables.h"
#include "scenarios/load_parts.h"
#include "scenarios/scenario.h"
#include "scenarios/yaml_document.h"
#include "sim/calendar.h"

namespace scenarios {
namespace {

void read_platform(const Node& node, PlatformChoice& platform, models::runtime::CostTable& costs, Problems& problems) {
  MapReader map(node, "platform", {"preset", "costs", "eviction", "tariff", "plan"}, problems);
  map.one_of("preset", {"production", "workerd"}, platform.preset);
  read_costs(map, platform.costs, costs);
  map.one_of("eviction", {"documented"}, platform.eviction);
  map.one_of("tariff", {"cloudflare-2026-08"}, platform.tariff);
  map.one_of("plan", {"paid", "free"}, platform.plan);
}

/// A partition that no run reaches is a slip: "3d" for "3h".
void check_partitions(const Node& network, const Scenario& scenario, Problems& problems) {
  const Node* list = network.find("partitions");
  if (list == nullptr || scenario.duration.count() == 0) return;
  for (std::size_t i = 0; i < scenario.network.partitions.size(); ++i) {
    if (scenario.network.partitions[i].at >= scenario.duration)
      problems.add(list->items[i]->mark, "this partition begins after the run has ended",
                   "`at:` counts from the start of the run");
  }
}

void read_compare(const Node& node, Scenario& scenario, Problems& problems) {
  if (node.kind != Node::Kind::sequence)
    return problems.add(node.mark, fmt::format("compare must be a list of paths, not {}", shown(node)),
                        "for example: compare: [chat-accept.yaml]");
  for (const Node* item : node.items) {
    const std::filesystem::path path = (scenario.file.parent_path() / item->text).lexically_normal();
    std::error_code error;
    if (!item->is_scalar() || item->text.empty() || !std::filesystem::exists(path, error)) {
      problems.add(item->mark, fmt::format("there is nothing to compare with at {}", shown(*item)),
                   "name another scenario, or a Worker, by its path from this file's folder");
      continue;
    }
    scenario.compare.push_back(path);
  }
}

void read_worker(MapReader& map, Scenario& scenario, Problems& problems) {
  const Node* worker = map.find("worker");
  if (worker == nullptr || !worker->is_scalar()) return;
  if (worker->text.empty()) return problems.add(worker->mark, "worker: is empty", "for example: worker: ../rooms/chat");
  try {
    scenario.project = models::worker::load_project(scenario.file.parent_path() / worker->text);
  } catch (const models::worker::ProjectError& error) {
    for (const auto& problem : error.problems()) {
      // What is wrong with no file in particular is wrong with this line.
      if (problem.line == 0 && !std::filesystem::is_regular_file(problem.file))
        problems.add(worker->mark, fmt::format("{}: {}", problem.file, problem.message), problem.remedy);
      else
        problems.add({problem.file, problem.line, problem.column, problem.message, problem.remedy});
    }
  }
}

void read_times(MapReader& map, Scenario& scenario, Problems& problems) {
  map.duration("duration", scenario.duration, true);
  constexpr sim::Duration kLongestRun = std::chrono::hours(24 * 3660);
  if (scenario.duration > kLongestRun)
    problems.add(map.find("duration")->mark, "a run may last ten years at most", "a month is 30d");
  const Node* start = map.find("start");
  if (start == nullptr) return;
  const auto time = start->is_scalar() ? sim::parse_time(start->text) : std::nullopt;
  if (time && *time > sim::Time::max() - kLongestRun)
    problems.add(start->mark, "a run must begin before 2252, so that it can end before virtual time does");
  else if (time)
    scenario.start = *time;
  else
    problems.add(start->mark, fmt::format("start must be a UTC time, not {}", shown(*start)),
                 "for example: 2026-08-01T00:00:00Z");
}

}  // namespace

Scenario load_scenario(const std::filesystem::path& file) {
  const YamlDocument document = YamlDocument::read(file);
  Problems problems(document.file());
  Scenario scenario;
  scenario.file = file;
  scenario.name = file.stem().string();
  MapReader map(document.root(), "a scenario",
                {"scenario", "learn", "start", "duration", "seed", "level", "worker", "platform", "network", "clients",
                 "expect", "compare"},
                problems);
  map.require({"worker", "duration"}, "worker: ../rooms/chat\nduration: 1d");
  map.text("scenario", scenario.name);
  map.text("learn", scenario.learn);
  std::string worker;
  map.text("worker", worker);
  read_times(map, scenario, problems);
  map.count("seed", 0, UINT64_MAX, scenario.seed);
  std::string level = "all";
  map.one_of("level", {"lifecycle", "clients", "all"}, level);
  scenario.level = level == "all"       ? sim::TraceLevel::all
                   : level == "clients" ? sim::TraceLevel::clients
                                        : sim::TraceLevel::lifecycle;
  scenario.costs = find_cost_table(scenario.platform.costs).value();
  if (const Node* platform = map.find("platform"))
    read_platform(*platform, scenario.platform, scenario.costs, problems);
  if (const Node* network = map.find("network")) {
    read_network(*network, scenario.network, problems);
    check_partitions(*network, scenario, problems);
  }
  if (const Node* clients = map.find("clients")) read_clients(*clients, scenario.network, scenario.clients, problems);
  if (const Node* expect = map.find("expect")) read_expectations(*expect, scenario.expectations, problems);
  if (const Node* compare = map.find("compare")) read_compare(*compare, scenario, problems);
  read_worker(map, scenario, problems);
  problems.throw_if_any();
  return scenario;
}

}  // namespace scenarios
