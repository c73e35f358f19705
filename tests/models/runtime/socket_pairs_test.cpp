#include "models/runtime/socket_pairs.h"

#include "models/runtime/socket_pipe.h"
#include "tests/catch.h"
#include "tests/models/runtime/scripted_room.h"

using namespace std::chrono_literals;
using models::MessageKind;
using models::SocketId;
using models::network::Frame;
using models::network::Opcode;
using models::runtime::PairSide;
using models::runtime::SocketPairs;
using tests::Lines;
using tests::RoomRun;

namespace {

struct Ear final : models::network::WireListener {
  Lines heard;
  void on_frame(const Frame& frame) override { heard.push_back(*frame.bytes); }
  void on_lost(models::network::Loss) override { heard.emplace_back("lost"); }
};

Frame text(const std::string& words) { return {Opcode::text, models::network::Bytes(words), 0}; }

/// A room in which a test may do as code in a turn does.
struct Pairing : RoomRun {
  Pairing() {
    script.message = [this](auto& room, auto, SocketId socket, const std::string& bytes) {
      say(fmt::format("{} hears {}", static_cast<std::uint32_t>(socket) & 0xffU, bytes));
      return static_cast<void>(room), true;
    };
    script.close = [this](auto&, auto, SocketId socket, std::uint16_t code, bool clean) {
      say(fmt::format("{} closed {} {}", static_cast<std::uint32_t>(socket) & 0xffU, code, clean));
      return true;
    };
  }
  void in_turn(std::function<void(models::runtime::Actor&)> turn) {
    script.fetch = [turn](auto& room, auto id, const auto&) {
      turn(room);
      room.fetch_settled(id, models::runtime::FetchResult{});
    };
    room().fetch({}, SocketId::none, [](auto) {});
    run_for(50ms);
  }
};

}  // namespace

TEST_CASE("A pipe carries frames in order, one event each, and keeps what nobody hears yet") {
  tests::RunFixture run;
  auto ends = models::runtime::make_socket_pipe(run.simulation);
  Ear ear;
  ends.first->send(text("1"));
  ends.first->send(text("2"));
  run.run_for(1ms);
  ends.second->listen(&ear);
  ends.first->send(text("3"));
  CHECK(ear.heard.empty());
  run.run_for(1ms);
  CHECK(ear.heard == Lines{"1", "2", "3"});
}

TEST_CASE("A dropped end of a pipe is heard after all that was sent before, once") {
  tests::RunFixture run;
  auto ends = models::runtime::make_socket_pipe(run.simulation);
  Ear ear;
  ends.second->listen(&ear);
  ends.first->send(text("last words"));
  ends.first->drop();
  ends.first->send(text("too late"));
  ends.first.reset();
  run.run_for(1ms);
  CHECK(ear.heard == Lines{"last words", "lost"});
  CHECK(ends.second->gone());
}

TEST_CASE("Both ends of a pair can be accepted, in either order, and hear each other from then on") {
  for (const bool second_first : {false, true}) {
    Pairing run;
    run.in_turn([&](auto& room) {
      const PairSide side = room.platform().pairs().create();
      const PairSide other = SocketPairs::other(side);
      const SocketId one = room.accept(second_first ? other : side, false, {});
      room.send(*room.socket(one), MessageKind::text, models::network::Bytes("early"));
      room.accept(second_first ? side : other, false, {});
    });
    CHECK(run.seen == Lines{"1 hears early"});
  }
}

TEST_CASE("A Close that the other end answers by itself ends both ends of a pair") {
  Pairing run;
  run.in_turn([&](auto& room) {
    const PairSide side = room.platform().pairs().create();
    const SocketId one = room.accept(side, false, {});
    room.accept(SocketPairs::other(side), false, {});
    room.close(*room.socket(one), 3001, "bye");
  });
  CHECK(run.seen == Lines{"1 closed 3001 true", "0 closed 3001 true"});
}

TEST_CASE("A side whose other end nobody will take is lost as soon as it is accepted") {
  Pairing run;
  run.in_turn([&](auto& room) {
    const PairSide side = room.platform().pairs().create();
    room.platform().pairs().dropped(SocketPairs::other(side));
    room.accept(side, false, {});
  });
  CHECK(run.seen == Lines{"0 closed 1006 false"});
}

TEST_CASE("A client whose 101 carries a socket that code accepted itself gets the end of its connection") {
  Pairing run;
  run.script.fetch = [](auto& room, auto id, const auto&) {
    models::runtime::FetchResult result;
    result.response.status = 101;
    result.web_socket = room.platform().pairs().create();
    room.accept(result.web_socket, true, {});
    room.fetch_settled(id, result);
  };
  run.client("a");
  run.run_for(1s);
  CHECK(run.seen == Lines{"a closed 1006"});
}
