#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "models/room/identifiers.h"
#include "models/room/js_host.h"

// Host functions: WebSockets, of objects and of the Worker.

namespace models::room {
namespace {

constexpr std::size_t kLargestAttachment = 16384;  // bytes (spec 2.2)

}  // namespace

runtime::SocketOwner* JsHost::socket_owner_of(js::Call& call) {
  if (call.integer(0) == 0) return &platform_.worker_sockets();
  return actor_of(call);
}

runtime::RoomSocket* JsHost::socket_of(js::Call& call, runtime::SocketOwner*& owner) {
  owner = socket_owner_of(call);
  return owner == nullptr ? nullptr : owner->socket(SocketId{static_cast<std::uint32_t>(call.integer(1))});
}

runtime::TurnEnd JsHost::worker_socket_event(InvocationId id, const runtime::SocketEvent& event) {
  const double invocation = static_cast<double>(static_cast<std::uint32_t>(id));
  const double socket = number(event.socket);
  switch (event.kind) {
    case InvocationKind::message: {
      const js::Argument data = event.message == MessageKind::text ? js::Argument{std::string_view(*event.bytes)}
                                                                   : js::Argument{js::BytesArg{*event.bytes}};
      return turn(nullptr, "message", {0.0, invocation, socket, false, data});
    }
    case InvocationKind::close:
      return turn(nullptr, "close",
                  {0.0, invocation, socket, false, static_cast<double>(event.code), std::string_view(*event.bytes),
                   event.clean});
    default:
      return turn(nullptr, "error", {0.0, invocation, socket, false, std::string_view(*event.bytes)});
  }
}

void JsHost::define_pairs() {
  engine_.define("pair", [this](js::Call& call) {
    call.returns(static_cast<double>(static_cast<std::uint32_t>(platform_.pairs().create())));
  });
  // A side whose other end nobody will take.
  engine_.define("dead_side", [this](js::Call& call) {
    const runtime::PairSide side = platform_.pairs().create();
    platform_.pairs().dropped(runtime::SocketPairs::other(side));
    call.returns(static_cast<double>(static_cast<std::uint32_t>(side)));
  });
  engine_.define("drop_side", [this](js::Call& call) {
    platform_.pairs().dropped(runtime::PairSide{static_cast<std::uint32_t>(call.integer(0))});
  });
  // (owner, side, hibernatable, tags as JSON or nothing, half-open or undefined, the upgrade that the code handles or
  // undefined) -> socket number
  define_costly("accept", [this](js::Call& call) {
    runtime::SocketOwner* owner = socket_owner_of(call);
    if (owner == nullptr) return;
    std::vector<std::string> tags;
    if (const std::string given = call.text(3); !given.empty())
      tags = nlohmann::json::parse(given).get<std::vector<std::string>>();
    const auto side = runtime::PairSide{static_cast<std::uint32_t>(call.integer(1))};
    if (runtime::Actor* actor = call.is_undefined(5) ? nullptr : actor_of(call); actor != nullptr)
      actor->accepting_for(InvocationId{static_cast<std::uint32_t>(call.integer(5))});
    const SocketId id = owner->accept(side, call.boolean(2), std::move(tags));
    if (call.integer(0) == 0) {
      worker_sockets_.insert(id);
      owner->socket(id)->half_open = !code_options().auto_reply_to_close;
    }
    if (!call.is_undefined(4)) owner->socket(id)->half_open = call.boolean(4);
    call.returns(number(id));
  });
  // How many hibernatable sockets the object can still accept.
  engine_.define("socket_room", [this](js::Call& call) {
    if (const runtime::Actor* actor = actor_of(call))
      call.returns(static_cast<double>(runtime::Actor::kMaxSockets - actor->listed_sockets().size()));
  });
  // What depends on the compatibility date.
  engine_.define("socket_rule", [this](js::Call& call) {
    const runtime::CodeOptions& options = code_options();
    call.returns(call.text(0) == "blob messages" ? options.blob_messages : options.close_reason_limit);
  });
}

/// Returns false if code has closed the socket.
void JsHost::send_last(js::Call& call, MessageKind kind) {
  runtime::SocketOwner* owner = nullptr;
  runtime::RoomSocket* socket = socket_of(call, owner);
  if (owner == nullptr) return;
  const bool open = socket == nullptr || !socket->closed_here();
  if (socket != nullptr && open) {
    owner->send(*socket, kind, last_sent_);
    ++sent_;
  }
  call.returns(open);
}

void JsHost::define_sockets() {
  engine_.define("ready_state", [this](js::Call& call) {
    runtime::SocketOwner* owner = nullptr;
    const runtime::RoomSocket* socket = socket_of(call, owner);
    if (owner != nullptr) call.returns(socket == nullptr ? 3.0 : static_cast<double>(socket->ready_state()));
  });
  // A broadcast sends the same to many: the glue gives a text once.
  engine_.define("send_text", [this](js::Call& call) {
    last_sent_ = network::Bytes(call.text_as_is(2));
    send_last(call, MessageKind::text);
  });
  engine_.define("send_text_again", [this](js::Call& call) { send_last(call, MessageKind::text); });
  engine_.define("send_bytes", [this](js::Call& call) {
    std::string bytes = call.bytes(2);
    if (!last_sent_ || *last_sent_ != bytes) last_sent_ = network::Bytes(std::move(bytes));
    send_last(call, MessageKind::binary);
  });
  engine_.define("close", [this](js::Call& call) {
    runtime::SocketOwner* owner = nullptr;
    if (runtime::RoomSocket* socket = socket_of(call, owner))
      owner->close(*socket, static_cast<std::uint16_t>(call.integer(2)), call.text(3));
  });
  engine_.define("break_off", [this](js::Call& call) {
    runtime::SocketOwner* owner = nullptr;
    if (runtime::RoomSocket* socket = socket_of(call, owner)) owner->break_off(*socket);
  });
}

/// Documentation promises no order: any is as likely as another.
void JsHost::shuffle(std::vector<double>& numbers, const runtime::Actor& actor) {
  sim::RandomStream& stream = platform_.socket_orders(actor.entity());
  for (std::size_t i = numbers.size(); i > 1; --i) std::swap(numbers[i - 1], numbers[stream.below(i)]);
}

void JsHost::define_socket_registry() {
  // Numbers of the listed sockets: all, newest first; with a tag, oldest first (observed 2).
  engine_.define("sockets", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    std::vector<double> numbers;
    const auto& listed = actor->listed_sockets();
    if (call.is_undefined(1)) {
      for (auto it = listed.rbegin(); it != listed.rend(); ++it) numbers.push_back(number((*it)->id()));
    } else {
      const std::string tag = call.text(1);
      for (const runtime::RoomSocket* socket : listed)
        if (std::find(socket->tags.begin(), socket->tags.end(), tag) != socket->tags.end())
          numbers.push_back(number(socket->id()));
    }
    if (!platform_.options().sockets_in_recorded_order) shuffle(numbers, *actor);
    call.returns_numbers(numbers);
  });
  // Undefined once the socket is over on both sides.
  engine_.define("tags", [this](js::Call& call) {
    runtime::SocketOwner* owner = nullptr;
    const runtime::RoomSocket* socket = socket_of(call, owner);
    if (socket != nullptr && !socket->released()) call.returns(nlohmann::json(socket->tags).dump());
  });
  // (owner, socket, value, mark) -> its size, which may be too large for it to be kept
  engine_.define("set_attachment", [this](js::Call& call) {
    auto bytes = call.serialized(2, 3);
    runtime::SocketOwner* owner = nullptr;
    runtime::RoomSocket* socket = bytes ? socket_of(call, owner) : nullptr;
    if (owner == nullptr) return;
    call.returns(static_cast<double>(bytes->size()));
    if (socket != nullptr && bytes->size() <= kLargestAttachment) socket->attachment = std::move(*bytes);
  });
  engine_.define("attachment", [this](js::Call& call) {
    runtime::SocketOwner* owner = nullptr;
    const runtime::RoomSocket* socket = socket_of(call, owner);
    if (owner == nullptr) return;
    if (socket == nullptr || !socket->attachment) return call.returns_null();
    call.returns_deserialized(*socket->attachment);
  });
}

void JsHost::define_socket_settings() {
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
  // -1: none was given so far.
  engine_.define("auto_response_ms", [this](js::Call& call) {
    runtime::SocketOwner* owner = nullptr;
    const runtime::RoomSocket* socket = socket_of(call, owner);
    if (owner == nullptr) return;
    const bool given = socket != nullptr && socket->auto_response_ms;
    call.returns(given ? static_cast<double>(*socket->auto_response_ms) : -1.0);
  });
  engine_.define("set_event_timeout", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) actor->set_event_timeout(static_cast<std::uint32_t>(call.integer(1)));
  });
  engine_.define("event_timeout", [this](js::Call& call) {
    if (const runtime::Actor* actor = actor_of(call)) call.returns(static_cast<double>(actor->event_timeout_ms()));
  });
}

}  // namespace models::room
