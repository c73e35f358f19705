#include "models/native/durable_object.h"
#include "tests/catch.h"
#include "tests/models/native/native_world.h"

using namespace std::chrono_literals;
using namespace models::native;
using models::ConstructReason;
using tests::NativeWorld;
using Lines = std::vector<std::string>;

namespace {

Response text(std::string body) {
  Response response;
  response.body = std::move(body);
  return response;
}

/// Does what the path says.
class TestedRoom final : public DurableObject {
 public:
  using DurableObject::DurableObject;

  Task<Response> fetch(Request request) override {
    const std::string what = query_parameter(request.url, "do").value_or("");
    if (request.header("upgrade") != nullptr) co_return accept(what);
    if (what == "count") co_return co_await count();
    if (what == "sleep") co_return co_await nap();
    if (what == "sync") co_return co_await written();
    if (what == "throw") throw Error("no such thing", "RangeError");
    if (what == "abort") ctx().abort("enough");
    if (what == "alarm") co_await ctx().storage().set_alarm(ctx().now_ms() + 5'000);
    if (what == "alarms") co_return text(std::to_string(alarms_));
    if (what == "linger") ctx().wait_until(linger());
    if (what == "lingered") co_return text(lingered_ ? "yes" : "no");
    if (what == "other") co_return co_await of_other();
    if (what == "random") co_return text(std::to_string(ctx().random().below(1'000'000)));
    co_return text("done");
  }
  Task<> web_socket_message(WebSocket socket, Message message) override {
    if (message.text() == "name?") {
      socket.send(Message(socket.deserialize_attachment().value_or("nobody")));
    } else if (message.text() == "tags?") {
      socket.send(Message(socket.tags().empty() ? "none" : socket.tags().front()));
      socket.send(Message(std::to_string(ctx().get_web_sockets("blue").size())));
    } else if (message.text() == "close") {
      socket.close(4000, "you said so");
    } else if (message.text() == "close badly") {
      socket.close(1005);
    } else {
      socket.serialize_attachment(message.text());
    }
    co_return;
  }
  Task<> web_socket_close(WebSocket socket, std::uint16_t code, std::string reason, bool /*was_clean*/) override {
    socket.close(code, reason);
    co_await ctx().storage().put("closed", std::to_string(code) + " " + reason);
  }
  Task<> alarm(models::runtime::AlarmInfo /*info*/) override {
    ++alarms_;
    co_return;
  }

 private:
  Response accept(const std::string& tag) {
    const WebSocketPair pair = ctx().web_socket_pair();
    std::vector<std::string> tags;
    if (!tag.empty()) tags.push_back(tag);
    ctx().accept_web_socket(pair, tags);
    Response response;
    response.status = 101;
    response.web_socket = pair.client;
    return response;
  }
  Task<Response> count() {
    const auto stored = co_await ctx().storage().get("n");
    const int n = stored ? std::stoi(*stored) + 1 : 1;
    co_await ctx().storage().put("n", std::to_string(n));
    co_return text(std::to_string(n));
  }
  Task<Response> nap() {
    const std::int64_t before = ctx().now_ms();
    co_await ctx().sleep(250ms);
    co_return text(std::to_string(ctx().now_ms() - before));
  }
  Task<Response> written() {
    const std::int64_t before = ctx().now_ms();
    ctx().storage().put("x", "y");
    co_await ctx().storage().sync();
    co_return text(ctx().now_ms() > before ? "later" : "at once");
  }
  Task<> linger() {
    co_await ctx().sleep(20s);
    lingered_ = true;
  }
  Task<Response> of_other() {
    Request request;
    request.url = "https://room/?do=throw";
    Stub other = ctx().object("Room", "other");
    Call call = other.fetch(std::move(request));
    std::string said;
    try {
      co_await call;
    } catch (const Error& error) {
      said = error.name() + ": " + error.what() + (error.remote ? " (remote)" : "");
    }
    co_return text(said);
  }

  int alarms_ = 0;
  bool lingered_ = false;
};

Lines constructed(NativeWorld& world) {
  Lines reasons;
  for (const auto& [after, record] : world.records<models::InstanceConstructed>())
    reasons.emplace_back(models::name_of(record.reason));
  return reasons;
}

}  // namespace

TEST_CASE("a native room keeps in storage what its instance forgets when it is evicted", "[native]") {
  NativeWorld t(tests::one_class<TestedRoom>());
  CHECK(t.ask("/?do=count") == "200 1");
  CHECK(t.ask("/?do=count") == "200 2");
  t.run_for(20s);
  CHECK(t.ask("/?do=count") == "200 3");
  CHECK(t.ask("/?room=b&do=count") == "200 1");
  CHECK(constructed(t).size() == 3);
}

TEST_CASE("a native handler that sleeps goes on after that time, in a turn of its own", "[native]") {
  NativeWorld t(tests::one_class<TestedRoom>());
  CHECK(t.ask("/?do=sleep").substr(0, 6) == "200 25");
}

TEST_CASE("sync() in a native room waits until what was written is durable", "[native]") {
  NativeWorld t(tests::one_class<TestedRoom>());
  CHECK(t.ask("/?do=sync") == "200 later");
}

TEST_CASE("what a native handler throws is recorded, fails its request and keeps the object", "[native]") {
  NativeWorld t(tests::one_class<TestedRoom>());
  CHECK(t.ask("/?do=throw") == "500 Internal Server Error");
  CHECK(t.ask("/?do=count") == "200 1");
  const auto thrown = t.records<models::ExceptionThrown>();
  REQUIRE(thrown.size() == 2);  // in the room, and in the Worker that does not catch it
  CHECK(thrown[0].record.name == "RangeError");
  CHECK(thrown[0].record.message == "no such thing");
  CHECK(thrown[1].record.kind == models::InvocationKind::worker_fetch);
  CHECK(constructed(t).size() == 1);
}

TEST_CASE("abort() resets a native room", "[native]") {
  NativeWorld t(tests::one_class<TestedRoom>());
  CHECK(t.ask("/?do=abort") == "500 Internal Server Error");
  CHECK(t.ask("/?do=count") == "200 1");
  const auto resets = t.records<models::RoomReset>();
  REQUIRE(resets.size() == 1);
  CHECK(resets[0].record.message == "enough");
  CHECK(constructed(t) == Lines{"first", "after-reset"});
}

TEST_CASE("a native room's alarm runs at its time", "[native]") {
  NativeWorld t(tests::one_class<TestedRoom>());
  t.ask("/?do=alarm");
  CHECK(t.ask("/?do=alarms") == "200 0");
  t.run_for(5s);
  CHECK(t.ask("/?do=alarms") == "200 1");
}

TEST_CASE("waitUntil holds a native room in memory for as long as its task runs", "[native]") {
  NativeWorld t(tests::one_class<TestedRoom>());
  t.ask("/?do=linger");
  t.run_for(21s);
  CHECK(t.ask("/?do=lingered") == "200 yes");
  CHECK(constructed(t).size() == 1);
  t.run_for(30s);
  CHECK(t.ask("/?do=lingered") == "200 no");
}

TEST_CASE("a native room that calls another catches what that throws, marked as remote", "[native]") {
  NativeWorld t(tests::one_class<TestedRoom>());
  CHECK(t.ask("/?do=other") == "200 RangeError: no such thing (remote)");
}

TEST_CASE("a native room draws its own numbers, the same in every run of a seed", "[native]") {
  NativeWorld a(tests::one_class<TestedRoom>()), b(tests::one_class<TestedRoom>()),
      c(tests::one_class<TestedRoom>(), 2);
  const std::string first = a.ask("/?do=random"), second = a.ask("/?do=random");
  CHECK(first != second);
  b.ask("/?room=b&do=random");  // another room's draws shift nothing
  CHECK(b.ask("/?do=random") == first);
  CHECK(c.ask("/?do=random") != first);
}

TEST_CASE("a native room's sockets, tags and attachments outlive hibernation", "[native]") {
  NativeWorld t(tests::one_class<TestedRoom>());
  t.probe.open("/?do=blue");
  t.run_for(1s);
  t.probe.send_text("Ada");
  t.run_for(30s);
  t.probe.send_text("name?");
  t.probe.send_text("tags?");
  t.run_for(1s);
  CHECK(t.seen == Lines{"open", "Ada", "blue", "1"});
  CHECK(constructed(t) == Lines{"first", "wake-from-hibernation"});
}

TEST_CASE("a native room closes a socket, and is told when a client does", "[native]") {
  NativeWorld t(tests::one_class<TestedRoom>());
  t.probe.open("/");
  t.run_for(1s);
  t.probe.send_text("close");
  t.run_for(1s);
  t.probe.open("/");
  t.run_for(1s);
  t.probe.close(4001, "bye");
  t.run_for(1s);
  CHECK(t.seen == Lines{"open", "closed 4000 you said so true", "open", "closed 4001 bye true"});
  CHECK(*t.room().get("closed") == "4001 bye");
}

TEST_CASE("a close code that no Close frame may carry is an error in the handler", "[native]") {
  NativeWorld t(tests::one_class<TestedRoom>());
  t.probe.open("/");
  t.run_for(1s);
  t.probe.send_text("close badly");
  t.run_for(1s);
  const auto thrown = t.records<models::ExceptionThrown>();
  REQUIRE(thrown.size() == 1);
  CHECK(thrown[0].record.name == "InvalidAccessError");
  CHECK(thrown[0].record.message == "Invalid WebSocket close code: 1005.");
  CHECK(thrown[0].record.kind == models::InvocationKind::message);
}

namespace {

/// Loads in its constructor, under blockConcurrencyWhile().
class Loading final : public DurableObject {
 public:
  explicit Loading(DurableObjectState& state) : DurableObject(state) {
    ctx().block_concurrency_while([this] { return load(); });
  }
  Task<Response> fetch(Request request) override {
    if (query_parameter(request.url, "do") == "fail") {
      Section failing = ctx().block_concurrency_while([this] { return fail(); });
      co_await failing;
    }
    if (query_parameter(request.url, "do") == "wait") {
      int answer = 0;
      Section section = ctx().block_concurrency_while([this, &answer] { return find(answer); });
      co_await section;
      co_return text(std::to_string(answer));
    }
    co_return text(loaded_ ? "loaded" : "too early");
  }

 private:
  Task<> load() {
    co_await ctx().sleep(100ms);
    loaded_ = true;
  }
  Task<> find(int& answer) {
    co_await ctx().sleep(10ms);
    answer = 42;
  }
  Task<> fail() {
    co_await ctx().sleep(10ms);
    throw Error("cannot load");
  }
  bool loaded_ = false;
};

class Broken final : public DurableObject {
 public:
  explicit Broken(DurableObjectState& state) : DurableObject(state) { throw Error("not today"); }
};

class Silent final : public DurableObject {
 public:
  using DurableObject::DurableObject;
};

}  // namespace

TEST_CASE("a native constructor's critical section ends before the first request is handled", "[native]") {
  NativeWorld t(tests::one_class<Loading>());
  CHECK(t.ask("/") == "200 loaded");
}

TEST_CASE("a native handler may await its critical section", "[native]") {
  NativeWorld t(tests::one_class<Loading>());
  CHECK(t.ask("/?do=wait") == "200 42");
}

TEST_CASE("a critical section that throws resets the native room", "[native]") {
  NativeWorld t(tests::one_class<Loading>());
  CHECK(t.ask("/?do=fail") == "500 Internal Server Error");
  CHECK(t.ask("/") == "200 loaded");
  const auto resets = t.records<models::RoomReset>();
  REQUIRE(resets.size() == 1);
  CHECK(resets[0].record.message == "cannot load");
}

TEST_CASE("a native constructor that throws fails the request that woke the room", "[native]") {
  NativeWorld t(tests::one_class<Broken>());
  CHECK(t.ask("/") == "500 Internal Server Error");
  const auto thrown = t.records<models::ExceptionThrown>();
  REQUIRE(!thrown.empty());
  CHECK(thrown[0].record.kind == models::InvocationKind::constructor);
  CHECK(thrown[0].record.message == "not today");
}

TEST_CASE("a native class has the handlers that it overrides and no others", "[native]") {
  constexpr auto bit = models::native::handler_bit;
  CHECK(object_class<Silent>("Silent").handlers == 0);
  CHECK(object_class<Loading>("Loading").handlers == bit(models::InvocationKind::fetch));
  CHECK(object_class<TestedRoom>("Room").handlers ==
        (bit(models::InvocationKind::fetch) | bit(models::InvocationKind::message) |
         bit(models::InvocationKind::close) | bit(models::InvocationKind::alarm)));
  NativeWorld t(tests::one_class<Silent>());
  CHECK(t.ask("/") == "500 Internal Server Error");
  CHECK(t.records<models::ExceptionThrown>()[0].record.message == "Handler does not export a fetch() function.");
}

TEST_CASE("an instance that leaves memory takes its sleeping coroutines with it", "[native]") {
  NativeWorld t(tests::one_class<TestedRoom>());
  t.ask("/?do=linger");
  t.ask("/?do=abort");
  t.run_for(40s);
  CHECK(t.ask("/?do=lingered") == "200 no");
}

TEST_CASE("a query's parameters are decoded as forms are", "[native]") {
  CHECK(query_parameter("https://a/?room=x%20y+z&name=%C3%A9", "room") == "x y z");
  CHECK(query_parameter("https://a/?room=x&name=%C3%A9#name=b", "name") == "\xC3\xA9");
  CHECK(query_parameter("https://a/?flag&b=%4", "flag") == "");
  CHECK(query_parameter("https://a/?flag&b=%4", "b") == "%4");
  CHECK(query_parameter("https://a/?a=1&a=2", "a") == "1");
  CHECK(!query_parameter("https://a/room", "room"));
}
