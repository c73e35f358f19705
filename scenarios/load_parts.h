#pragma once

// The parts of a scenario, each read by a file of its own (load_*.cpp).

#include <filesystem>
#include <vector>

#include "models/client/group.h"
#include "models/network/link_profile.h"
#include "models/upstream/rule.h"
#include "scenarios/map_reader.h"
#include "scenarios/places.h"
#include "scenarios/scenario.h"

namespace scenarios {

// The tables of keys that others refer to; each stands in the file that reads it.
extern const KeyTable kScenario;
extern const KeyTable kOtherWorker;
extern const KeyTable kPlatform;
extern const KeyTable kGiven;
extern const KeyTable kFault;
extern const KeyTable kNetwork;
extern const KeyTable kGroup;
extern const KeyTable kUpstream;
extern const KeyTable kExpectation;
extern const KeyTable kCheck;
[[nodiscard]] std::vector<KeyRow> answer_rows();
[[nodiscard]] std::vector<KeyRow> staying_connected_rows();
[[nodiscard]] Value arrive_value();
[[nodiscard]] Value steps_value();
[[nodiscard]] Value expectation_value();

/// All of it, from the tree that includes and variations have made.
[[nodiscard]] Scenario read_scenario(const std::filesystem::path& file, const Node& root, Problems& problems);
/// `worker:` and `environment:`, `workers:`.
void read_workers(MapReader& map, Scenario& scenario, Problems& problems);
/// The project that a node's path names; what is wrong with it is a problem.
std::optional<models::worker::Project> read_project(const Node& path, const std::string& environment,
                                                    Problems& problems);
void read_platform(const Node& node, PlatformChoice& platform, models::runtime::CostTable& costs, Problems& problems);
/// Once the Workers are known.
void read_given(const Node& node, Scenario& scenario, Problems& problems);
void read_faults(const Node& node, Scenario& scenario, Problems& problems);
void read_network(const Node& node, models::network::NetworkConfig& network, Problems& problems);
/// A problem if this names no profile; one of those that come with the program is taken in.
void require_profile(const Node& name, models::network::NetworkConfig& network, Problems& problems);
/// A problem unless it names a region of the topology, or there is none and nothing is named.
void require_region(const Node* name, Mark group, const models::network::NetworkConfig& network, Problems& problems);
/// What the parts of a client group refer to.
struct ClientContext {
  models::network::NetworkConfig& network;
  sim::Time start;  // of the run
};
void read_clients(const Node& node, const ClientContext& context, std::vector<models::client::GroupConfig>& clients,
                  Problems& problems);
void read_steps(const Node& node, const Places& places, std::vector<models::client::Step>& steps, Problems& problems);
/// The keys of a group that say how its clients stay connected: reconnect, offline queue, heartbeat, reads at most,
/// duplicate tab, background.
void read_staying_connected(MapReader& map, const Places& places, models::client::GroupConfig& group);
/// `arrive:`, and the names of the places that its table brings.
void read_arrive(const Node& node, const ClientContext& context, models::client::GroupConfig& group,
                 Problems& problems);
/// `script:` and `with:` of a group.
void read_script(MapReader& map, models::client::GroupConfig& group);
/// Of `check:`.
void read_check(const Node& node, Check& check, Problems& problems);
/// A problem for each client or check in JavaScript.
void refuse_scripts(const MapReader& scenario, Problems& problems);
void read_leave(const Node& node, models::client::LeaveStep& leave, Problems& problems);
void read_upstreams(const Node& node, std::vector<models::upstream::Rule>& upstreams, Problems& problems);
void read_answer(MapReader& map, models::upstream::Answer& answer);
/// Leaves "none", or the properties as JSON.
void read_cf(const Node& node, models::network::SharedText& cf, Problems& problems);
/// Once the preset is known.
void complete_visitor(models::client::GroupConfig& group, bool production);
void read_crons(const Node& node, std::vector<std::string>& crons, Problems& problems);
/// Properties with parameters of their own, and which of the properties need none.
[[nodiscard]] std::vector<KeyRow> property_rows();
[[nodiscard]] std::vector<std::string_view> properties_that_stand_alone();
/// False if the name is none of them. with: its parameters, or null.
bool read_property(const Node& name, const Node* with, Expectation& expectation, Problems& problems);
void read_expectations(const Node& node, std::vector<Expectation>& expectations, Problems& problems);

}  // namespace scenarios
