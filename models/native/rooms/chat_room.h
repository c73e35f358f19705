#pragma once

#include <string>
#include <vector>

#include "models/native/application.h"

namespace models::native::rooms {

/// The demo chat (scenarios/rooms/chat/worker.js), line by line in C++: hibernating sockets, history in storage.
/// Clients cannot tell the two apart.
class ChatRoom final : public DurableObject {
 public:
  using DurableObject::DurableObject;
  Task<Response> fetch(Request request) override;
  Task<> web_socket_message(WebSocket socket, Message message) override;
  Task<> web_socket_close(WebSocket socket, std::uint16_t code, std::string reason, bool was_clean) override;
  Task<> web_socket_error(WebSocket socket, std::string message) override;
  Task<> alarm(runtime::AlarmInfo info) override;

 private:
  Task<> leave(WebSocket socket);
  static void broadcast(std::string text, const std::vector<WebSocket>& sockets);
};

/// With its Worker: the room is the query's `room`.
[[nodiscard]] Application chat();

}  // namespace models::native::rooms
