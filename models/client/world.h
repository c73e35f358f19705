#pragma once

#include "models/names.h"
#include "models/network/edge.h"
#include "models/network/network.h"
#include "sim/simulation.h"

namespace models::client {

/// What clients live in. All of it must outlive them.
struct World {
  sim::Simulation& simulation;
  network::Network& network;
  network::Edge& edge;
  Names& names;
};

}  // namespace models::client
