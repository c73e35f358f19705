#pragma once

// Regions of the platform and the links between them: where clients are taken in, and where objects live.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/time.h"

namespace models::network {

/// Counted in the order of a topology's regions.
enum class RegionId : std::uint16_t { none = 0xffff };

/// Both ways, each in this time.
struct RegionLink {
  RegionId a = RegionId::none;
  RegionId b = RegionId::none;
  sim::Duration latency{};
  friend bool operator==(const RegionLink&, const RegionLink&) = default;
};

/// Empty: the platform is one place.
struct Topology {
  std::vector<std::string> regions;
  std::vector<RegionLink> links;
  [[nodiscard]] RegionId find(std::string_view region) const;
  friend bool operator==(const Topology&, const Topology&) = default;
};

/// The time between each two regions by the quickest way: of row-major regions x regions; nothing where there is none.
using LatencyMatrix = std::vector<std::optional<sim::Duration>>;

/// All of them, by Boost.Graph where it was there when this was built, else by plain_latencies().
[[nodiscard]] LatencyMatrix latencies(const Topology& topology);
[[nodiscard]] LatencyMatrix plain_latencies(const Topology& topology);
/// Empty without Boost.Graph.
[[nodiscard]] std::optional<LatencyMatrix> boost_latencies(const Topology& topology);

}  // namespace models::network
