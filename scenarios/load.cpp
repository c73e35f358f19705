#include <fmt/format.h>

#include <algorithm>

#include "models/native/rooms/built_in.h"
#include "scenarios/cost_tables.h"
#include "scenarios/load_parts.h"
#include "scenarios/scenario.h"
#include "scenarios/yaml_document.h"
#include "sim/calendar.h"

namespace scenarios {
namespace {

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

/// A native application stands where a project would, with the newest compatibility date.
void read_native(MapReader& map, Scenario& scenario, Problems& problems) {
  const Node* native = map.find("native");
  if (native == nullptr) return;
  if (map.find("worker") != nullptr)
    problems.add(native->mark, "a scenario has either worker: or native:, not both",
                 "worker: runs a project's JavaScript, native: a room that is built in");
  for (const std::string_view key : {"crons", "upstreams", "workers"})
    if (const Node* node = map.find(key))
      problems.add(
          node->mark,
          fmt::format(
              "`{}:` is for Workers: native rooms have no cron triggers, no other Workers and ask nobody outside", key),
          "take it away");
  refuse_scripts(map, problems);
  map.one_of("native", models::native::rooms::built_in_names(), scenario.native);
  scenario.project.name = "native " + scenario.native;
  scenario.project.main = "built in";
  scenario.project.compatibility_date = "2026-08-01";
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

/// A client whose code throws is a broken test of something: nobody has to ask to hear of it.
void expect_of_scripts(Scenario& scenario) {
  constexpr std::string_view kKind = "no client script throws";
  const auto asks = [&](const Expectation& one) { return one.kind == kKind; };
  const auto is_code = [](const models::client::GroupConfig& group) { return !group.script.empty(); };
  if (std::any_of(scenario.clients.begin(), scenario.clients.end(), is_code) &&
      std::none_of(scenario.expectations.begin(), scenario.expectations.end(), asks))
    scenario.expectations.emplace_back().kind = kKind;
}

}  // namespace

Scenario load_scenario(const std::filesystem::path& file) {
  const YamlDocument document = YamlDocument::read(file);
  Problems problems(document.file());
  Scenario scenario;
  scenario.file = file;
  scenario.name = file.stem().string();
  MapReader map(document.root(), "a scenario",
                {"scenario", "learn", "start", "duration", "seed", "level", "worker", "environment", "workers",
                 "native", "platform", "network", "faults", "upstreams", "crons", "clients", "expect"},
                problems);
  read_workers(map, scenario, problems);
  if (map.find("native") != nullptr)
    map.require({"duration"}, "duration: 1d");
  else
    map.require({"worker", "duration"}, "worker: ../rooms/chat\nduration: 1d");
  map.text("scenario", scenario.name);
  map.text("learn", scenario.learn);
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
    read_network(*network, file.parent_path(), scenario.network, problems);
    check_partitions(*network, scenario, problems);
  }
  if (const Node* faults = map.find("faults")) read_faults(*faults, scenario, problems);
  if (const Node* upstreams = map.find("upstreams"))
    read_upstreams(*upstreams, file.parent_path(), scenario.upstreams, problems);
  const std::filesystem::path folder = file.parent_path();
  if (const Node* clients = map.find("clients"))
    read_clients(*clients, {.network = scenario.network, .folder = folder, .start = scenario.start}, scenario.clients,
                 problems);
  if (const Node* expect = map.find("expect")) read_expectations(*expect, folder, scenario.expectations, problems);
  expect_of_scripts(scenario);
  scenario.network.keeps_lines =
      std::ranges::any_of(scenario.faults, [](const Fault& fault) { return is_of_network(fault.kind); });
  for (models::client::GroupConfig& group : scenario.clients)
    complete_visitor(group, scenario.platform.options.preset == "production");
  if (const Node* crons = map.find("crons")) read_crons(*crons, scenario.project.crons, problems);
  read_native(map, scenario, problems);
  problems.throw_if_any();
  return scenario;
}

}  // namespace scenarios
