#include <string>

#include "models/room/identifiers.h"
#include "models/room/js_host.h"

namespace models::room {

JsInstance::JsInstance(JsHost& host, runtime::Actor& actor, std::uint32_t number)
    : host_(host), actor_(actor), number_(number) {
  ++host_.instances_;
}

JsInstance::~JsInstance() {
  --host_.instances_;
  host_.actors_[static_cast<std::size_t>(number_)] = nullptr;
  host_.gone_.push_back(number_);
}

runtime::TurnEnd JsInstance::construct() {
  const auto& identity = actor_.identity();
  const js::Argument name =
      identity.name ? js::Argument{std::string_view(*identity.name)} : js::Argument{js::Undefined{}};
  const double gone = host_.forget_gone();
  host_.constructs_ = true;
  const js::Outcome outcome = host_.enter(
      &actor_, "construct",
      {number_, runtime::exported_class(identity.class_name), std::string_view(identity.id.text()), name, gone});
  if (const auto* bits = std::get_if<js::Handle>(&outcome))
    handlers_ = static_cast<unsigned>(host_.engine_.as_number(*bits).value_or(0));
  const runtime::TurnEnd end = host_.ended(&actor_, outcome);
  host_.constructs_ = false;
  return end;
}

bool JsInstance::has_handler(InvocationKind kind) const {
  switch (kind) {
    case InvocationKind::fetch:
      return (handlers_ & 1U) != 0;
    case InvocationKind::message:
      return (handlers_ & 2U) != 0;
    case InvocationKind::close:
      return (handlers_ & 4U) != 0;
    case InvocationKind::error:
      return (handlers_ & 8U) != 0;
    case InvocationKind::alarm:
      return (handlers_ & 16U) != 0;
    case InvocationKind::rpc:
      return (handlers_ & 32U) != 0;
    default:
      return false;
  }
}

bool JsInstance::hibernatable(SocketId socket) {
  const runtime::RoomSocket* found = actor_.socket(socket);
  return found != nullptr && found->hibernatable();
}

runtime::TurnEnd JsInstance::handler(InvocationId id, const char* entry,
                                     std::initializer_list<js::Argument> arguments) {
  const js::Outcome outcome = host_.enter(&actor_, entry, arguments);
  // The glue says true for a handler that was done at once; otherwise it has said, or will say, how it ended.
  if (const auto* value = std::get_if<js::Handle>(&outcome))
    if (host_.engine_.is_true(*value)) actor_.handler_settled(id, true);
  return host_.ended(&actor_, outcome);
}

runtime::TurnEnd JsInstance::fetch(InvocationId id, const network::HttpRequest& request) {
  const std::string headers = header_lines(request.headers);
  const js::Argument body = request.body.empty() ? js::Argument{js::Null{}} : js::Argument{js::BytesArg{request.body}};
  return host_.turn(&actor_, "fetch",
                    {number_, number(id), std::string_view(request.method), std::string_view(request.url),
                     std::string_view(headers), body, host_.cf_of(request)});
}

runtime::TurnEnd JsInstance::message(InvocationId id, SocketId socket, MessageKind kind, const network::Bytes& bytes) {
  const js::Argument data =
      kind == MessageKind::text ? js::Argument{std::string_view(*bytes)} : js::Argument{js::BytesArg{*bytes}};
  return handler(id, "message", {number_, number(id), number(socket), hibernatable(socket), data});
}

runtime::TurnEnd JsInstance::close(InvocationId id, SocketId socket, std::uint16_t code, std::string_view reason,
                                   bool clean) {
  return handler(id, "close",
                 {number_, number(id), number(socket), hibernatable(socket), static_cast<double>(code), reason, clean});
}

runtime::TurnEnd JsInstance::error(InvocationId id, SocketId socket, std::string_view message) {
  return handler(id, "error", {number_, number(id), number(socket), hibernatable(socket), message});
}

runtime::TurnEnd JsInstance::alarm(InvocationId id, const runtime::AlarmInfo& info) {
  return handler(id, "alarm",
                 {number_, number(id), static_cast<double>(info.scheduled_ms), static_cast<double>(info.retry_count)});
}

runtime::TurnEnd JsInstance::resume(runtime::WaitId wait, const runtime::FetchOutcome* outcome) {
  return host_.resume(&actor_, number_, wait, outcome);
}

runtime::TurnEnd JsInstance::rpc(InvocationId id, const runtime::RpcCall& call) {
  return host_.rpc(&actor_, number_, id, call);
}

runtime::TurnEnd JsInstance::rpc_dispose(runtime::RpcTargetId target) {
  return host_.turn(&actor_, "rpc_dispose", {number_, -1.0, static_cast<double>(static_cast<std::uint64_t>(target))});
}

}  // namespace models::room
