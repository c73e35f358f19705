#include <map>

#include "tests/catch.h"
#include "tests/models/runtime/scripted_room.h"

using namespace std::chrono_literals;
using models::InvocationId;
using models::MessageKind;
using models::SocketId;
using models::runtime::Actor;
using models::runtime::WaitId;
using tests::Lines;
using tests::RoomRun;

namespace {

/// Messages are numbers: the handler sets its timer to as many ms, then answers. A plain request waits for 700 ms.
struct Slow : RoomRun {
  explicit Slow(models::runtime::PlatformOptions options = {}) : RoomRun(std::move(options)) {
    script.message = [this](Actor& room, InvocationId id, SocketId /*socket*/, const std::string& text) {
      say("begins " + text);
      waits[room.start_timer(std::chrono::milliseconds(std::stoi(text)))] = [this, &room, id, text] {
        say("ends " + text);
        room.handler_settled(id, true);
      };
      return false;
    };
    const auto upgrade = script.fetch;
    script.fetch = [this, upgrade](Actor& room, InvocationId id, const models::network::HttpRequest& request) {
      if (request.header("upgrade") != nullptr) return upgrade(room, id, request);
      waits[room.start_timer(700ms)] = [this, &room, id] {
        say("answers");
        room.fetch_settled(id, models::runtime::FetchResult{});
      };
    };
    script.resume = [this](Actor&, WaitId wait) { waits.at(wait)(); };
  }
  std::map<WaitId, std::function<void()>> waits;
};

}  // namespace

TEST_CASE("A handler that takes too long is cut where it waits; its socket and its instance live on") {
  Slow run;
  auto& a = run.client("a");
  run.room().set_event_timeout(300);
  a.send_text("100");
  a.send_text("600");
  run.run_for(1s);
  CHECK(run.seen == Lines{"begins 100", "begins 600", "ends 100"});
  const auto thrown = run.records<models::ExceptionThrown>();
  REQUIRE(thrown.size() == 1);
  CHECK(thrown[0].record.message == "Actor exceeded event execution time and was disconnected.");
  CHECK(run.room().listed_sockets().size() == 1);
}

TEST_CASE("Only events that arrive after the call are timed, and none once it is taken back") {
  Slow run;
  auto& a = run.client("a");
  a.send_text("600");
  run.run_for(50ms);
  run.room().set_event_timeout(300);
  run.run_for(1s);
  run.room().set_event_timeout(0);
  a.send_text("500");
  run.run_for(1s);
  CHECK(run.seen == Lines{"begins 600", "ends 600", "begins 500", "ends 500"});
}

TEST_CASE("After a timeout an instance waits only while a request or alarm is being handled") {
  Slow run;
  auto& a = run.client("a");
  run.room().set_event_timeout(200);
  a.send_text("600");
  run.run_for(100ms);
  bool answered = false;
  a.http({.host = {}, .method = "GET", .path = "/", .headers = {}, .body = {}}, [&](const auto&) { answered = true; });
  run.run_for(2s);
  // The request held everything that the instance waited for.
  CHECK(run.seen == Lines{"begins 600", "ends 600", "answers"});
  CHECK(answered);
  run.seen.clear();
  a.send_text("50");  // with nobody to hold it, not even a short wait ends
  run.run_for(2s);
  CHECK(run.seen == Lines{"begins 50"});
}

TEST_CASE("An instance in which an event ran out of time hibernates like any other, and its next one is whole again") {
  Slow run;
  auto& a = run.client("a");
  run.room().set_event_timeout(200);
  a.send_text("600");
  run.run_for(30s);
  run.seen.clear();
  a.send_text("50");
  run.run_for(1s);
  CHECK(run.seen == Lines{"begins 50", "ends 50"});
  CHECK(run.records<models::Hibernated>().size() == 1);
}

TEST_CASE("The event timeout outlives hibernation") {
  Slow run;
  run.client("a");
  run.room().set_event_timeout(200);
  run.run_for(30s);
  CHECK(run.room().event_timeout_ms() == 200);
}
