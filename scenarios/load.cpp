#include <fmt/format.h>

#include <algorithm>

#include "models/native/rooms/built_in.h"
#include "scenarios/cost_tables.h"
#include "scenarios/load_parts.h"
#include "scenarios/scenario.h"
#include "scenarios/variations.h"
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
  for (const std::string_view key : {"crons", "upstreams", "workers", "environment"})
    if (const Node* node = map.find(key))
      problems.add(
          node->mark,
          fmt::format(
              "`{}:` is for Workers: native rooms have no cron triggers, no other Workers and ask nobody outside", key),
          "take it away");
  refuse_scripts(map, problems);
  map.one_of("native", scenario.native);
  scenario.project.name = "native " + scenario.native;
  scenario.project.main = "built in";
  scenario.project.compatibility_date = "2026-08-01";
}

void read_times(MapReader& map, Scenario& scenario, Problems& problems) {
  map.duration("duration", scenario.duration);
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

const KeyTable kScenario{
    .name = "a scenario",
    .example = "worker: ../rooms/chat\nduration: 1d",
    .rows = {{"scenario", value::text(), "the file's name", "its name in reports", "lobby"},
             {"learn", value::text(), kOptional, "what it teaches, shown after the report",
              "an idle room costs nothing"},
             {"start", value::text(R"(^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$)"), "2026-08-01T00:00:00Z",
              "virtual time at the beginning, UTC", "2026-08-01T00:00:00Z"},
             {"duration", value::positive_duration(), kNeeded, "virtual length", "1h 30min"},
             {"include", value::any_of({value::text("."), value::list(value::text("."), 1)}), kOptional,
              "files whose keys hold as well: maps are joined, lists begin with what is included", "common.yaml"},
             {"vary", value::map(kVary), kOptional, "many scenarios in one: $name stands for what varies",
              "{grid: {visitors: [10, 100], answer: [80ms, 2s]}}"},
             {"replications", value::count(1, 100'000), "1", "how many runs, each with draws of its own", "10"},
             {"seed", value::count(0, UINT64_MAX), "1", "when --seed is not given", "7"},
             {"level", value::word({"lifecycle", "clients", "all"}), "all", "what the trace keeps", "clients"},
             {"worker", value::text("."), kOptional,
              "a folder with a wrangler configuration, or a .js file, from the scenario's own folder", "../rooms/chat"},
             {"environment", value::text(), "the top level", "which of the configuration's env the Worker is run as",
              "staging"},
             {"workers", value::list(value::any_of({value::text("."), value::map(kOtherWorker)})), kOptional,
              "other Workers that it calls, or whose objects it uses", "[../rooms/chat]"},
             {"native", value::word(models::native::rooms::built_in_names()), kOptional,
              "instead of worker: a room in C++ that is built in", "chat"},
             {"platform", value::map(kPlatform), kOptional, "what runs the Worker", "{preset: workerd, plan: free}"},
             {"network", value::map(kNetwork), kOptional, "links and partitions",
              "{profiles: {mobile: {latency: 80ms}}}"},
             {"given", value::list(value::map(kGiven)), kOptional, "what rooms have stored when the run begins",
              "[{room: lobby, storage: {topic: tea}, alarm: 5min}]"},
             {"faults", value::list(value::map(kFault)), kOptional, "what befalls it", "[{deploy: {at: 12h}}]"},
             {"upstreams", value::list(value::map(kUpstream)), kOptional, "what answers requests to the outside",
              "[{url: https://api.example.com/*, json: {ok: true}}]"},
             {"crons", value::any_of({value::list(value::text()), value::word({"none"})}),
              "those of the Worker's configuration", "cron triggers", "[\"*/5 * * * *\"]"},
             {"clients", value::list(value::map(kGroup)), kOptional, "groups of clients",
              "[{name: phone, count: 10, does: [{connect: /}]}]"},
             {"expect", value::list(expectation_value()), kOptional, "what must hold", "[no handler throws]"},
             {"outcome", value::word({"holds", "violated", "untested", "unknown"}), "holds",
              "what dormouse test takes for a pass: violated, of a lesson that must fail", "violated"}},
    .exactly_one_of = {"worker", "native"}};

Scenario read_scenario(const std::filesystem::path& file, const Node& root, Problems& problems) {
  Scenario scenario;
  scenario.file = file;
  scenario.name = file.stem().string();
  MapReader map(root, kScenario, problems);
  for (const std::string_view key : {"include", "vary"}) static_cast<void>(map.find(key));  // read before
  map.count("replications", scenario.replications);
  read_workers(map, scenario, problems);
  if (map.find("native") == nullptr) map.require({"worker"}, kScenario.example);
  map.text("scenario", scenario.name);
  map.text("learn", scenario.learn);
  map.one_of("outcome", scenario.outcome);
  read_times(map, scenario, problems);
  map.count("seed", scenario.seed);
  std::string level = "all";
  map.one_of("level", level);
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
  if (const Node* faults = map.find("faults")) read_faults(*faults, scenario, problems);
  if (const Node* upstreams = map.find("upstreams")) read_upstreams(*upstreams, scenario.upstreams, problems);
  if (const Node* clients = map.find("clients"))
    read_clients(*clients, {.network = scenario.network, .start = scenario.start}, scenario.clients, problems);
  if (const Node* expect = map.find("expect")) read_expectations(*expect, scenario.expectations, problems);
  expect_of_scripts(scenario);
  scenario.network.keeps_lines =
      std::ranges::any_of(scenario.faults, [](const Fault& fault) { return is_of_network(fault.kind); });
  for (models::client::GroupConfig& group : scenario.clients)
    complete_visitor(group, scenario.platform.options.preset == "production");
  if (const Node* crons = map.find("crons")) read_crons(*crons, scenario.project.crons, problems);
  read_native(map, scenario, problems);
  if (const Node* given = map.find("given")) read_given(*given, scenario, problems);
  map.finish();
  return scenario;
}

}  // namespace scenarios
