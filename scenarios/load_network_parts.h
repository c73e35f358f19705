#pragma once

// Profiles and topologies, as scenarios and the presets of the program write them.

#include "models/network/link_profile.h"
#include "scenarios/map_reader.h"

namespace scenarios {

extern const KeyTable kProfile;
extern const KeyTable kTopology;

/// The keys of `node` on top of what `profile` has; `sources` is let pass, as the presets have it.
void read_profile(const Node& node, models::network::LinkProfile& profile, Problems& problems, bool with_sources);
[[nodiscard]] models::network::Topology read_topology(const Node& node, Problems& problems);

}  // namespace scenarios
