#pragma once

// The regions of a run: how long it takes from one to another, along which links, and which of those are down when.

#include <optional>
#include <string_view>
#include <vector>

#include "models/network/topology.h"
#include "sim/time.h"

namespace models::network {

class Regions {
 public:
  /// Every region must be reachable from every other, over links that take some time; throws std::invalid_argument.
  explicit Regions(Topology topology);

  [[nodiscard]] const Topology& topology() const { return topology_; }
  /// Where what comes from nowhere in particular is, cron triggers for instance: the first.
  [[nodiscard]] RegionId home() const { return RegionId{0}; }
  [[nodiscard]] sim::Duration latency(RegionId from, RegionId to) const;
  /// The regions on the quickest way, both ends included; of equally quick ways the one through regions named earlier.
  [[nodiscard]] std::vector<RegionId> route(RegionId from, RegionId to) const;

  /// From `begins` until before `ends` nothing passes the link between two neighbours from one to the other.
  void add_outage(RegionId from, RegionId to, sim::Time begins, sim::Time ends);
  [[nodiscard]] bool linked(RegionId a, RegionId b) const;
  /// When something that leaves now arrives; what meets a link that is down is sent anew when it is up again. Empty if
  /// that would be after more than `patience`.
  [[nodiscard]] std::optional<sim::Time> arrival(RegionId from, RegionId to, sim::Time now,
                                                 sim::Duration patience) const;
  /// The latest moment at which something that leaves at `departs` may have to leave instead: `departs` if all is up.
  [[nodiscard]] sim::Time departure(RegionId from, RegionId to, sim::Time departs, sim::Duration on_the_way) const;

 private:
  struct Down {
    RegionId from = RegionId::none;
    RegionId to = RegionId::none;
    sim::Time begins{};
    sim::Time ends{};
  };
  Topology topology_;
  LatencyMatrix latencies_;
  std::vector<Down> down_;  // by beginning
};

}  // namespace models::network
