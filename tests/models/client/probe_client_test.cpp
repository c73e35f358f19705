#include "models/client/probe_client.h"

#include <algorithm>

#include "tests/catch.h"
#include "tests/models/client/echo_edge.h"
#include "tests/models/client/told.h"

using namespace std::chrono_literals;
using models::client::ProbeClient;
using models::network::Opcode;
using Lines = std::vector<std::string>;

namespace {

struct Probing : tests::RunFixture {
  Probing() {
    probe.on.opened = [this](const std::string& protocol) { seen.push_back("open " + protocol); };
    probe.on.refused = [this](std::uint16_t status, const std::string& body) {
      seen.push_back(fmt::format("refused {} {}", status, body));
    };
    probe.on.received = [this](const models::network::Frame& frame) { seen.push_back("received " + *frame.bytes); };
    probe.on.pong = [this](const models::network::Frame& frame) { seen.push_back("pong " + *frame.bytes); };
    probe.on.close_frame = [this](std::uint16_t code, const std::string& reason) {
      seen.push_back(fmt::format("close frame {} {}", code, reason));
    };
    probe.on.error = [this] { seen.emplace_back("error"); };
    probe.on.closed = [this](std::uint16_t code, const std::string& reason, bool clean) {
      seen.push_back(fmt::format("closed {} {} {}", code, reason, clean));
    };
  }
  tests::EchoEdge::Socket& server() { return *edge.sockets.back(); }
  void server_closes(std::uint16_t code, const std::string& reason) {
    server().wire->send({Opcode::close, models::network::Bytes(reason), code});
  }

  tests::EchoEdge edge;
  models::network::Network network{simulation, {}};
  models::Names names{simulation};
  models::client::World world{simulation, network, edge, names};
  ProbeClient probe{world, "c1"};
  Lines seen;
};

}  // namespace

TEST_CASE("A probe opens a socket with an upgrade request, and hears what the platform sends") {
  Probing t;
  t.edge.protocol = "chat";
  t.probe.open("/r1?x=1", {{"x-mine", "yes"}}, {"soap", "chat"});
  t.run_for(1ms);
  t.probe.send_text("hi");
  t.probe.send_binary("bin");
  t.probe.ping("p");
  t.run_for(1ms);
  CHECK(t.seen == Lines{"open chat", "received hi", "received bin", "pong p"});
  REQUIRE(t.edge.requests.size() == 1);
  const auto& request = t.edge.requests[0];
  CHECK(request.url == "https://dormouse.test/r1?x=1");
  CHECK(*request.header("host") == "dormouse.test");
  CHECK(*request.header("upgrade") == "websocket");
  CHECK(*request.header("sec-websocket-version") == "13");
  CHECK(request.header("sec-websocket-key")->size() == 24);
  CHECK(*request.header("sec-websocket-protocol") == "soap,chat");  // as the recording client writes the list
  CHECK(*request.header("x-mine") == "yes");
}

TEST_CASE("A close with a code is clean once the platform has replied") {
  Probing t;
  t.probe.open("/r1");
  t.run_for(1ms);
  t.probe.close(3001, "bye");
  CHECK(t.probe.state() == models::client::ClientSocket::State::closing);
  t.run_for(1ms);
  CHECK(t.seen == Lines{"open ", "close frame 3001 bye", "closed 3001 bye true"});
  CHECK(t.server().losses.size() == 1);
  CHECK(t.server().frames.size() == 1);
}

TEST_CASE("A close without a code travels as an empty frame and reads 1005") {
  Probing t;
  t.probe.open("/r1");
  t.run_for(1ms);
  t.probe.close();
  t.run_for(1ms);
  CHECK(t.server().frames.at(0).code == 1005);
  CHECK(t.seen == Lines{"open ", "close frame 1005 ", "closed 1005  true"});
}

TEST_CASE("A client whose Close nobody answers hangs in CLOSING for ten seconds, still hears messages, then gives up") {
  Probing t;
  t.edge.answers_close = false;
  t.probe.open("/r1");
  t.run_for(1ms);
  t.probe.close(1000);
  t.run_for(9s);
  t.server().wire->send({Opcode::text, models::network::Bytes("still here"), 0});
  t.probe.send_text("not sent");
  t.run_for(5s);
  CHECK(t.seen == Lines{"open ", "received still here", "closed 1006  false"});
  CHECK(t.server().losses.size() == 1);
  const auto closed = t.records<models::ClientClosed>();
  REQUIRE(closed.size() == 1);
  CHECK(closed[0].after == 10s);
  CHECK(t.records<models::ClientSent>().empty());
}

TEST_CASE("A Close frame from the platform is echoed with its code, and the connection ends clean") {
  Probing t;
  t.probe.open("/r1");
  t.run_for(1ms);
  t.edge.answers_close = false;
  t.server_closes(4000, "over");
  t.run_for(1ms);
  CHECK(t.seen == Lines{"open ", "close frame 4000 over", "closed 4000 over true"});
  REQUIRE(t.server().frames.size() == 1);
  CHECK(t.server().frames[0].opcode == Opcode::close);
  CHECK(t.server().frames[0].code == 4000);
}

TEST_CASE("A muted client leaves a Close frame unanswered until its connection ends") {
  Probing t;
  t.probe.open("/r1", {}, {}, true);
  t.run_for(1ms);
  t.server_closes(1001, "away");
  t.run_for(1min);
  CHECK(t.seen == Lines{"open ", "close frame 1001 away"});
  CHECK(t.server().frames.empty());
  t.server().wire->drop();
  t.run_for(1ms);
  CHECK(t.seen.back() == "closed 1001 away false");
}

TEST_CASE("A connection that is cut reads 1006 on the client, whoever cut it") {
  Probing t;
  t.probe.open("/r1");
  t.run_for(1ms);
  t.server().wire->drop();
  t.run_for(1ms);
  t.probe.open("/r1");
  t.run_for(1ms);
  t.probe.terminate();
  t.run_for(1ms);
  CHECK(t.seen == Lines{"open ", "closed 1006  false", "open ", "closed 1006  false"});
  CHECK(t.server().losses.size() == 1);
  const auto leaving = t.records<models::ClientLeaving>();
  REQUIRE(leaving.size() == 1);
  CHECK(leaving[0].record.abrupt);
}

TEST_CASE("An upgrade that is answered otherwise is a refusal") {
  Probing t;
  t.edge.status = 426;
  t.probe.open("/r1");
  t.run_for(1ms);
  CHECK(t.seen == Lines{"refused 426 no"});
  const auto refused = t.records<models::ClientRefused>();
  REQUIRE(refused.size() == 1);
  CHECK(t.body(refused[0].record.body) == "no");
}

TEST_CASE("A subprotocol that nobody offered fails the connection") {
  Probing t;
  t.edge.protocol = "surprise";
  t.probe.open("/r1");
  t.run_for(1ms);
  CHECK(t.seen == Lines{"error", "closed 1006  false"});
}

TEST_CASE("A browser rejects text that is not UTF-8, and Close codes that may not travel") {
  Probing t;
  t.probe.open("/r1");
  t.run_for(1ms);
  t.server().wire->send({Opcode::text, models::network::Bytes("\xed\xa0\x80"), 0});
  t.run_for(1ms);
  CHECK(t.server().frames.at(0).code == 1007);
  t.probe.open("/r1");
  t.run_for(1ms);
  t.server_closes(1016, "odd");
  t.run_for(1ms);
  CHECK(t.server().frames.at(0).code == 1002);
  CHECK(t.seen == Lines{"open ", "error", "closed 1006  false", "open ", "error", "closed 1006  false"});
}

TEST_CASE("Raw frames reach the platform as what they are, and illegal ones as what it makes of them") {
  Probing t;
  t.probe.open("/r1");
  t.run_for(1ms);
  t.edge.answers_close = false;
  t.probe.frame(1, "a", false);
  t.probe.frame(9, "pp");
  t.probe.frame(0, "b", false);
  t.probe.frame(0, "c");
  t.probe.frame(0, "x");
  t.probe.frame(3, "x");
  t.probe.frame(8, "\x03\xe7");
  t.probe.frame(8, "\x03");
  t.run_for(1ms);
  Lines frames;
  for (const auto& frame : t.server().frames) {
    frames.push_back(fmt::format("{} {} {}", static_cast<int>(frame.opcode), frame.code, *frame.bytes));
  }
  CHECK(frames == Lines{"3 0 pp", "0 0 abc", "5 1002 Unexpected continuation frame", "5 1002 Unknown opcode 3",
                        "2 999 ", "2 1005 "});
}

TEST_CASE("A plain request is recorded with its answer") {
  Probing t;
  std::optional<models::network::HttpResponse> got;
  t.probe.http({.host = {}, .method = "POST", .path = "/r1/x", .headers = {}, .body = "data"},
               [&](const auto& response) { got = response; });
  t.run_for(1ms);
  REQUIRE(got);
  CHECK(got->status == 200);
  CHECK(t.edge.requests.at(0).url == "https://dormouse.test/r1/x");
  CHECK(t.records<models::HttpRequested>().at(0).record.method == "POST");
  const auto answered = t.records<models::HttpAnswered>();
  REQUIRE(answered.size() == 1);
  CHECK(answered[0].record.headers == "x-from: echo\n");
  CHECK(t.body(answered[0].record.body) == "data");
}
