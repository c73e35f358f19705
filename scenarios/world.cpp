#include "scenarios/world.h"

#include <algorithm>
#include <stdexcept>

#include "models/records.h"
#include "scenarios/given.h"
#include "scenarios/wake_worth.h"

namespace scenarios {

namespace {

models::runtime::CodeOptions code_options(const models::worker::Project& project, bool production) {
  // A flag turns a behaviour on or off whatever the date says (dates compare as text).
  const auto by_date = [&project](std::string_view since, std::string_view on, std::string_view off) {
    if (project.has_flag(on)) return true;
    if (project.has_flag(off)) return false;
    return project.compatibility_date >= since;
  };
  models::runtime::CodeOptions options;
  options.compatibility_date = project.compatibility_date;
  options.kv_classes = project.kv_classes;
  options.delete_all_deletes_alarm = by_date("2026-02-24", "delete_all_deletes_alarm", "delete_all_preserves_alarm");
  options.auto_reply_to_close =
      by_date("2026-04-07", "web_socket_auto_reply_to_close", "web_socket_manual_reply_to_close");
  options.rpc = by_date("2024-04-03", "rpc", "no_rpc");
  options.exports = by_date("2025-11-17", "enable_ctx_exports", "disable_ctx_exports");
  options.enhanced_errors = by_date("2026-04-21", "enhanced_error_serialization", "legacy_error_serialization");
  options.rpc_arguments_are_duplicates = by_date("2026-01-20", "rpc_params_dup_stubs", "rpc_params_transfer_ownership");
  options.close_reason_limit =
      by_date("2026-03-03", "websocket_close_reason_byte_limit", "no_websocket_close_reason_byte_limit");
  options.blob_messages = by_date("2026-03-17", "websocket_standard_binary_type", "no_websocket_standard_binary_type");
  // Production only: the local runtime's sweep asks nobody (spec 1.1).
  if (production && by_date("2026-10-01", "durable_object_io_tasks_prevent_eviction",
                            "durable_object_io_tasks_do_not_prevent_eviction"))
    options.pending_work_keeps = std::chrono::minutes(15);
  return options;
}

}  // namespace

models::runtime::PlatformOptions platform_options(const Scenario& scenario) {
  models::runtime::PlatformOptions options = scenario.platform.options;
  options.workers.clear();
  for (const auto& revisions : code_of(scenario)) {
    models::runtime::WorkerOptions worker{.name = revisions.front()->name, .hosts = {}, .code = {}};
    if (const std::size_t number = options.workers.size(); number > 0)
      worker.hosts = scenario.workers[number - 1].hosts;
    for (const models::worker::Project* project : revisions)
      worker.code.push_back(code_options(*project, options.preset == "production"));
    options.workers.push_back(std::move(worker));
  }
  if (scenario.platform.plan == "free" && options.preset == "production") options.daily_allowances.emplace();
  const auto claimed = [&options](const std::string& host) {
    return std::ranges::any_of(options.workers, [&](const auto& worker) {
      return std::ranges::find(worker.hosts, host) != worker.hosts.end();
    });
  };
  for (const models::client::GroupConfig& group : scenario.clients)
    if (!claimed(group.host)) options.workers.front().hosts.push_back(group.host);
  if (options.eviction.kind == models::eviction::Choice::Kind::break_even && options.eviction.wake_worth.count() == 0)
    options.eviction.wake_worth = wake_worth(scenario.costs);
  return options;
}

World::World(const Scenario& scenario, sim::RunSeed seed, sim::TraceSink& sink)
    : scenario_(scenario),
      choices_(seed),
      trace_(scenario.level, sink),
      simulation_(scenario.start, choices_, trace_),
      names_(simulation_),
      network_((simulation_.record(models::RunBegan{
                    .scenario = scenario.name,
                    .seed = seed.seed,
                    .replication = seed.replication,
                    .planned = scenario.duration,
                    .preset = scenario.platform.options.preset,
                    .cost_table =
                        scenario.costs.name +
                        (scenario.platform.options.cpu_by_blocks ? ", but CPU time from the blocks that ran" : "")}),
                simulation_),
               scenario.network),
      platform_(simulation_, names_, scenario.costs, platform_options(scenario)),
      faults_(platform_, network_, scenario.faults),
      crons_(platform_, code_of(scenario)),
      client_world_{simulation_, network_, platform_, names_},
      stored_(platform_, scenario.expectations),
      woken_(platform_, scenario.expectations) {
  platform_.set_upstreams(scenario.upstreams);
  if (network_.regions() != nullptr) platform_.set_regions(network_.regions(), scenario.network.tcp_timeout);
}

void World::start_clients() {
  give(scenario_, platform_);
  for (const auto& config : scenario_.clients) {
    if (config.script.empty())
      groups_.push_back(std::make_unique<models::client::ClientGroup>(client_world_, config));
    else if (scripts_ == nullptr)
      throw std::logic_error("nobody can run the client module " + config.script);
    else
      scripted_.push_back(scripts_->make_group(client_world_, config));
  }
  for (auto& group : groups_) group->start();
  for (auto& group : scripted_) group->start();
  faults_.start();
  crons_.start();
  stored_.start();
  woken_.start();
}

sim::RunOutcome World::run_to(sim::Time moment, std::uint64_t most_events) {
  const sim::Time horizon = scenario_.start + scenario_.duration;
  // With nothing left to happen the run still lasts as long as it was planned: a bill is for that time.
  simulation_.at(horizon, sim::Action([] {}));
  return simulation_.run({.horizon = std::min(moment, horizon), .max_events = most_events});
}

sim::RunOutcome World::run(std::uint64_t most_events) {
  const sim::RunOutcome outcome = run_to(sim::Time::max(), most_events);
  finish(platform_.host_limit_hit() ? "host limit" : sim::name_of(outcome));
  return outcome;
}

void World::finish(std::string_view outcome) {
  stored_.at_end();
  platform_.finish();
  if (before_end_) {
    trace_.finish();
    before_end_(outcome);
  }
  simulation_.record(models::RunEnded{.outcome = std::string(outcome), .events = simulation_.events_run()});
  trace_.finish();
}

}  // namespace scenarios
