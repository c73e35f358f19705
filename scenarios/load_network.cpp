#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load_network_parts.h"
#include "scenarios/load_parts.h"
#include "scenarios/map_reader.h"
#include "scenarios/network_presets.h"
#include "scenarios/quantities.h"

// The `network:` map: profiles, topology, partitions.

namespace scenarios {
namespace {

using models::network::NetworkConfig;
using models::network::PartitionWindow;
using models::network::RegionId;

const Value kRegionPair = value::list(value::text("."), 2, 2);
const KeyTable kPartition{
    .name = "a partition",
    .example = "{at: 3d, for: 10min, profile: mobile}",
    .rows = {{"at", value::duration(), kNeeded, "from the start of the run", "3s"},
             {"for", value::positive_duration(), kNeeded, "how long it lasts", "10min"},
             {"profile", value::text(), kOptional, "whose links; else all", "mobile"},
             {"direction", value::word({"both", "up", "down"}), "both", "which way nothing comes through", "up"},
             {"between", kRegionPair, kOptional, "two regions that are linked: the link is away", "[weur, enam]"},
             {"from", value::text(), kOptional, "one way of such a link", "weur", {"to"}},
             {"to", value::text(), kOptional, "one way of such a link", "enam", {"from"}}}};

/// A word is one that comes with the program, or a file beside the scenario.
void read_topology_of(const Node& node, NetworkConfig& network, Problems& problems) {
  if (node.is_map()) {
    network.topology = read_topology(node, problems);
  } else if (node.is_scalar() && node.text == "world") {
    network.topology = world_topology();
  } else if (node.is_scalar() && (node.text.ends_with(".yaml") || node.text.ends_with(".yml"))) {
    const YamlDocument document = YamlDocument::read(problems.folder_of(node.mark) / node.text);
    Problems inside(document.file());
    network.topology = read_topology(document.root(), inside);
    inside.throw_if_any();
  } else {
    problems.add(node.mark, fmt::format("topology must be world, a .yaml file or a map, not {}", shown(node)),
                 "for example: topology: world");
  }
}

void read_region_pair(MapReader& map, const NetworkConfig& network, PartitionWindow& window) {
  const Node* between = map.find("between");
  std::vector<const Node*> pair = {map.find("from"), map.find("to")};
  if (between != nullptr) {
    if (between->kind != Node::Kind::sequence || between->items.size() != 2)
      return map.problems().add(between->mark, fmt::format("between takes two regions, not {}", shown(*between)),
                                "for example: between: [weur, enam]");
    pair = between->items;
  } else if ((pair[0] == nullptr) != (pair[1] == nullptr)) {
    return map.problems().add(map.mark(), "a partition of one way between regions needs `from:` and `to:`",
                              "for example: {at: 3d, for: 10min, from: weur, to: enam}");
  }
  if (pair[0] == nullptr) return;
  window.both_ways = between != nullptr;
  window.from = pair[0]->text;
  window.to = pair[1]->text;
  const auto& topology = network.topology;
  const auto linked = [&](RegionId a, RegionId b) {
    return std::ranges::any_of(topology.links, [a, b](const auto& link) {
      return (link.a == a && link.b == b) || (link.a == b && link.b == a);
    });
  };
  const RegionId from = topology.find(window.from), to = topology.find(window.to);
  if (topology.regions.empty())
    map.problems().add(map.mark(), "a partition between regions needs a topology", "write topology: world");
  else if (from == RegionId::none || to == RegionId::none || !linked(from, to))
    map.problems().add(map.mark(), fmt::format("no link leads from {} to {}", shown(*pair[0]), shown(*pair[1])),
                       "a partition takes a link of the topology away, not a whole way");
}

PartitionWindow read_partition(const Node& node, NetworkConfig& network, Problems& problems) {
  PartitionWindow window;
  MapReader one(node, kPartition, problems);
  one.duration("at", window.at);
  one.duration("for", window.lasts);
  one.text("profile", window.profile);
  if (const Node* profile = one.find("profile")) require_profile(*profile, network, problems);
  std::string direction = "both";
  one.one_of("direction", direction);
  window.directions = {.up = direction != "down", .down = direction != "up"};
  read_region_pair(one, network, window);
  if (!window.from.empty())
    for (const std::string_view key : {"profile", "direction"})
      if (const Node* other = one.find(key))
        problems.add(other->mark, fmt::format("a partition between regions has no `{}:`", key),
                     "take it away; one way is written from: and to:");
  return window;
}

}  // namespace

const KeyTable kNetwork{
    .name = "network",
    .rows = {
        {"profiles", value::names(value::map(kProfile)), kOptional, "kinds of links, by names of your own",
         "{mobile: {latency: 80ms, loss: 0.1%}}"},
        {"topology", value::any_of({value::text(R"(^(world|.*\.ya?ml)$)"), value::map(kTopology)}), kOptional,
         "the regions of clients and rooms: world, a file, or your own", "world"},
        {"partitions", value::list(value::map(kPartition)), kOptional, "times without connection",
         "[{at: 3s, for: 10min, profile: mobile}]"},
        {"tcp timeout", value::positive_duration(), "15min", "how long TCP tries to send before it gives up", "1min"},
        {"connect timeout", value::positive_duration(), "30s", "how long a client tries to connect", "10s"},
        {"keepalive", value::positive_duration(), kOptional,
         "how often each side of a connection is asked whether it is there", "45s"}}};

void read_network(const Node& node, NetworkConfig& network, Problems& problems) {
  MapReader map(node, kNetwork, problems);
  map.duration("tcp timeout", network.tcp_timeout);
  map.duration("connect timeout", network.connect_timeout);
  map.duration("keepalive", network.keepalive);
  if (const Node* profiles = map.find("profiles")) {
    if (!profiles->is_map())
      problems.add(profiles->mark,
                   fmt::format("profiles must be a map from names to link profiles, not {}", shown(*profiles)));
    for (const auto& [name, value] : profiles->entries) {
      network.profiles.push_back({.name = name->text});
      read_profile(*value, network.profiles.back(), problems, false);
    }
  }
  if (const Node* topology = map.find("topology")) read_topology_of(*topology, network, problems);
  const Node* partitions = map.find("partitions");
  if (partitions == nullptr) return;
  if (partitions->kind != Node::Kind::sequence)
    problems.add(partitions->mark, fmt::format("partitions must be a list, not {}", shown(*partitions)),
                 "- {at: 3d, for: 10min}");
  for (const Node* item : partitions->items) network.partitions.push_back(read_partition(*item, network, problems));
}

void require_profile(const Node& name, NetworkConfig& network, Problems& problems) {
  const auto is_it = [&name](const auto& profile) { return profile.name == name.text; };
  if (name.text == "direct" || std::ranges::any_of(network.profiles, is_it)) return;
  if (auto preset = find_access_preset(name.text)) {
    network.profiles.push_back(std::move(*preset));
    return;
  }
  std::vector<std::string> known = {"direct"};
  for (const auto& profile : network.profiles) known.push_back(profile.name);
  std::vector<std::string> presets = access_preset_names();
  known.insert(known.end(), presets.begin(), presets.end());
  problems.add(name.mark, fmt::format("there is no link profile {}", shown(name)),
               suggestion(name.text, {known.begin(), known.end()}));
}

void require_region(const Node* name, Mark group, const NetworkConfig& network, Problems& problems) {
  const auto& topology = network.topology;
  if (name == nullptr) {
    if (!topology.regions.empty())
      problems.add(group, "a client group needs `region:` where the network has a topology",
                   fmt::format("for example: region: {}", topology.regions.front()));
    return;
  }
  const std::vector<std::string_view> known(topology.regions.begin(), topology.regions.end());
  if (topology.regions.empty())
    problems.add(name->mark, "`region:` needs a topology", "write network: {topology: world}");
  else if (topology.find(name->text) == RegionId::none)
    problems.add(name->mark, fmt::format("there is no region {}", shown(*name)), suggestion(name->text, known));
}

}  // namespace scenarios
