#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "models/room/js_host.h"

// Host functions: an object's storage, alarm and sockets.

namespace models::room {

void JsHost::define_storage() {
  engine_.define("storage_get", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    if (const std::string* value = actor->get(call.text(1))) call.returns_deserialized(*value);
  });
  engine_.define("storage_put", [this](js::Call& call) {
    auto value = call.serialized(2);
    if (!value) return;
    if (runtime::Actor* actor = actor_of(call)) actor->put(call.text(1), std::move(*value));
  });
  engine_.define("storage_delete", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) call.returns(actor->remove(call.text(1)));
  });
  engine_.define("storage_delete_all", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) actor->remove_all();
  });
  engine_.define("storage_list", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    const auto wanted = nlohmann::json::parse(call.text(1));
    storage::ListOptions options;
    if (wanted.contains("start")) options.start = wanted["start"];
    if (wanted.contains("startAfter")) options.start_after = wanted["startAfter"];
    if (wanted.contains("end")) options.end = wanted["end"];
    if (wanted.contains("prefix")) options.prefix = wanted["prefix"];
    if (wanted.contains("limit")) options.limit = wanted["limit"];
    options.reverse = wanted.value("reverse", false);
    listed_ = actor->list(options);
    call.returns(static_cast<double>(listed_.size()));
  });
  engine_.define("listed_key",
                 [this](js::Call& call) { call.returns(listed_[static_cast<std::size_t>(call.integer(0))].first); });
  engine_.define("listed_value", [this](js::Call& call) {
    call.returns_deserialized(*listed_[static_cast<std::size_t>(call.integer(0))].second);
  });
}

void JsHost::define_alarms() {
  engine_.define("get_alarm", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    const auto alarm = actor->get_alarm();
    if (!alarm) return call.returns_null();
    call.returns(static_cast<double>(*alarm));
  });
  engine_.define("set_alarm", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) actor->set_alarm(call.integer(1));
  });
  engine_.define("delete_alarm", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) actor->delete_alarm();
  });
}

void JsHost::define_sockets() {
  engine_.define("pair", [this](js::Call& call) {
    call.returns(static_cast<double>(static_cast<std::uint32_t>(platform_.new_pair())));
  });
  // (owner, side, hibernatable, tags as JSON) -> socket number
  engine_.define("accept", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    std::vector<std::string> tags;
    if (call.boolean(2)) tags = nlohmann::json::parse(call.text(3)).get<std::vector<std::string>>();
    const SocketId id =
        actor->accept(runtime::PairSide{static_cast<std::uint32_t>(call.integer(1))}, call.boolean(2), std::move(tags));
    call.returns(static_cast<double>(static_cast<std::uint32_t>(id)));
  });
  engine_.define("closed_here", [this](js::Call& call) {
    runtime::Actor* actor = nullptr;
    const runtime::RoomSocket* socket = socket_of(call, actor);
    if (actor != nullptr) call.returns(socket != nullptr && socket->closed_here());
  });
  engine_.define("ready_state", [this](js::Call& call) {
    runtime::Actor* actor = nullptr;
    const runtime::RoomSocket* socket = socket_of(call, actor);
    if (actor != nullptr) call.returns(socket == nullptr ? 3.0 : static_cast<double>(socket->ready_state()));
  });
  engine_.define("send_text", [this](js::Call& call) {
    runtime::Actor* actor = nullptr;
    runtime::RoomSocket* socket = socket_of(call, actor);
    if (actor == nullptr) return;
    const bool open = socket == nullptr || !socket->closed_here();
    if (socket != nullptr && open) actor->send(*socket, MessageKind::text, call.text(2));
    call.returns(open);
  });
  engine_.define("send_bytes", [this](js::Call& call) {
    runtime::Actor* actor = nullptr;
    runtime::RoomSocket* socket = socket_of(call, actor);
    if (actor == nullptr) return;
    const bool open = socket == nullptr || !socket->closed_here();
    if (socket != nullptr && open) actor->send(*socket, MessageKind::binary, call.bytes(2));
    call.returns(open);
  });
  engine_.define("close", [this](js::Call& call) {
    runtime::Actor* actor = nullptr;
    if (runtime::RoomSocket* socket = socket_of(call, actor))
      actor->close(*socket, static_cast<std::uint16_t>(call.integer(2)), call.text(3));
  });
}

void JsHost::define_socket_registry() {
  // Numbers of the listed sockets: all, newest first; with a tag, oldest first (observed 2).
  engine_.define("sockets", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    std::vector<double> numbers;
    const auto add = [&numbers](const runtime::RoomSocket& socket) {
      numbers.push_back(static_cast<double>(static_cast<std::uint32_t>(socket.id())));
    };
    const auto& listed = actor->listed_sockets();
    if (call.is_undefined(1)) {
      for (auto it = listed.rbegin(); it != listed.rend(); ++it) add(**it);
    } else {
      const std::string tag = call.text(1);
      for (const runtime::RoomSocket* socket : listed)
        if (std::find(socket->tags.begin(), socket->tags.end(), tag) != socket->tags.end()) add(*socket);
    }
    call.returns_numbers(numbers);
  });
  engine_.define("tags", [this](js::Call& call) {
    runtime::Actor* actor = nullptr;
    const runtime::RoomSocket* socket = socket_of(call, actor);
    if (socket != nullptr) call.returns(nlohmann::json(socket->tags).dump());
  });
  engine_.define("set_attachment", [this](js::Call& call) {
    runtime::Actor* actor = nullptr;
    if (runtime::RoomSocket* socket = socket_of(call, actor)) socket->attachment = call.bytes(2);
  });
  engine_.define("attachment", [this](js::Call& call) {
    runtime::Actor* actor = nullptr;
    const runtime::RoomSocket* socket = socket_of(call, actor);
    if (actor == nullptr) return;
    if (socket == nullptr || !socket->attachment) return call.returns_null();
    call.returns_deserialized(*socket->attachment);
  });
  engine_.define("set_auto_response", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    if (call.is_undefined(1)) return actor->set_auto_response(std::nullopt);
    actor->set_auto_response(std::pair{call.text(1), call.text(2)});
  });
  engine_.define("auto_response", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    if (!actor->auto_response()) return call.returns_null();
    call.returns(nlohmann::json{actor->auto_response()->first, actor->auto_response()->second}.dump());
  });
  engine_.define("auto_response_ms", [this](js::Call& call) {
    runtime::Actor* actor = nullptr;
    const runtime::RoomSocket* socket = socket_of(call, actor);
    if (actor != nullptr)
      call.returns(socket != nullptr && socket->auto_response_ms ? static_cast<double>(*socket->auto_response_ms)
                                                                 : -1.0);
  });
}

}  // namespace models::room
