#include "models/native/rooms/chat_room.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "models/native/url.h"

namespace models::native::rooms {
namespace {

// Keys in the order in which they are set, as in JavaScript.
using nlohmann::ordered_json;

constexpr std::int64_t kKeptMessages = 50;              // in storage
constexpr std::uint32_t kShownMessages = 20;            // to someone who joins
constexpr std::int64_t kEmptyForMs = 10LL * 60 * 1000;  // then the storage is freed

std::string key_of(std::int64_t n) { return fmt::format("msg:{:012}", n); }

std::string text_of(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Response plain(std::uint16_t status, std::string body) {
  return {.status = status, .headers = {{"content-type", "text/plain;charset=UTF-8"}}, .body = std::move(body)};
}

std::string name_of(const WebSocket& socket) { return socket.deserialize_attachment().value_or(""); }

}  // namespace

Task<Response> ChatRoom::fetch(Request request) {
  const std::string* upgrade = request.header("upgrade");
  if (upgrade == nullptr || *upgrade != "websocket") {
    Response refused = plain(426, "Expected Upgrade: websocket");
    refused.headers.insert(refused.headers.begin(), {"upgrade", "websocket"});
    co_return refused;
  }
  const std::string name = query_parameter(request.url, "name").value_or("guest");
  const WebSocketPair pair = ctx().web_socket_pair();

  co_await ctx().storage().delete_alarm();
  WebSocket server = ctx().accept_web_socket(pair);
  server.serialize_attachment(name);

  ListOptions latest;
  latest.prefix = "msg:";
  latest.reverse = true;
  latest.limit = kShownMessages;
  const Entries stored = co_await ctx().storage().list(latest);
  ordered_json history = ordered_json::array();
  for (auto it = stored.rbegin(); it != stored.rend(); ++it) history.push_back(ordered_json::parse(it->second));
  ordered_json greeting;
  greeting["history"] = std::move(history);
  server.send(Message(text_of(greeting)));
  ordered_json joined;
  joined["joined"] = name;
  broadcast(text_of(joined), ctx().get_web_sockets());

  Response upgraded;
  upgraded.status = 101;
  upgraded.web_socket = pair.client;
  co_return upgraded;
}

Task<> ChatRoom::web_socket_message(WebSocket socket, Message message) {
  const std::optional<std::string> count = co_await ctx().storage().get("count");
  const std::int64_t n = (count ? ordered_json::parse(*count).get<std::int64_t>() : 0) + 1;
  ordered_json said;
  said["from"] = name_of(socket);
  // Bytes have no JSON of their own: JavaScript shows an ArrayBuffer as an empty object.
  said["text"] = message.kind == MessageKind::text ? ordered_json(message.text()) : ordered_json::object();
  said["n"] = n;
  std::string text = text_of(said);
  Entries entries;
  entries.emplace_back("count", std::to_string(n));
  entries.emplace_back(key_of(n), text);
  co_await ctx().storage().put(std::move(entries));
  if (n > kKeptMessages) co_await ctx().storage().delete_key(key_of(n - kKeptMessages));
  broadcast(std::move(text), ctx().get_web_sockets());
}

Task<> ChatRoom::web_socket_close(WebSocket socket, std::uint16_t code, std::string reason, bool /*was_clean*/) {
  // 1005 (no code came) and 1006 (connection lost) are only ever reported: sending them throws.
  if (code == 1005 || code == 1006)
    socket.close();
  else
    socket.close(code, reason);
  co_await leave(socket);
}

Task<> ChatRoom::web_socket_error(WebSocket socket, std::string /*message*/) { co_await leave(socket); }

Task<> ChatRoom::leave(WebSocket socket) {
  std::vector<WebSocket> others = ctx().get_web_sockets();
  std::erase(others, socket);  // the closing one is still listed
  ordered_json left;
  left["left"] = name_of(socket);
  broadcast(text_of(left), others);
  if (others.empty()) co_await ctx().storage().set_alarm(ctx().now_ms() + kEmptyForMs);
}

Task<> ChatRoom::alarm(runtime::AlarmInfo /*info*/) {
  if (ctx().get_web_sockets().empty()) co_await ctx().storage().delete_all();
}

void ChatRoom::broadcast(std::string text, const std::vector<WebSocket>& sockets) {
  const Message message(std::move(text));
  for (const WebSocket& socket : sockets)
    if (socket.open()) socket.send(message);
}

namespace {

Task<Response> to_the_named_room(Request request, WorkerContext ctx) {
  const std::string room = query_parameter(request.url, "room").value_or("");
  if (room.empty()) co_return plain(400, "Which room? Add ?room=NAME");
  Stub stub = ctx.object("ChatRoom", room);
  Call call = stub.fetch(std::move(request));
  co_return co_await call;
}

}  // namespace

Application chat() {
  return {.name = "chat", .classes = {object_class<ChatRoom>("ChatRoom")}, .fetch = to_the_named_room};
}

}  // namespace models::native::rooms
