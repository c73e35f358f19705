#pragma once

#include "models/native/application.h"

namespace models::native::rooms {

/// Hands each message on, as it is, to everyone else: the least that a room can do, for measuring what is around it.
class BroadcastRoom final : public DurableObject {
 public:
  using DurableObject::DurableObject;
  Task<Response> fetch(Request request) override;
  Task<> web_socket_message(WebSocket socket, Message message) override;
};

/// With its Worker: the room is the query's `room`, or "one".
[[nodiscard]] Application broadcast();

}  // namespace models::native::rooms
