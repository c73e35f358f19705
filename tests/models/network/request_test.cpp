#include "models/network/network.h"
#include "tests/catch.h"
#include "tests/models/network/heard.h"
#include "tests/models/run_fixture.h"

using namespace std::chrono_literals;
using models::network::Access;
using models::network::Answer;
using models::network::Edge;
using models::network::HttpRequest;
using models::network::LinkProfile;
using models::network::Network;
using models::network::NetworkConfig;
using models::network::WireEnd;
using tests::Heard;
using tests::text_frame;
using Lines = std::vector<std::string>;

namespace {

/// Keeps what reaches it; the test plays the platform.
struct KeepingEdge final : Edge {
  std::unique_ptr<WireEnd> server_end;
  Respond respond;
  int requests = 0;
  std::function<void()> then;
  std::uint64_t visit = 0;
  std::vector<std::uint64_t> gone;
  void visitor_gone(std::uint64_t who) override { gone.push_back(who); }
  void request(HttpRequest request, std::unique_ptr<WireEnd> end, Respond answer) override {
    ++requests;
    visit = request.visit;
    server_end = std::move(end);
    respond = std::move(answer);
    if (then) then();
  }
};

struct Asking : tests::RunFixture {
  explicit Asking(NetworkConfig config = {.profiles = {{.name = "slow", .latency = sim::Distribution::constant(1e8)}}})
      : network(simulation, std::move(config)) {}

  void open() {
    client_end = network.open(access, edge, {}, [this](std::optional<Answer> answer) {
      client.note(answer ? fmt::format("status {}", answer->response.status) : "no answer");
    });
    client_end->listen(&client);
  }
  void ask() {
    network.request(access, edge, {}, [this](std::optional<Answer> answer) {
      client.note(answer ? fmt::format("status {}", answer->response.status) : "no answer");
    });
  }

  KeepingEdge edge;
  Network network;
  Heard client{simulation};
  Access access{models::ClientId{0}, sim::entity("phone", 0), 0, 0};
  std::unique_ptr<WireEnd> client_end;
};

Answer status(std::uint16_t code) {
  return {.response = {.status = code, .headers = {}, .body = {}}, .upgraded = code == 101};
}

}  // namespace

TEST_CASE("A request and its answer each take the latency of the link") {
  Asking t;
  t.edge.then = [&] { t.simulation.after(50ms, [&] { t.edge.respond(status(204)); }); };
  t.ask();
  t.run_for(1s);
  CHECK(t.edge.server_end == nullptr);
  CHECK(t.client.lines == Lines{"250 status 204"});
}

TEST_CASE("What the server sends before its answer arrives after it") {
  Asking t;
  t.edge.then = [&] {
    t.edge.server_end->send(text_frame("early"));
    t.simulation.after(50ms, [&] { t.edge.respond(status(101)); });
  };
  t.open();
  t.run_for(1s);
  CHECK(t.client.lines == Lines{"250 status 101", "250 early"});
}

TEST_CASE("A server's end that is dropped before the answer ends the connection after the answer") {
  Asking t;
  t.edge.then = [&] {
    t.edge.server_end.reset();
    t.simulation.after(50ms, [&] { t.edge.respond(status(101)); });
  };
  t.open();
  t.run_for(1s);
  CHECK(t.client.lines == Lines{"250 status 101", "250 peer gone"});
}

TEST_CASE("A refusal reaches the client although the offered end is dropped") {
  Asking t;
  t.edge.then = [&] {
    t.edge.server_end.reset();
    t.edge.respond(status(403));
  };
  t.open();
  t.run_for(1s);
  CHECK(t.client.lines == Lines{"200 status 403"});
  CHECK(t.client_end->gone());
}

TEST_CASE("A platform that throws a request away leaves the client without an answer") {
  Asking t;
  t.edge.then = [&] {
    t.edge.server_end.reset();
    t.edge.respond = nullptr;
  };
  t.open();
  t.run_for(1s);
  CHECK(t.client.lines == Lines{"200 no answer"});
}

TEST_CASE("A client that gives up while it waits hears no answer, and the server hears that it has gone") {
  Asking t;
  Heard server(t.simulation);
  t.edge.then = [&] {
    t.edge.server_end->listen(&server);
    t.simulation.after(50ms, [&] { t.edge.respond(status(101)); });
  };
  t.open();
  t.simulation.after(200ms, [&] { t.client_end->drop(); });
  t.run_for(1s);
  CHECK(t.client.lines.empty());
  CHECK(server.lines == Lines{"300 peer gone"});
}

TEST_CASE("A new connection fails after the connection time-out of a long partition, and waits out a short one") {
  const auto play = [](sim::Duration lasts) {
    Asking t({.profiles = {{.name = "slow", .latency = sim::Distribution::constant(1e8)}},
              .partitions = {{.profile = {}, .at = 0s, .lasts = lasts}}});
    t.edge.then = [&] { t.edge.respond(status(101)); };
    t.open();
    t.run_for(60s);
    return std::pair(t.client.lines, t.edge.requests);
  };
  CHECK(play(20s) == std::pair(Lines{"10000 no answer"}, 0));
  CHECK(play(4s) == std::pair(Lines{"4200 status 101"}, 1));
}

TEST_CASE("A link lost while a request is answered leaves the client without an answer") {
  LinkProfile profile{.name = "slow", .latency = sim::Distribution::constant(1e8)};
  profile.disconnect_every = sim::Distribution::constant(1.5e8);
  Asking t({.profiles = {profile}});
  t.edge.then = [&] { t.edge.respond(status(200)); };
  t.ask();
  t.run_for(10s);
  CHECK(t.edge.requests == 1);
  CHECK(t.client.lines == Lines{"150 no answer"});
}

TEST_CASE("the platform hears of a client that is lost before its answer, and of no other") {
  const NetworkConfig config{.profiles = {{.name = "slow",
                                           .latency = sim::Distribution::constant(1e8),
                                           .disconnect_every = sim::Distribution::constant(1e9),
                                           .loss_noticed_by_server = sim::Distribution::constant(2e9)}}};
  Asking lost(config);
  lost.ask();
  lost.run_for(10s);
  CHECK(lost.edge.visit != 0);
  CHECK(lost.edge.gone == std::vector<std::uint64_t>{lost.edge.visit});

  Asking answered(config);
  answered.edge.then = [&] { answered.edge.respond(status(200)); };
  answered.ask();
  answered.run_for(10s);
  CHECK(answered.edge.gone.empty());
}
