#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "models/client/group.h"
#include "models/invariants/property_spec.h"
#include "models/network/link_profile.h"
#include "models/runtime/cost_table.h"
#include "models/runtime/platform_options.h"
#include "models/upstream/rule.h"
#include "models/worker/project.h"
#include "scenarios/fault.h"
#include "scenarios/given.h"
#include "sim/record.h"
#include "sim/time.h"

namespace scenarios {

/// When what rooms store is written into the trace, besides the end of the run.
struct StoredMoments {
  std::vector<std::string> rooms;  // by name; empty: all
  std::vector<sim::Duration> at;   // after the start
  sim::Duration every{};           // zero: only at those
};

/// An expectation that is the user's code.
struct Check {
  std::string file;               // as the user calls it from where he is
  std::vector<std::string> only;  // its exports; empty: all that are checks
  std::optional<StoredMoments> stored;
};

/// A promise that the run is held to: a property, a bill or the user's own code, by its kind.
struct Expectation : models::invariants::PropertySpec {
  std::int64_t money = 0;  // bill at most, in billionths of a dollar
  Check check{};           // check
};

struct PlatformChoice {
  /// The preset with what `platform:` changes of it; what compatibility dates decide comes in with platform_options().
  models::runtime::PlatformOptions options;
  std::string costs = "measured-2026-11";
  std::string tariff = "cloudflare-2026-08";
  std::string plan = "paid";
};

/// A Worker of the application beside the one in front.
struct OtherWorker {
  models::worker::Project project;
  std::vector<std::string> hosts;  // under which it is reached from outside
};

/// Code that a deploy brings.
struct Upgrade {
  std::uint32_t worker = 0;  // 0: the one in front; else by the order of Scenario::workers, from 1
  models::worker::Project project;
};

struct Scenario {
  std::filesystem::path file;
  std::string name;
  std::string variation;           // which of those that `vary:` makes; "": it makes none
  std::uint64_t replications = 1;  // how many runs it asks for, under one seed
  std::string learn;               // what it teaches, shown with the result
  sim::Time start = sim::kDefaultStart;
  sim::Duration duration{};
  std::uint64_t seed = 1;
  sim::TraceLevel level = sim::TraceLevel::all;
  models::worker::Project project;  // the Worker in front
  std::vector<OtherWorker> workers;
  std::vector<Upgrade> upgrades;
  std::string native;  // the built-in native application that runs instead of a project; "": none
  PlatformChoice platform;
  models::runtime::CostTable costs;
  models::network::NetworkConfig network;
  std::vector<GivenRooms> given;
  std::vector<Fault> faults;
  std::vector<models::upstream::Rule> upstreams;
  std::vector<models::client::GroupConfig> clients;
  std::vector<Expectation> expectations;
  std::string outcome = "holds";  // what `dormouse test` takes for a pass: holds, violated, untested, unknown

  /// Of its client modules and checks, each as often as it is used.
  [[nodiscard]] std::vector<std::string> script_files() const;
};

/// All code that runs: for each Worker, the one in front first, what is deployed at the start and what upgrades bring.
[[nodiscard]] std::vector<std::vector<const models::worker::Project*>> code_of(const Scenario& scenario);

/// What stands before the names of files of this code, so that they can be told from the front Worker's: "rooms/", or
/// the folder of an upgrade; "" for the front Worker's own.
[[nodiscard]] std::string file_prefix(const Scenario& scenario, std::uint32_t worker, std::uint32_t revision);

/// Reads and checks a scenario, its cost table and its Worker's configuration. Throws InputError with all that is
/// wrong. Of a scenario that varies, the variation of this name; it must be named.
[[nodiscard]] Scenario load_scenario(const std::filesystem::path& file, const std::string& variation = "");

/// All variations of the file, in its order; one without a name if nothing varies. Throws InputError with all that is
/// wrong in any of them, each thing once.
[[nodiscard]] std::vector<Scenario> load_variations(const std::filesystem::path& file);

/// One run of a study.
struct PlannedRun {
  std::size_t variation = 0;  // which of the scenarios
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
};

/// Every replication of every one, in that order: what a scenario's file asks to be run.
[[nodiscard]] std::vector<PlannedRun> planned_runs(const std::vector<Scenario>& variations);

}  // namespace scenarios
