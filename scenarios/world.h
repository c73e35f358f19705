#pragma once

// One run's world: a simulation, the network, the deployed platform and the clients that a scenario describes.

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "models/client/client_group.h"
#include "models/client/scripted.h"
#include "models/client/world.h"
#include "models/names.h"
#include "models/network/network.h"
#include "models/runtime/platform.h"
#include "scenarios/cron_triggers.h"
#include "scenarios/faults.h"
#include "scenarios/scenario.h"
#include "scenarios/stored_rooms.h"
#include "scenarios/woken_rooms.h"
#include "sim/choice.h"
#include "sim/simulation.h"
#include "sim/trace.h"

namespace scenarios {

class World {
 public:
  World(const Scenario& scenario, sim::RunSeed seed, sim::TraceSink& sink);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  [[nodiscard]] models::runtime::Platform& platform() { return platform_; }
  [[nodiscard]] sim::Simulation& simulation() { return simulation_; }
  [[nodiscard]] models::client::World& client_world() { return client_world_; }

  /// Who makes the groups whose clients are code, if the scenario has any.
  void set_scripts(models::client::Scripts& scripts) { scripts_ = &scripts; }
  /// Called once when the run is over but for its last record; the sink has all that was written by then.
  void before_end(std::function<void(std::string_view outcome)> hook) { before_end_ = std::move(hook); }

  /// Lets the clients and the faults of the scenario come. Call once, when the platform has its host.
  void start_clients();
  /// Runs so far, to the scenario's end at most, and leaves everything as it is then.
  sim::RunOutcome run_to(sim::Time moment, std::uint64_t most_events = sim::RunLimits{}.max_events);
  /// Runs to the scenario's end, or for so many events, and writes what closes the trace; the run's outcome.
  sim::RunOutcome run(std::uint64_t most_events = sim::RunLimits{}.max_events);
  /// For runs that are driven from outside: ends the trace.
  void finish(std::string_view outcome);
  [[nodiscard]] sim::Fingerprint fingerprint() { return trace_.finish(); }

 private:
  const Scenario& scenario_;
  sim::Choices choices_;
  sim::TraceWriter trace_;
  sim::Simulation simulation_;
  models::Names names_;
  models::network::Network network_;
  models::runtime::Platform platform_;
  Faults faults_;
  CronTriggers crons_;
  models::client::World client_world_;
  std::vector<std::unique_ptr<models::client::ClientGroup>> groups_;
  models::client::Scripts* scripts_ = nullptr;
  std::vector<std::unique_ptr<models::client::ScriptedGroup>> scripted_;
  StoredRooms stored_;
  WokenRooms woken_;
  std::function<void(std::string_view)> before_end_;
};

/// What the scenario's platform preset and the Workers' compatibility dates and flags come to.
[[nodiscard]] models::runtime::PlatformOptions platform_options(const Scenario& scenario);

}  // namespace scenarios
