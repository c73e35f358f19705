#pragma once

#include "models/record_kinds.h"

namespace models {

/// From here on numbers are of connections that are no client's: between objects, or inside the platform.
constexpr SocketId kFirstInternalSocket{0x80000000U};

}  // namespace models
