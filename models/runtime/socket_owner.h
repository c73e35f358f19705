#pragma once

// Whoever holds the room's end of a WebSocket: a Durable Object, or the Worker in front.

#include <cstdint>
#include <string>
#include <vector>

#include "models/network/frame.h"
#include "models/network/topology.h"
#include "models/runtime/host.h"

namespace models::runtime {

class RoomSocket;

class SocketOwner {
 public:
  virtual ~SocketOwner() = default;

  // ---- what its code asks for, during a turn only
  /// Code takes this end of a pair; its number on the wire.
  virtual SocketId accept(PairSide side, bool hibernatable, std::vector<std::string> tags) = 0;
  /// Also one that is finished with, for as long as the instance that knew it lives; null if there is none.
  [[nodiscard]] virtual RoomSocket* socket(SocketId id) = 0;
  virtual void send(RoomSocket& socket, MessageKind kind, network::Bytes bytes) = 0;
  /// Nothing if the socket is closed here or can send no more.
  virtual void close(RoomSocket& socket, std::uint16_t code, std::string reason) = 0;
  /// A listener threw: what was sent so far leaves, then the connection ends without a Close frame (observed 2).
  virtual void break_off(RoomSocket& socket) = 0;

  /// Where it is, if the platform has regions and it is not where the client was taken in.
  [[nodiscard]] virtual network::RegionId region() const { return network::RegionId::none; }

  // ---- what its socket hands over, one at a time: the next after RoomSocket::dispatched
  virtual void arrived(RoomSocket& socket, SocketEvent event) = 0;
  /// True if the message was answered, or passed over, without its owner's code.
  [[nodiscard]] virtual bool auto_respond(RoomSocket& socket, const network::Frame& frame) = 0;
};

}  // namespace models::runtime
