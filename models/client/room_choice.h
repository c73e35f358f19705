#pragma once

#include <cstdint>
#include <string>

#include "models/client/group.h"
#include "sim/choice.h"
#include "sim/distribution.h"

namespace models::client {

/// The room that a client of this number goes to now. zipf: the table that the choice needs, if it is one of those.
[[nodiscard]] inline std::string room_of(const RoomChoice& choice, std::uint32_t index, const sim::ZipfTable* zipf,
                                         sim::RandomStream stream) {
  switch (choice.kind) {
    case RoomChoice::Kind::fixed:
      break;
    case RoomChoice::Kind::uniform:
      return choice.name + "-" + std::to_string(stream.below(choice.rooms));
    case RoomChoice::Kind::zipf:
      return choice.name + "-" + std::to_string(zipf->sample(stream));
    case RoomChoice::Kind::one_each:
      return choice.name + "-" + std::to_string(index);
  }
  return choice.name;
}

}  // namespace models::client
