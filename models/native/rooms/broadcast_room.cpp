#include "models/native/rooms/broadcast_room.h"

#include "models/native/url.h"

namespace models::native::rooms {

Task<Response> BroadcastRoom::fetch(Request request) {
  Response response;
  const std::string* upgrade = request.header("upgrade");
  if (upgrade == nullptr || *upgrade != "websocket") {
    response.body = "here";
    co_return response;
  }
  const WebSocketPair pair = ctx().web_socket_pair();
  ctx().accept_web_socket(pair);
  response.status = 101;
  response.web_socket = pair.client;
  co_return response;
}

Task<> BroadcastRoom::web_socket_message(WebSocket socket, Message message) {
  for (const WebSocket& other : ctx().get_web_sockets())
    if (other != socket && other.open()) other.send(message);
  co_return;
}

namespace {

Task<Response> to_room_one_by_default(Request request, WorkerContext ctx) {
  const std::string room = query_parameter(request.url, "room").value_or("one");
  Stub stub = ctx.object("Room", room);
  Call call = stub.fetch(std::move(request));
  co_return co_await call;
}

}  // namespace

Application broadcast() {
  return {.name = "broadcast", .classes = {object_class<BroadcastRoom>("Room")}, .fetch = to_room_one_by_default};
}

}  // namespace models::native::rooms
