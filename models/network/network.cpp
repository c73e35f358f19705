#include "models/network/network.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "models/records.h"

namespace models::network {
namespace {

constexpr std::string_view kDirect = "direct";
constexpr std::uint32_t kAllProfiles = std::numeric_limits<std::uint32_t>::max();

/// The n-th connection of a client.
sim::Entity connection_entity(sim::Entity client, std::uint32_t n) {
  std::uint64_t hash = static_cast<std::uint64_t>(client);
  for (int i = 0; i < 4; ++i) {
    const char byte = static_cast<char>(n >> (8 * i));
    hash = sim::stable_hash(std::string_view(&byte, 1), hash);
  }
  return sim::Entity{hash};
}

}  // namespace

Network::Network(sim::Simulation& simulation, NetworkConfig config) : medium_(std::make_shared<Medium>()) {
  medium_->simulation = &simulation;
  medium_->tcp_timeout = config.tcp_timeout;
  medium_->connect_timeout = config.connect_timeout;
  medium_->keepalive = config.keepalive;
  keeps_lines_ = config.keeps_lines;
  if (!config.topology.regions.empty()) medium_->regions.emplace(std::move(config.topology));
  for (LinkProfile& profile : config.profiles) medium_->kinds.push_back({std::move(profile), {}});
  const auto is_direct = [](const LinkKind& kind) { return kind.profile.name == kDirect; };
  if (std::ranges::none_of(medium_->kinds, is_direct)) medium_->kinds.push_back({LinkProfile{}, {}});
  for (std::uint32_t i = 0; i < medium_->kinds.size(); ++i) {
    simulation.record(NameDefined{.what = NameOf::link_profile, .id = i, .name = medium_->kinds[i].profile.name});
  }
  for (const PartitionWindow& window : config.partitions) add_partition(window, simulation.now());
  // Outages that begin together are alike but for their end: the order is total without a stable sort.
  const auto key = [](const Outage& outage) { return std::pair{outage.begins, outage.ends}; };
  for (LinkKind& kind : medium_->kinds) std::ranges::sort(kind.outages, {}, key);
}

Network::~Network() { medium_->simulation = nullptr; }

void Network::add_region_partition(const PartitionWindow& window, sim::Time start) {
  if (!medium_->regions) throw std::invalid_argument("a partition between regions needs a topology");
  const RegionId from = medium_->regions->topology().find(window.from);
  const RegionId to = medium_->regions->topology().find(window.to);
  if (from == RegionId::none || to == RegionId::none || !medium_->regions->linked(from, to))
    throw std::invalid_argument("no link leads from " + window.from + " to " + window.to);
  const sim::Time begins = sim::later(start, window.at), ends = sim::later(begins, window.lasts);
  medium_->regions->add_outage(from, to, begins, ends);
  if (window.both_ways) medium_->regions->add_outage(to, from, begins, ends);
  medium_->simulation->at(begins, [medium = medium_, from, to, ends] {
    if (medium->simulation == nullptr) return;
    const auto& names = medium->regions->topology().regions;
    medium->simulation->record(RegionLinkDown{
        .from = names[static_cast<std::size_t>(from)], .to = names[static_cast<std::size_t>(to)], .until = ends});
  });
}

void Network::enter(Access& access, const std::string& name, std::string_view region) {
  if (medium_->regions) {
    access.region = region.empty() ? medium_->regions->home() : medium_->regions->topology().find(region);
    if (access.region == RegionId::none) throw std::invalid_argument("no region \"" + std::string(region) + "\"");
  }
  const LinkProfile& profile = medium_->kinds[access.profile].profile;
  if (!keeps_lines_ && profile.up_bits_per_second + profile.down_bits_per_second == 0) return;
  medium_->lines.push_back({.name = name,
                            .client = access.client,
                            .entity = access.entity,
                            .profile = access.profile,
                            .outages = {},
                            .connections = {}});
  access.line = &medium_->lines.back();
}

void Network::add_partition(const PartitionWindow& window, sim::Time start) {
  if (!window.from.empty()) return add_region_partition(window, start);
  const std::uint32_t group = window.profile.empty() ? kAllProfiles : profile(window.profile);
  const Outage outage{.begins = sim::later(start, window.at),
                      .ends = sim::later(sim::later(start, window.at), window.lasts),
                      .directions = window.directions};
  for (std::uint32_t i = 0; i < medium_->kinds.size(); ++i) {
    if (group == kAllProfiles || group == i) medium_->kinds[i].outages.push_back(outage);
  }
  medium_->simulation->at(outage.begins, [medium = medium_, group, until = outage.ends] {
    if (medium->simulation != nullptr) medium->simulation->record(PartitionBegan{.group = group, .until = until});
  });
}

std::uint32_t Network::profile(std::string_view name) const {
  const std::string_view wanted = name.empty() ? kDirect : name;
  std::string known;
  for (std::uint32_t i = 0; i < medium_->kinds.size(); ++i) {
    const std::string& candidate = medium_->kinds[i].profile.name;
    if (candidate == wanted) return i;
    known += known.empty() ? candidate : ", " + candidate;
  }
  throw std::invalid_argument("no link profile \"" + std::string(wanted) + "\"; there are: " + known);
}

ConnectionRef Network::make(Access& access, SocketId socket) {
  const sim::Entity entity = connection_entity(access.entity, access.connections++);
  return ConnectionRef(
      new Connection(medium_, {access.client, socket, entity, access.profile, access.line, access.region}));
}

WirePair Network::connect(Access& access) {
  const ConnectionRef connection = make(access, SocketId{sockets_++});
  return {connection->end(Side::client), connection->end(Side::server)};
}

std::unique_ptr<WireEnd> Network::open(Access& access, Edge& edge, HttpRequest upgrade, OnAnswer on_answer) {
  const ConnectionRef connection = make(access, SocketId{sockets_++});
  std::unique_ptr<WireEnd> client = connection->end(Side::client);
  connection->ask(edge, std::move(upgrade), true, std::move(on_answer));
  return client;
}

ConnectionRef Network::request(Access& access, Edge& edge, HttpRequest request, OnAnswer on_answer, OnPiece on_piece) {
  ConnectionRef connection = make(access, SocketId::none);
  connection->ask(edge, std::move(request), false, std::move(on_answer), std::move(on_piece));
  return connection;
}

}  // namespace models::network
