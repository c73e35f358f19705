#pragma once

// How a connection's address names its object.

#include <string>

#include "scenarios/workload/samples.h"

namespace scenarios::workload {

struct PathShape {
  std::string text{};       // "/rooms/{room}/ws?user={client}"; empty: no address is known
  bool names_room = false;  // one part of it differs from object to object, and only then
  double share = 0;         // of all connections: how many have this shape
};

[[nodiscard]] PathShape path_shape(const Workload& workload, const Samples& samples);

}  // namespace scenarios::workload
