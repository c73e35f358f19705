#pragma once

// What a native room is written against: a class that extends DurableObject, with coroutines as its handlers.
//
//   class ChatRoom final : public DurableObject {
//    public:
//     using DurableObject::DurableObject;
//     Task<> web_socket_message(WebSocket socket, Message message) override;
//   };
//
// Handlers take their arguments by value, so that they lie in the coroutine's frame.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/native/storage.h"
#include "models/native/task.h"
#include "models/native/values.h"
#include "models/native/waiting.h"
#include "models/native/web_socket.h"
#include "models/runtime/actor.h"

namespace models::native {

/// A blockConcurrencyWhile() that is under way. May be awaited once, or let go: it goes on by itself.
class Section {
 public:
  struct State {
    bool over = false;
    std::coroutine_handle<> awaiting;
  };
  explicit Section(std::shared_ptr<State> state) : state_(std::move(state)) {}
  [[nodiscard]] bool await_ready() const noexcept { return state_->over; }
  void await_suspend(std::coroutine_handle<> frame) noexcept { state_->awaiting = frame; }
  void await_resume() const noexcept {}

 private:
  std::shared_ptr<State> state_;
};

/// ctx: everything that an object may ask of the runtime.
class DurableObjectState {
 public:
  /// random: the object's own stream, which outlives its instances.
  DurableObjectState(Coroutines& coroutines, std::function<sim::RandomStream&()> random)
      : coroutines_(coroutines), storage_(coroutines), random_(std::move(random)) {}
  DurableObjectState(const DurableObjectState&) = delete;
  DurableObjectState& operator=(const DurableObjectState&) = delete;

  [[nodiscard]] const runtime::ObjectId& id() const { return actor().identity().id; }
  [[nodiscard]] const std::optional<std::string>& name() const { return actor().identity().name; }
  [[nodiscard]] Storage& storage() { return storage_; }

  [[nodiscard]] WebSocketPair web_socket_pair();
  /// Throws Error for more than ten tags or one of more than 256 bytes; repeated ones count once; and
  /// for more sockets than one object may hold.
  WebSocket accept_web_socket(const WebSocketPair& pair, const std::vector<std::string>& tags = {});
  /// All, the newest first.
  [[nodiscard]] std::vector<WebSocket> get_web_sockets();
  /// Those with the tag, the oldest first.
  [[nodiscard]] std::vector<WebSocket> get_web_sockets(std::string_view tag);
  /// Without a pair: none any more. Throws Error if either is longer than 2,048 bytes.
  void set_web_socket_auto_response(std::optional<runtime::Actor::AutoResponse> pair);

  /// Nothing else enters the object until the callback's task has ended; if that throws, or takes 30 s, the object is
  /// reset. The callback is kept as long as its task runs.
  Section block_concurrency_while(std::function<Task<>()> callback);
  /// The task begins at once; while it runs the object does not hibernate. What it throws is recorded.
  void wait_until(Task<> task);
  /// Resets the object; unwinds the coroutine that calls it.
  [[noreturn]] void abort(std::string_view reason = "Application called abort() to reset Durable Object.",
                          bool retry_alarm = true);

  /// Date.now(): stands still in a turn, or moves with each reading (preset workerd).
  [[nodiscard]] std::int64_t now_ms() { return actor().read_clock_ms(); }
  [[nodiscard]] sim::RandomStream& random() { return random_(); }
  Sleep sleep(sim::Duration delay) { return {coroutines_, delay}; }
  /// Another object of this application.
  [[nodiscard]] Stub object(const std::string& class_name, const std::string& name);
  void console(ConsoleLevel level, std::string_view text) { actor().console(level, text); }

 private:
  [[nodiscard]] runtime::Actor& actor() const { return *coroutines_.actor; }
  Coroutines& coroutines_;
  Storage storage_;
  std::function<sim::RandomStream&()> random_;
};

class DurableObject {
 public:
  explicit DurableObject(DurableObjectState& ctx) : ctx_(ctx) {}
  virtual ~DurableObject() = default;
  DurableObject(const DurableObject&) = delete;
  DurableObject& operator=(const DurableObject&) = delete;

  /// A class has the handlers that it overrides. fetch() fails without one; the others are then never called.
  virtual Task<Response> fetch(Request request);
  virtual Task<> web_socket_message(WebSocket socket, Message message);
  virtual Task<> web_socket_close(WebSocket socket, std::uint16_t code, std::string reason, bool was_clean);
  virtual Task<> web_socket_error(WebSocket socket, std::string message);
  virtual Task<> alarm(runtime::AlarmInfo info);

 protected:
  [[nodiscard]] DurableObjectState& ctx() const { return ctx_; }

 private:
  DurableObjectState& ctx_;
};

}  // namespace models::native
