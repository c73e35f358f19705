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

/// Messages like "t50" wait 50 ms for a timer, others are done at once; what happens is said.
struct Waiting {
  explicit Waiting(RoomRun& run) {
    run.script.message = [this, &run](Actor& room, InvocationId id, SocketId socket, const std::string& text) {
      run.say("begins " + text);
      if (!text.starts_with("t")) {
        room.send(*room.socket(socket), MessageKind::text, models::network::Bytes("re " + text));
        return true;
      }
      waits[room.start_timer(std::chrono::milliseconds(std::stoi(text.substr(1))))] = {id, text};
      return false;
    };
    run.script.resume = [this, &run](Actor& room, WaitId wait) {
      run.say("ends " + waits.at(wait).second);
      room.handler_settled(waits.at(wait).first, true);
    };
  }
  std::map<WaitId, std::pair<InvocationId, std::string>> waits;
};

}  // namespace

TEST_CASE("A message waits for the first turn of the one before it on its socket, not for its handler") {
  RoomRun run;
  const Waiting waiting(run);
  auto& client = run.client("a");
  client.send_text("t100");
  client.send_text("t50");
  client.send_text("now");
  run.run_for(1s);
  CHECK(run.seen == Lines{"begins t100", "begins t50", "begins now", "a hears re now", "ends t50", "ends t100"});
}

TEST_CASE("Sockets hand over one message at a time, in turn, in the order in which the first ones came") {
  RoomRun run;
  const Waiting waiting(run);
  auto& a = run.client("a");
  auto& b = run.client("b");
  b.send_text("b1");
  b.send_text("b2");
  a.send_text("a1");
  a.send_text("a2");
  run.run_for(500us);
  run.seen.clear();  // b1 has begun
  run.run_for(1s);
  Lines begun;
  for (const std::string& line : run.seen)
    if (line.starts_with("begins")) begun.push_back(line);
  CHECK(begun == Lines{"begins a1", "begins b2", "begins a2"});
}

TEST_CASE("A lost connection is closed for its room without a Close frame, and takes no frame from then on") {
  RoomRun run;
  SocketId closed = SocketId::none;
  run.script.close = [&](Actor& room, InvocationId, SocketId socket, std::uint16_t code, bool clean) {
    run.say(fmt::format("close {} {} state {}", code, clean, room.socket(socket)->ready_state()));
    room.send(*room.socket(socket), MessageKind::text, models::network::Bytes("into the void"));
    closed = socket;
    return true;
  };
  auto& client = run.client("a");
  client.terminate();
  run.run_for(1s);
  CHECK(run.seen == Lines{"a closed 1006", "close 1006 false state 2"});
  CHECK(run.room().listed_sockets().empty());
  CHECK(run.room().socket(closed)->released());
}

TEST_CASE("A half-open connection looks open until its loss is noticed") {
  models::network::NetworkConfig links;
  links.profiles.push_back({.name = "mobile",
                            .disconnect_every = sim::Distribution::constant(2e9),
                            .loss_noticed_by_server = sim::Distribution::constant(60e9)});
  RoomRun run({}, links);
  run.script.close = [&](Actor&, InvocationId, SocketId, std::uint16_t code, bool) {
    run.say(fmt::format("close {}", code));
    return true;
  };
  run.client("a", "mobile");
  run.run_for(10s);
  REQUIRE(run.room().listed_sockets().size() == 1);
  CHECK(run.room().listed_sockets()[0]->ready_state() == 1);
  CHECK(run.seen == Lines{"a closed 1006"});
  run.run_for(60s);
  CHECK(run.seen == Lines{"a closed 1006", "close 1006"});
  CHECK(run.room().listed_sockets().empty());
}

TEST_CASE("After both sides have closed a socket is over, whoever began") {
  RoomRun run;
  run.script.message = [](Actor& room, InvocationId, SocketId socket, const std::string&) {
    room.close(*room.socket(socket), 4000, "room");
    return true;
  };
  run.script.close = [&](Actor& room, InvocationId, SocketId socket, std::uint16_t code, bool) {
    run.say(fmt::format("close {} state {} listed {}", code, room.socket(socket)->ready_state(),
                        room.listed_sockets().size()));
    room.close(*room.socket(socket), 4001, "reply");
    return true;
  };
  run.client("a").send_text("close");
  run.run_for(100ms);
  run.client("b").close(3000, "client");
  run.run_for(100ms);
  CHECK(run.seen == Lines{"a close frame 4000 room", "a closed 4000", "close 4000 state 3 listed 1",
                          "close 3000 state 2 listed 1", "b close frame 4001 reply", "b closed 4001"});
  CHECK(run.room().listed_sockets().empty());
}

TEST_CASE("A protocol error is told once, and the socket sends nothing more") {
  RoomRun run;
  run.script.error = [&](Actor& room, InvocationId, SocketId socket, const std::string& words) {
    run.say(words + fmt::format(" state {}", room.socket(socket)->ready_state()));
    room.send(*room.socket(socket), MessageKind::text, models::network::Bytes("unheard"));
    room.close(*room.socket(socket), 1000, "unheard");
    CHECK(room.socket(socket)->ready_state() == 2);
    return true;
  };
  run.script.close = [&](Actor&, InvocationId, SocketId, std::uint16_t, bool) {
    run.say("close");
    return true;
  };
  run.client("a").frame(3, "x");
  run.run_for(1s);
  std::sort(run.seen.begin(), run.seen.end());
  CHECK(run.seen == Lines{"WebSocket protocol error; protocolError.statusCode = 1002; protocolError.description = "
                          "Unknown opcode 3 state 2",
                          "a close frame 1002 Unknown opcode 3", "a closed 1002"});
}
