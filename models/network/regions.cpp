#include "models/network/regions.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace models::network {

Regions::Regions(Topology topology) : topology_(std::move(topology)), latencies_(network::latencies(topology_)) {
  for (const RegionLink& link : topology_.links)
    if (link.latency <= sim::Duration::zero())
      throw std::invalid_argument("a link between two regions takes some time");
  for (std::size_t to = 0; to < topology_.regions.size(); ++to)
    if (!latencies_[to])
      throw std::invalid_argument(
          fmt::format("no way leads from {} to {}", topology_.regions.front(), topology_.regions[to]));
}

sim::Duration Regions::latency(RegionId from, RegionId to) const {
  return *latencies_[static_cast<std::size_t>(from) * topology_.regions.size() + static_cast<std::size_t>(to)];
}

std::vector<RegionId> Regions::route(RegionId from, RegionId to) const {
  std::vector<RegionId> way = {from};
  while (way.back() != to) {
    const RegionId here = way.back();
    RegionId next = RegionId::none;
    for (const RegionLink& link : topology_.links) {
      if (link.a != here && link.b != here) continue;
      const RegionId there = link.a == here ? link.b : link.a;
      if (link.latency + latency(there, to) == latency(here, to)) next = std::min(next, there);
    }
    way.push_back(next);
  }
  return way;
}

void Regions::add_outage(RegionId from, RegionId to, sim::Time begins, sim::Time ends) {
  down_.push_back({from, to, begins, ends});
  std::ranges::sort(down_, {}, [](const Down& d) { return std::tuple(d.begins, d.ends, d.from, d.to); });
}

bool Regions::linked(RegionId a, RegionId b) const {
  return std::ranges::any_of(topology_.links, [a, b](const RegionLink& link) {
    return (link.a == a && link.b == b) || (link.a == b && link.b == a);
  });
}

sim::Time Regions::departure(RegionId from, RegionId to, sim::Time departs, sim::Duration on_the_way) const {
  if (down_.empty() || from == to) return departs;
  const std::vector<RegionId> way = route(from, to);
  const auto crosses = [&way](const Down& down) {
    for (std::size_t i = 0; i + 1 < way.size(); ++i)
      if (way[i] == down.from && way[i + 1] == down.to) return true;
    return false;
  };
  for (const Down& down : down_)
    if (down.begins <= sim::later(departs, on_the_way) && departs < down.ends && crosses(down)) departs = down.ends;
  return departs;
}

std::optional<sim::Time> Regions::arrival(RegionId from, RegionId to, sim::Time now, sim::Duration patience) const {
  const sim::Duration takes = latency(from, to);
  const sim::Time departs = departure(from, to, now, takes);
  if (departs - now > patience) return std::nullopt;
  return sim::later(departs, takes);
}

}  // namespace models::network
