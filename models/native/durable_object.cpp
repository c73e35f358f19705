#include "models/native/durable_object.h"

#include <fmt/format.h>

#include <algorithm>

namespace models::native {
namespace {

constexpr std::size_t kMaxTags = 10;
constexpr std::size_t kMaxTagBytes = 256;
constexpr std::size_t kMaxAutoResponseBytes = 2048;

/// The section was asked for where its coroutine was made; here it begins.
class EnterSection final : public Wait {
 public:
  EnterSection(Coroutines& coroutines, runtime::WaitId token) : Wait(coroutines), token_(token) {}
  void await_suspend(std::coroutine_handle<> frame) { suspend(token_, frame); }
  void await_resume() const noexcept {}

 private:
  runtime::WaitId token_;
};

Task<> run_section(Coroutines& coroutines, runtime::WaitId token, std::function<Task<>()> callback,
                   std::shared_ptr<Section::State> state) {
  EnterSection enter(coroutines, token);
  co_await enter;
  Task<> task = callback();
  co_await task;
  coroutines.actor->leave_section(token);
  state->over = true;
  if (state->awaiting) state->awaiting.resume();
}

std::vector<std::string> checked(const std::vector<std::string>& tags) {
  std::vector<std::string> unique;
  for (const std::string& tag : tags) {
    if (unique.size() >= kMaxTags) throw Error("a Hibernatable WebSocket cannot have more than 10 tags");
    if (tag.size() > kMaxTagBytes)
      throw Error(fmt::format("\"{}\" is longer than the max tag length (256 characters).", tag));
    if (std::find(unique.begin(), unique.end(), tag) == unique.end()) unique.push_back(tag);
  }
  return unique;
}

void check_auto_response(std::string_view what, std::string_view lower, const std::string& text) {
  if (text.size() > kMaxAutoResponseBytes)
    throw Error(fmt::format("{} cannot be larger than {} bytes. A {} of size {} was provided.", what,
                            kMaxAutoResponseBytes, lower, text.size()),
                "RangeError");
}

}  // namespace

WebSocketPair DurableObjectState::web_socket_pair() {
  const runtime::PairSide client = coroutines_.platform.pairs().create();
  return {.client = client, .server = runtime::SocketPairs::other(client)};
}

WebSocket DurableObjectState::accept_web_socket(const WebSocketPair& pair, const std::vector<std::string>& tags) {
  std::vector<std::string> unique = checked(tags);
  if (actor().listed_sockets().size() >= runtime::Actor::kMaxSockets)
    throw Error(fmt::format("only {} websockets can be accepted on a single Durable Object instance",
                            runtime::Actor::kMaxSockets));
  return {actor(), actor().accept(pair.server, true, std::move(unique))};
}

std::vector<WebSocket> DurableObjectState::get_web_sockets() {
  const auto& listed = actor().listed_sockets();
  std::vector<WebSocket> sockets;
  sockets.reserve(listed.size());
  for (auto it = listed.rbegin(); it != listed.rend(); ++it) sockets.emplace_back(actor(), (*it)->id());
  return sockets;
}

std::vector<WebSocket> DurableObjectState::get_web_sockets(std::string_view tag) {
  std::vector<WebSocket> sockets;
  for (const runtime::RoomSocket* socket : actor().listed_sockets())
    if (std::find(socket->tags.begin(), socket->tags.end(), tag) != socket->tags.end())
      sockets.emplace_back(actor(), socket->id());
  return sockets;
}

void DurableObjectState::set_web_socket_auto_response(std::optional<runtime::Actor::AutoResponse> pair) {
  if (pair) {
    check_auto_response("Request", "request", pair->first);
    check_auto_response("Response", "response", pair->second);
  }
  actor().set_auto_response(std::move(pair));
}

Section DurableObjectState::block_concurrency_while(std::function<Task<>()> callback) {
  const auto token = actor().enter_section();
  if (!token) throw Error("blockConcurrencyWhile() calls are nested too deeply.");
  auto state = std::make_shared<Section::State>();
  coroutines_.start(Running::Purpose::section, InvocationId::none,
                    run_section(coroutines_, *token, std::move(callback), state));
  return Section(std::move(state));
}

void DurableObjectState::wait_until(Task<> task) {
  const runtime::WaitId wait = actor().wait_until_began();
  coroutines_.start(Running::Purpose::wait_until, InvocationId::none, std::move(task), wait);
}

void DurableObjectState::abort(std::string_view reason, bool retry_alarm) {
  coroutines_.abort = std::make_unique<Coroutines::Abort>(
      Coroutines::Abort{.error = {.message = std::string(reason), .remote = true, .durable_object_reset = true},
                        .retry_alarm = retry_alarm});
  throw Aborted{};
}

Stub DurableObjectState::object(const std::string& class_name, const std::string& name) {
  runtime::Actor& callee = coroutines_.platform.actor(class_name, runtime::ObjectId::from_name(class_name, name), name);
  return {coroutines_, callee, InvocationId::none};
}

Task<Response> DurableObject::fetch(Request /*request*/) {
  Response none;
  throw Error("Handler does not export a fetch() function.");
  co_return none;
}
Task<> DurableObject::web_socket_message(WebSocket /*socket*/, Message /*message*/) { co_return; }
Task<> DurableObject::web_socket_close(WebSocket /*socket*/, std::uint16_t /*code*/, std::string /*reason*/,
                                       bool /*was_clean*/) {
  co_return;
}
Task<> DurableObject::web_socket_error(WebSocket /*socket*/, std::string /*message*/) { co_return; }
Task<> DurableObject::alarm(runtime::AlarmInfo /*info*/) { co_return; }

}  // namespace models::native
