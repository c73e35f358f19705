#pragma once

// The WebSocketPairs of a run and who holds their ends: code that accepted one, or a client whose connection one has
// become. When both ends of a pair are taken, they are joined.

#include <map>
#include <memory>

#include "models/network/wire.h"
#include "models/runtime/socket_owner.h"
#include "sim/simulation.h"

namespace models::runtime {

class SocketPairs {
 public:
  explicit SocketPairs(sim::Simulation& simulation) : simulation_(simulation) {}

  /// The first side of a new pair; the second is its other().
  PairSide create();
  static PairSide other(PairSide side) { return PairSide{static_cast<std::uint32_t>(side) ^ 1U}; }

  /// Code took this side as the socket with this number.
  void accepted(PairSide side, SocketOwner& owner, SocketId socket);
  /// This side left in a 101: the connection continues it. A side that code has accepted itself cannot be one: the
  /// client has its 101, and at once the end of the connection (recorded).
  void connected(PairSide side, std::unique_ptr<network::WireEnd> wire);
  /// Nobody will take this side: the other end's connection is over.
  void dropped(PairSide side) { connected(side, nullptr); }
  /// Nobody is left to take any.
  void restarted() { taken_.clear(); }

 private:
  struct Taken {
    SocketOwner* owner = nullptr;  // null: a client, or nobody any more
    SocketId socket = SocketId::none;
    std::unique_ptr<network::WireEnd> wire;
  };
  void take(PairSide side, Taken taken);
  void join(Taken& one, Taken& another);

  sim::Simulation& simulation_;
  std::uint32_t next_ = 0;
  std::map<PairSide, Taken> taken_;  // whose other side is not
};

}  // namespace models::runtime
