#pragma once

#include <optional>
#include <string>

#include "sim/distribution.h"
#include "sim/time.h"

namespace models::network {

/// One kind of access link. Durations are nanoseconds in the distributions.
struct LinkProfile {
  std::string name = "direct";
  sim::Distribution latency = sim::Distribution::constant(0);  // one way, drawn once a connection
  sim::Distribution jitter = sim::Distribution::constant(0);   // added to each frame
  double loss = 0;            // probability that a frame meets loss: it and what follows come one retransmission later
  sim::Duration retransmission = std::chrono::milliseconds(200);
  std::optional<sim::Distribution> disconnect_every{};  // time to the loss of a live connection
  sim::Distribution loss_noticed_by_server = sim::Distribution::constant(0);
  sim::Distribution loss_noticed_by_client = sim::Distribution::constant(0);
  friend bool operator==(const LinkProfile&, const LinkProfile&) = default;
};

/// A stretch of time in which a profile's (or, if empty, every) link carries nothing. Frames wait for its end; a
/// connection with waiting frames is lost if it lasts longer than tcp_timeout; a new connection fails after
/// connect_timeout.
struct PartitionWindow {
  std::string profile;  // empty: all
  sim::Duration at{};   // after the start of the run
  sim::Duration lasts{};
  friend bool operator==(const PartitionWindow&, const PartitionWindow&) = default;
};

struct NetworkConfig {
  std::vector<LinkProfile> profiles{};
  std::vector<PartitionWindow> partitions{};
  sim::Duration tcp_timeout = std::chrono::seconds(30);
  sim::Duration connect_timeout = std::chrono::seconds(10);
};

}  // namespace models::network
