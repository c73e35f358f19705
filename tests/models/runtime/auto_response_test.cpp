#include "tests/catch.h"
#include "tests/models/runtime/scripted_room.h"

using namespace std::chrono_literals;
using models::InvocationId;
using models::MessageKind;
using models::SocketId;
using models::runtime::Actor;
using tests::Lines;
using tests::RoomRun;

namespace {

/// A room that answers "ping" by itself and echoes the rest, after a write if the text is "write".
struct Answering : RoomRun {
  Answering() {
    script.message = [this](Actor& room, InvocationId, SocketId socket, const std::string& text) {
      say("handles " + text);
      if (text == "write") room.put("k", "v");
      if (text == "close")
        room.close(*room.socket(socket), 4000, "");
      else
        room.send(*room.socket(socket), MessageKind::text, models::network::Bytes("re " + text));
      return true;
    };
    script.construct = [this](Actor&) { ++constructed; };
    room().set_auto_response(std::pair<std::string, std::string>{"ping", "pong"});
  }
  int constructed = 0;
};

}  // namespace

TEST_CASE("An auto-response passes a closed gate, but nothing that waits there already") {
  Answering run;
  auto& a = run.client("a");
  auto& b = run.client("b");
  a.send_text("write");
  run.run_for(1500us);  // its turn is over, its commit is not
  a.send_text("ping");
  run.run_for(100ms);
  CHECK(run.seen == Lines{"handles write", "a hears re write", "a hears pong"});
  run.seen.clear();
  b.send_text("ping");
  run.run_for(100us);
  CHECK(run.seen == Lines{"b hears pong"});
}

TEST_CASE("A message is compared with the auto-response when its turn to be read has come") {
  Answering run;
  auto& a = run.client("a");
  a.send_text("one");
  a.send_text("ping");
  a.send_text("two");
  run.run_for(100ms);
  Lines heard;
  for (const std::string& line : run.seen)
    if (line.starts_with("a hears")) heard.push_back(line);
  CHECK(heard == Lines{"a hears re one", "a hears pong", "a hears re two"});
}

TEST_CASE("An auto-response neither wakes an object nor keeps it in memory") {
  Answering run;
  auto& a = run.client("a");
  run.run_for(9s);
  a.send_text("ping");
  run.run_for(2s);
  CHECK(run.records<models::Hibernated>().size() == 1);
}

TEST_CASE("A hibernated object's auto-response is stamped with the time of the message") {
  Answering run;
  auto& a = run.client("a");
  const sim::Time sent = run.simulation.now() + 30s;
  run.simulation.at(sent, sim::Action([&a] { a.send_text("ping"); }));
  run.run_for(40s);
  CHECK(run.seen == Lines{"a hears pong"});
  CHECK(run.constructed == 1);
  CHECK(run.records<models::Hibernated>().size() == 1);
  REQUIRE(run.room().listed_sockets().size() == 1);
  CHECK(run.room().listed_sockets()[0]->auto_response_ms.value_or(0) == sim::to_epoch_ms(sent));
}

TEST_CASE("After close() the request of an auto-response is passed over, by the object and by itself") {
  Answering run;
  auto& a = run.client("a");
  run.clients.back()->terminate();
  run.run_for(100ms);
  a.open("/", {}, {}, true);
  run.run_for(100ms);
  a.send_text("close");
  run.run_for(100ms);
  a.send_text("ping");
  a.send_text("other");
  run.run_for(100ms);
  CHECK(run.seen == Lines{"a closed 1006", "handles close", "a close frame 4000 ", "handles other"});
  REQUIRE(run.room().listed_sockets().size() == 1);
  CHECK(run.room().listed_sockets()[0]->auto_response_ms.has_value());
}
