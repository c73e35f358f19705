#include <fmt/format.h>

#include "scenarios/cost_tables.h"
#include "scenarios/load_parts.h"
#include "scenarios/scenario.h"
#include "scenarios/yaml_document.h"
#include "sim/calendar.h"

namespace scenarios {
namespace {

void read_platform(const Node& node, PlatformChoice& platform, Problems& problems) {
  MapReader map(node, "platform", {"preset", "costs", "tariff", "plan"}, problems);
  map.one_of("preset", {"production", "workerd"}, platform.preset);
  map.one_of("costs", cost_table_names(), platform.costs);
  map.one_of("tariff", {"cloudflare-2026-08"}, platform.tariff);
  map.one_of("plan", {"paid", "free"}, platform.plan);
}

void read_worker(MapReader& map, Scenario& scenario, Problems& problems) {
  const Node* worker = map.find("worker");
  if (worker == nullptr || !worker->is_scalar()) return;
  try {
    scenario.project = models::worker::load_project(scenario.file.parent_path() / worker->text);
  } catch (const models::worker::ProjectError& error) {
    for (const auto& problem : error.problems())
      problems.add({problem.file, problem.line, problem.column, problem.message, problem.remedy});
  }
}

void read_times(MapReader& map, Scenario& scenario, Problems& problems) {
  map.duration("duration", scenario.duration, true);
  if (scenario.duration > std::chrono::hours(24 * 3660))
    problems.add(map.find("duration")->mark, "a run may last ten years at most");
  const Node* start = map.find("start");
  if (start == nullptr) return;
  if (const auto time = sim::parse_time(start->text))
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
  MapReader map(
      document.root(), "a scenario",
      {"scenario", "learn", "start", "duration", "seed", "level", "worker", "platform", "network", "clients", "expect"},
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
  if (const Node* platform = map.find("platform")) read_platform(*platform, scenario.platform, problems);
  if (const auto table = find_cost_table(scenario.platform.costs)) scenario.costs = *table;
  if (const Node* network = map.find("network")) read_network(*network, scenario.network, problems);
  if (const Node* clients = map.find("clients")) read_clients(*clients, scenario.network, scenario.clients, problems);
  if (const Node* expect = map.find("expect")) read_expectations(*expect, scenario.expectations, problems);
  read_worker(map, scenario, problems);
  problems.throw_if_any();
  return scenario;
}

}  // namespace scenarios
