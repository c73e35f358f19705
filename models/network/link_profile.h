#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/network/topology.h"
#include "sim/distribution.h"
#include "sim/time.h"

namespace models::network {

/// One kind of access link. Durations are nanoseconds in the distributions.
struct LinkProfile {
  std::string name = "direct";
  sim::Distribution latency = sim::Distribution::constant(0);  // one way, drawn once a connection
  sim::Distribution jitter = sim::Distribution::constant(0);   // added to each frame
  double loss = 0;  // probability that a frame meets loss: it and what follows come one retransmission later
  sim::Duration retransmission = std::chrono::milliseconds(200);
  bool backs_off = false;                // each further retransmission of one frame waits twice as long (RFC 6298, 5.5)
  std::uint32_t gives_up_after = 0;      // so many losses of one frame reset the connection; 0: none do
  std::uint64_t up_bits_per_second = 0;  // of the client's access; 0: as many as come
  std::uint64_t down_bits_per_second = 0;
  std::optional<sim::Duration> nat_timeout{};  // a connection that was idle for longer is dropped, and nobody is told
  std::optional<sim::Distribution> disconnect_every{};  // time to the loss of a live connection
  sim::Distribution loss_noticed_by_server = sim::Distribution::constant(0);
  sim::Distribution loss_noticed_by_client = sim::Distribution::constant(0);
  friend bool operator==(const LinkProfile&, const LinkProfile&) = default;
};

/// Which way nothing passes: `up` is from clients to the platform.
struct Directions {
  bool up = true;
  bool down = true;
  friend bool operator==(const Directions&, const Directions&) = default;
};

/// A stretch of time in which a profile's (or, if empty, every) link carries nothing. Frames wait for its end; a
/// connection with waiting frames is lost if it lasts longer than tcp_timeout; a new connection fails after
/// connect_timeout. With a region in `from`, the link to its neighbour `to` instead, one way or both.
struct PartitionWindow {
  std::string profile;  // empty: all
  sim::Duration at{};   // after the start of the run
  sim::Duration lasts{};
  Directions directions{};
  std::string from{};
  std::string to{};
  bool both_ways = true;
  friend bool operator==(const PartitionWindow&, const PartitionWindow&) = default;
};

struct NetworkConfig {
  std::vector<LinkProfile> profiles{};
  std::vector<PartitionWindow> partitions{};
  Topology topology{};
  sim::Duration tcp_timeout = std::chrono::seconds(30);
  sim::Duration connect_timeout = std::chrono::seconds(10);
  /// After so long an end finds out that its connection is dead, though it sends nothing; 0: it never does.
  sim::Duration keepalive{};
  /// Faults will ask for single clients: each has an AccessLine.
  bool keeps_lines = false;
};

}  // namespace models::network
