#pragma once

// How a connection's address names its object.

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/workload/samples.h"

namespace scenarios::workload {

struct PathShape {
  std::string text{};       // "/rooms/{room}/ws?user={client}"; empty: no address is known
  bool names_room = false;  // one part of it differs from object to object, and only then
  double share = 0;         // of all connections: how many have this shape
  /// Where no log says which object it was: visits by what stands in the part that was taken for its name.
  std::vector<std::uint64_t> visits{};
};

[[nodiscard]] PathShape path_shape(const Workload& workload, const Samples& samples);

}  // namespace scenarios::workload
