#include "models/network/topology.h"

#include <algorithm>

namespace models::network {

RegionId Topology::find(std::string_view region) const {
  const auto found = std::ranges::find(regions, region);
  return found == regions.end() ? RegionId::none : RegionId{static_cast<std::uint16_t>(found - regions.begin())};
}

/// Floyd and Warshall's: a region more at a time may be passed through.
LatencyMatrix plain_latencies(const Topology& topology) {
  const std::size_t n = topology.regions.size();
  LatencyMatrix best(n * n);
  const auto at = [&best, n](std::size_t from, std::size_t to) -> std::optional<sim::Duration>& {
    return best[from * n + to];
  };
  const auto shorten = [](std::optional<sim::Duration>& known, sim::Duration found) {
    if (!known || found < *known) known = found;
  };
  for (std::size_t i = 0; i < n; ++i) at(i, i) = sim::Duration::zero();
  for (const RegionLink& link : topology.links) {
    const auto a = static_cast<std::size_t>(link.a), b = static_cast<std::size_t>(link.b);
    shorten(at(a, b), link.latency);
    shorten(at(b, a), link.latency);
  }
  for (std::size_t through = 0; through < n; ++through)
    for (std::size_t from = 0; from < n; ++from)
      for (std::size_t to = 0; to < n; ++to)
        if (at(from, through) && at(through, to)) shorten(at(from, to), *at(from, through) + *at(through, to));
  return best;
}

LatencyMatrix latencies(const Topology& topology) {
  if (auto found = boost_latencies(topology)) return std::move(*found);
  return plain_latencies(topology);
}

}  // namespace models::network
