#pragma once

// One client's way into the network: what its connections share, and what befalls them together.

#include <array>
#include <string>
#include <vector>

#include "models/network/link_profile.h"
#include "models/records.h"
#include "sim/choice.h"
#include "sim/time.h"

namespace models::network {

class Connection;

/// From `begins` until before `ends` nothing passes.
struct Outage {
  sim::Time begins{};
  sim::Time ends{};
  Directions directions{};
};

struct AccessLine {
  std::string name;  // the client's
  ClientId client = ClientId::none;
  sim::Entity entity{};
  std::uint32_t profile = 0;
  std::array<sim::Time, 2> free_at{};    // when what was sent before has been put on the link, by the side that sends
  std::vector<Outage> outages;           // of this client alone, in the order in which they struck
  std::vector<Connection*> connections;  // that exist, oldest first
};

}  // namespace models::network
