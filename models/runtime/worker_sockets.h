#pragma once

// The sockets that the stateless Worker accepted itself: ends of pairs it made, or of connections to objects. They
// live as long as their connections, whatever became of the requests that made them. There is no gate here: an event
// runs when it arrives, and what its code sends leaves when its time is over.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "models/runtime/room_socket.h"
#include "models/runtime/socket_owner.h"
#include "sim/choice.h"
#include "sim/future_event_set.h"
#include "sim/time.h"

namespace models::runtime {

class Platform;

class WorkerSockets final : public SocketOwner {
 public:
  explicit WorkerSockets(Platform& platform);

  SocketId accept(PairSide side, bool hibernatable, std::vector<std::string> tags) override;
  [[nodiscard]] RoomSocket* socket(SocketId id) override;
  void send(RoomSocket& socket, MessageKind kind, network::Bytes bytes) override;
  void close(RoomSocket& socket, std::uint16_t code, std::string reason) override;
  void break_off(RoomSocket& socket) override;
  void arrived(RoomSocket& socket, SocketEvent event) override;
  [[nodiscard]] bool auto_respond(RoomSocket&, const network::Frame&) override { return false; }
  /// The runtime is gone, and every connection with it.
  void restarted();

 private:
  void leave(sim::Action release);
  void transmit(SocketId id, const network::Frame& frame);
  /// Only a finished connection's socket goes; nothing but its own code still knows of it.
  void retire(SocketId id, bool told);

  Platform& platform_;
  sim::RandomStream cost_;
  sim::Time busy_until_{};
  std::map<SocketId, std::unique_ptr<RoomSocket>> sockets_;
};

}  // namespace models::runtime
