#include <fmt/format.h>

#include <algorithm>

#include "scenarios/load_parts.h"
#include "scenarios/map_reader.h"

namespace scenarios {
namespace {

models::network::LinkProfile read_profile(const std::string& name, const Node& node, Problems& problems) {
  models::network::LinkProfile profile;
  profile.name = name;
  MapReader map(
      node, "a link profile",
      {"latency", "jitter", "loss", "retransmission", "disconnect", "loss noticed by server", "loss noticed by client"},
      problems);
  map.distribution("latency", profile.latency);
  map.distribution("jitter", profile.jitter);
  map.probability("loss", profile.loss);
  map.duration("retransmission", profile.retransmission, true);
  map.distribution("loss noticed by server", profile.loss_noticed_by_server);
  map.distribution("loss noticed by client", profile.loss_noticed_by_client);
  if (const Node* disconnect = map.find("disconnect")) {
    MapReader inner(*disconnect, "disconnect", {"every"}, problems);
    inner.require({"every"}, "disconnect: {every: 20min}");
    if (const Node* every = inner.find("every")) {
      // A plain mean is the mean of an exponential: disconnections have no memory.
      auto distribution = read_distribution(*every, problems);
      if (distribution && !every->is_map()) distribution = sim::Distribution::exponential(distribution->a);
      if (distribution && distribution->kind == sim::Distribution::Kind::exponential && distribution->a <= 0)
        problems.add(every->mark, "a link cannot disconnect every 0s",
                     "write a longer time, or leave `disconnect:` out");
      else
        profile.disconnect_every = distribution;
    }
  }
  return profile;
}

}  // namespace

void read_network(const Node& node, models::network::NetworkConfig& network, Problems& problems) {
  MapReader map(node, "network", {"profiles", "partitions", "tcp timeout", "connect timeout"}, problems);
  map.duration("tcp timeout", network.tcp_timeout, true);
  map.duration("connect timeout", network.connect_timeout, true);
  if (const Node* profiles = map.find("profiles")) {
    if (!profiles->is_map())
      problems.add(profiles->mark,
                   fmt::format("profiles must be a map from names to link profiles, not {}", shown(*profiles)));
    for (const auto& [name, value] : profiles->entries)
      network.profiles.push_back(read_profile(name->text, *value, problems));
  }
  const Node* partitions = map.find("partitions");
  if (partitions == nullptr) return;
  if (partitions->kind != Node::Kind::sequence)
    problems.add(partitions->mark, fmt::format("partitions must be a list, not {}", shown(*partitions)),
                 "- {at: 3d, for: 10min}");
  for (const Node* item : partitions->items) {
    models::network::PartitionWindow window;
    MapReader one(*item, "a partition", {"at", "for", "profile"}, problems);
    one.require({"at", "for"}, "{at: 3d, for: 10min, profile: mobile}");
    one.duration("at", window.at);
    one.duration("for", window.lasts, true);
    one.text("profile", window.profile);
    if (const Node* profile = one.find("profile")) require_profile(*profile, network, problems);
    network.partitions.push_back(std::move(window));
  }
}

void require_profile(const Node& name, const models::network::NetworkConfig& network, Problems& problems) {
  std::vector<std::string_view> known = {"direct"};
  for (const auto& profile : network.profiles) known.push_back(profile.name);
  if (std::find(known.begin(), known.end(), name.text) != known.end()) return;
  const std::string near = nearest(name.text, known);
  problems.add(name.mark, fmt::format("there is no link profile \"{}\"", name.text),
               near.empty() ? fmt::format("profiles here: {}", fmt::join(known, ", "))
                            : fmt::format("did you mean \"{}\"?", near));
}

}  // namespace scenarios
