#pragma once

#include <cstdint>
#include <type_traits>

#include "models/js/engine.h"
#include "models/runtime/actor.h"

namespace models::room {

/// An identifier as the number that JavaScript holds for it. Exact: the counters behind identifiers stay below 2^53.
template <class Id>
  requires std::is_enum_v<Id> || std::is_unsigned_v<Id>
double number(Id id) {
  return static_cast<double>(static_cast<std::uint64_t>(id));
}

/// The invocation that argument `i` names.
inline InvocationId invocation_of(js::Call& call, int i) {
  return InvocationId{static_cast<std::uint32_t>(call.integer(i))};
}

}  // namespace models::room
