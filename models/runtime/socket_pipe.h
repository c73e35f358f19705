#pragma once

// A WebSocket connection that never leaves the platform: between two objects, an object and the Worker, or the two
// ends of a pair that one of them holds. What one end sends reaches the other as an event of the same moment.

#include <memory>

#include "models/network/wire.h"
#include "sim/simulation.h"

namespace models::runtime {

struct PipeEnds {
  std::unique_ptr<network::WireEnd> first;
  std::unique_ptr<network::WireEnd> second;
};

/// What is sent before the other end listens waits for it. Ends must not outlive the simulation.
[[nodiscard]] PipeEnds make_socket_pipe(sim::Simulation& simulation);

}  // namespace models::runtime
