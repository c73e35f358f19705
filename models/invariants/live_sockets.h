#pragma once

#include <vector>

#include "models/invariants/property.h"

namespace models::invariants {

/// The sockets that are open in each room, as the room's end knows it.
class LiveSockets {
 public:
  struct Socket {
    SocketId id{};
    bool hibernatable = true;
  };
  /// Nothing if the record changes no room's sockets; else the room whose sockets it changed.
  std::optional<RoomId> visit(const sim::RawRecord& record);
  [[nodiscard]] const std::vector<Socket>& of(RoomId room);

 private:
  std::vector<std::vector<Socket>> rooms_;  // by number, in order of acceptance
  std::vector<Socket>& at(RoomId room);
};

}  // namespace models::invariants
