#include "models/runtime/socket_pairs.h"

#include <utility>

#include "models/runtime/room_socket.h"
#include "models/runtime/socket_pipe.h"

namespace models::runtime {

PairSide SocketPairs::create() {
  const auto side = PairSide{next_};
  next_ += 2;
  return side;
}

void SocketPairs::accepted(PairSide side, SocketOwner& owner, SocketId socket) {
  take(side, {.owner = &owner, .socket = socket, .wire = nullptr});
}

void SocketPairs::connected(PairSide side, std::unique_ptr<network::WireEnd> wire) {
  if (taken_.contains(side)) {
    if (wire) wire->drop();
    return;
  }
  take(side, {.owner = nullptr, .wire = std::move(wire)});
}

void SocketPairs::take(PairSide side, Taken taken) {
  const auto waiting = taken_.find(other(side));
  if (waiting == taken_.end()) {
    taken_[side] = std::move(taken);
    return;
  }
  join(waiting->second, taken);
  taken_.erase(waiting);
}

void SocketPairs::join(Taken& one, Taken& another) {
  const auto attach = [](Taken& taken, std::unique_ptr<network::WireEnd> wire) {
    // Its object may have been reset meanwhile; the connection ends with its end.
    RoomSocket* socket = taken.owner == nullptr ? nullptr : taken.owner->socket(taken.socket);
    if (socket != nullptr) socket->attach(std::move(wire));
  };
  if (one.wire || another.wire) {
    Taken& client = one.wire ? one : another;
    Taken& code = one.wire ? another : one;
    attach(code, std::move(client.wire));
    return;
  }
  PipeEnds ends = make_socket_pipe(simulation_);
  attach(one, std::move(ends.first));
  attach(another, std::move(ends.second));
}

}  // namespace models::runtime
