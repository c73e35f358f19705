#pragma once

// A TCP connection that carries WebSocket frames, and the two ends that hold it. Frames arrive in order, late by
// the link's latency. A lost link is noticed by each end after its own delay.

#include <memory>
#include <string>

#include "models/network/frame.h"
#include "models/network/topology.h"
#include "models/records.h"

namespace models::network {

/// How a connection ended for the end that did not end it.
enum class Loss : std::uint8_t { peer_gone, link_lost };

/// What one end hears. Calls come from the run loop, one event each.
class WireListener {
 public:
  virtual ~WireListener() = default;
  virtual void on_frame(const Frame& frame) = 0;
  /// The connection is gone: no frame follows, sends go nowhere. Called at most once, never after own drop().
  virtual void on_lost(Loss loss) = 0;
};

/// One end of a connection. The listener must outlive its registration; listen(nullptr) ends it.
class WireEnd {
 public:
  virtual ~WireEnd() = default;
  virtual void listen(WireListener* listener) = 0;
  /// Queues a frame towards the other end. Silently ignored when the connection is gone.
  virtual void send(Frame frame) = 0;
  /// Ends the TCP connection from this side; the other end hears on_lost after its delay.
  virtual void drop() = 0;
  /// Whoever holds the server's end is in this region: from now on frames travel so far.
  virtual void leads_to(RegionId /*region*/) {}
  [[nodiscard]] virtual bool gone() const = 0;
  [[nodiscard]] virtual SocketId socket() const = 0;
};

}  // namespace models::network
