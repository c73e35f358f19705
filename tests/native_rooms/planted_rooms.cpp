// Native rooms with mistakes, each beside one without, for programs of the tests alone.

#include <cstdlib>
#include <memory>
#include <string>

#include "models/native/rooms/built_in.h"

namespace {

using namespace models::native;  // NOLINT(google-build-using-namespace): what rooms are written in

/// Accepts whoever comes.
class Room : public DurableObject {
 public:
  using DurableObject::DurableObject;
  Task<Response> fetch(Request /*request*/) override {
    const WebSocketPair pair = ctx().web_socket_pair();
    ctx().accept_web_socket(pair);
    Response response;
    response.status = 101;
    response.web_socket = pair.client;
    co_return response;
  }
};

/// Numbers what is said. A nap forgets how far it was.
class CountsInAField final : public Room {
 public:
  using Room::Room;
  Task<> web_socket_message(WebSocket /*socket*/, Message message) override {
    const Message numbered(std::to_string(++said_) + " " + std::string(message.text()));
    for (const WebSocket& other : ctx().get_web_sockets())
      if (other.open()) other.send(numbered);
    co_return;
  }

 private:
  int said_ = 0;
};

/// The same, from storage.
class CountsInStorage final : public Room {
 public:
  using Room::Room;
  Task<> web_socket_message(WebSocket /*socket*/, Message message) override {
    const auto stored = co_await ctx().storage().get("said");
    const int said = stored ? std::stoi(*stored) + 1 : 1;
    co_await ctx().storage().put("said", std::to_string(said));
    const Message numbered(std::to_string(said) + " " + std::string(message.text()));
    for (const WebSocket& other : ctx().get_web_sockets())
      if (other.open()) other.send(numbered);
  }
};

/// Sends the code of the close that came, which may be one that nobody can send.
class EchoesTheCode final : public Room {
 public:
  using Room::Room;
  Task<> web_socket_message(WebSocket socket, Message message) override {
    socket.send(message);
    co_return;
  }
  Task<> web_socket_close(WebSocket socket, std::uint16_t code, std::string reason, bool /*was_clean*/) override {
    socket.close(code, reason);
    co_return;
  }
};

/// Reads what fetch() has made, which after a nap is not there: the process dies of it.
class ReadsWhatIsGone final : public Room {
 public:
  using Room::Room;
  Task<Response> fetch(Request request) override {
    said_ = std::make_unique<std::string>("so far: ");
    return Room::fetch(std::move(request));
  }
  Task<> web_socket_message(WebSocket socket, Message message) override {
    if (!said_) std::abort();  // what reading it comes to; sanitizers would end the process with an exit code
    *said_ += message.text();
    socket.send(Message(*said_));
    co_return;
  }

 private:
  std::unique_ptr<std::string> said_;
};

Task<Response> front(Request request, WorkerContext ctx) {
  Stub stub = ctx.object("Room", "one");
  Call call = stub.fetch(std::move(request));
  co_return co_await call;
}

template <class Of>
Application application() {
  return {.name = "planted", .classes = {object_class<Of>("Room")}, .fetch = front};
}

[[maybe_unused]] const bool kAdded = [] {
  rooms::add_room("counts-in-a-field", application<CountsInAField>);
  rooms::add_room("counts-in-storage", application<CountsInStorage>);
  rooms::add_room("echoes-the-code", application<EchoesTheCode>);
  rooms::add_room("reads-what-is-gone", application<ReadsWhatIsGone>);
  return true;
}();

}  // namespace
