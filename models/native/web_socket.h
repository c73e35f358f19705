#pragma once

// A room's end of a hibernatable WebSocket, as native code holds it: a number and where to ask. Cheap to copy; equal
// to every other that means the same connection.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/native/values.h"
#include "models/runtime/actor.h"

namespace models::native {

/// Two ends with no connection between them yet: the server's is accepted, the client's goes into a Response.
struct WebSocketPair {
  runtime::PairSide client = runtime::PairSide::none;
  runtime::PairSide server = runtime::PairSide::none;
};

class WebSocket {
 public:
  WebSocket(runtime::Actor& actor, SocketId id) : actor_(&actor), id_(id) {}

  static constexpr int kOpen = 1, kClosing = 2, kClosed = 3;
  [[nodiscard]] int ready_state() const;
  [[nodiscard]] bool open() const { return ready_state() == kOpen; }
  /// Throws Error once close() was called. Nothing happens if the connection is gone.
  void send(const Message& message) const;
  /// No code: an empty Close frame. Throws Error for a code or reason that a Close frame may not carry; a second
  /// close() does nothing.
  void close() const;
  void close(std::uint16_t code, std::string_view reason = {}) const;

  /// Bytes that outlive hibernation with the socket, 16,384 at most, else Error.
  void serialize_attachment(std::string bytes) const;
  [[nodiscard]] std::optional<std::string> deserialize_attachment() const;
  [[nodiscard]] std::vector<std::string> tags() const;

  [[nodiscard]] SocketId id() const { return id_; }
  friend bool operator==(const WebSocket& a, const WebSocket& b) { return a.id_ == b.id_ && a.actor_ == b.actor_; }

 private:
  [[nodiscard]] runtime::RoomSocket* socket() const { return actor_->socket(id_); }
  void close_with(std::uint16_t code, std::string_view reason) const;
  runtime::Actor* actor_;
  SocketId id_;
};

}  // namespace models::native
