#pragma once

// The access types and the topology that come with the program (scenarios/networks), each number with its source.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/network/link_profile.h"
#include "models/network/topology.h"

namespace scenarios {

[[nodiscard]] std::vector<std::string> access_preset_names();
[[nodiscard]] std::optional<models::network::LinkProfile> find_access_preset(std::string_view name);
/// The topology `world`.
[[nodiscard]] models::network::Topology world_topology();

/// A number of a preset: where from it is.
struct PresetNumber {
  std::string of;  // "4g", "enam-weur"
  std::string key;
  std::string value;   // as written, if it is a plain one
  std::string source;  // begins with measured, published or assumed
};
[[nodiscard]] std::vector<PresetNumber> preset_numbers();

}  // namespace scenarios
