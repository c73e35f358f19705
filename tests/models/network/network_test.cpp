#include "models/network/network.h"

#include <set>

#include "tests/catch.h"
#include "tests/models/network/heard.h"
#include "tests/models/run_fixture.h"

using namespace std::chrono_literals;
using models::network::Access;
using models::network::LinkProfile;
using models::network::Network;
using models::network::NetworkConfig;
using models::network::WirePair;
using sim::Distribution;
using tests::Heard;
using tests::text_frame;
using Lines = std::vector<std::string>;

namespace {

Distribution ms(double n) { return Distribution::constant(n * 1e6); }

LinkProfile slow_link() { return {.name = "slow", .latency = ms(100)}; }

struct WiredWorld : tests::RunFixture {
  explicit WiredWorld(NetworkConfig config) : network(simulation, std::move(config)) {
    access = {models::ClientId{0}, sim::entity("phone", 0), 0, 0};
    wire = network.connect(access);
    wire.client->listen(&client);
    wire.server->listen(&server);
  }
  explicit WiredWorld(LinkProfile profile) : WiredWorld(NetworkConfig{.profiles = {std::move(profile)}}) {}

  Heard client{simulation};
  Heard server{simulation};
  Network network;
  Access access;
  WirePair wire;
};

}  // namespace

TEST_CASE("A frame arrives one latency after it was sent, and in order") {
  WiredWorld t(slow_link());
  t.wire.client->send(text_frame("a"));
  t.wire.client->send(text_frame("b"));
  t.simulation.after(30ms, [&] { t.wire.server->send(text_frame("c")); });
  t.run_for(1s);
  CHECK(t.server.lines == Lines{"100 a", "100 b"});
  CHECK(t.client.lines == Lines{"130 c"});
}

TEST_CASE("On a direct link frames arrive in the same instant, but in an event of their own") {
  WiredWorld t(LinkProfile{});
  t.simulation.after(5ms, [&] {
    t.wire.client->send(text_frame("a"));
    t.server.note("sent");
  });
  t.run_for(1s);
  CHECK(t.server.lines == Lines{"5 sent", "5 a"});
}

TEST_CASE("Jitter delays frames without letting one overtake another") {
  LinkProfile profile = slow_link();
  profile.jitter = Distribution::uniform(0, 80e6);
  WiredWorld t(profile);
  struct Order final : models::network::WireListener {
    sim::Simulation* simulation = nullptr;
    std::vector<std::string> texts;
    std::vector<sim::Duration> times;
    void on_frame(const models::network::Frame& frame) override {
      texts.push_back(*frame.bytes);
      times.push_back(simulation->now() - sim::kDefaultStart);
    }
    void on_lost(models::network::Loss /*loss*/) override {}
  } order;
  order.simulation = &t.simulation;
  t.wire.server->listen(&order);
  for (int i = 0; i < 50; ++i) {
    t.simulation.after(i * 10ms, [&t, i] { t.wire.client->send(text_frame(std::to_string(i))); });
  }
  t.run_for(2s);
  REQUIRE(order.texts.size() == 50);
  bool late = false;
  for (std::size_t i = 0; i < 50; ++i) {
    CHECK(order.texts[i] == std::to_string(i));
    CHECK(order.times[i] >= 100ms + static_cast<int>(i) * 10ms);
    late = late || order.times[i] > 100ms + static_cast<int>(i) * 10ms + 20ms;
  }
  CHECK(late);
}

TEST_CASE("A lost segment holds back what follows it by a retransmission") {
  LinkProfile profile = slow_link();
  profile.loss = 0.5;
  WiredWorld t(profile);
  for (int i = 0; i < 20; ++i) t.wire.client->send(text_frame("x"));
  t.run_for(60s);
  REQUIRE(t.server.lines.size() == 20);
  std::set<std::string> times;
  for (const std::string& line : t.server.lines) {
    const long long at = std::stoll(line);
    CHECK((at - 100) % 200 == 0);
    times.insert(line);
  }
  CHECK(times.size() > 1);
}

TEST_CASE("Who drops a connection hears nothing more; the other side hears the frames before it, then the end") {
  WiredWorld t(slow_link());
  t.wire.server->send(text_frame("never heard"));
  t.wire.client->send(text_frame("last words"));
  t.wire.client->drop();
  CHECK(t.wire.client->gone());
  CHECK_FALSE(t.wire.server->gone());
  t.run_for(1s);
  CHECK(t.client.lines.empty());
  CHECK(t.server.lines == Lines{"100 last words", "100 peer gone"});
  CHECK(t.wire.server->gone());
}

TEST_CASE("Destroying an end drops it, also while frames are on their way to it") {
  WiredWorld t(slow_link());
  t.wire.server->send(text_frame("never heard"));
  t.simulation.after(50ms, [&] { t.wire.client.reset(); });
  t.run_for(1s);
  CHECK(t.client.lines.empty());
  CHECK(t.server.lines == Lines{"150 peer gone"});
}

TEST_CASE("A listener may destroy its own end while it is being told something") {
  WiredWorld t(slow_link());
  struct Leaver final : models::network::WireListener {
    std::unique_ptr<models::network::WireEnd>* end = nullptr;
    int frames = 0;
    void on_frame(const models::network::Frame& /*frame*/) override {
      ++frames;
      end->reset();
    }
    void on_lost(models::network::Loss /*loss*/) override {}
  } leaver;
  leaver.end = &t.wire.server;
  t.wire.server->listen(&leaver);
  t.wire.client->send(text_frame("one"));
  t.wire.client->send(text_frame("two"));
  t.run_for(1s);
  CHECK(leaver.frames == 1);
  CHECK(t.client.lines == Lines{"200 peer gone"});
}

TEST_CASE("A lost link takes along what is on the way, and each end notices after its own delay") {
  LinkProfile profile = slow_link();
  profile.disconnect_every = ms(1000);
  profile.loss_noticed_by_server = ms(5000);
  profile.loss_noticed_by_client = ms(300);
  WiredWorld t(profile);
  t.simulation.after(950ms, [&] { t.wire.client->send(text_frame("on the way")); });
  t.simulation.after(1100ms, [&] { t.wire.server->send(text_frame("into the void")); });
  t.run_for(20s);
  CHECK(t.client.lines == Lines{"1300 link lost"});
  CHECK(t.server.lines == Lines{"6000 link lost"});
  const auto lost = t.records<models::LinkLost>();
  REQUIRE(lost.size() == 1);
  CHECK(lost[0].after == 1s);
  CHECK(lost[0].record.socket == models::SocketId{0});
}

TEST_CASE("A connection that both sides have left is not lost any more") {
  LinkProfile profile = slow_link();
  profile.disconnect_every = ms(60000);
  WiredWorld t(profile);
  t.wire.client->drop();
  CHECK(t.simulation.run({.horizon = sim::Time::max()}) == sim::RunOutcome::out_of_events);
  CHECK(t.server.lines == Lines{"100 peer gone"});
  CHECK(t.records<models::LinkLost>().empty());
}

TEST_CASE("In a partition frames wait for its end, also those already on the way") {
  WiredWorld t(NetworkConfig{.profiles = {slow_link()}, .partitions = {{.profile = "slow", .at = 1s, .lasts = 3s}}});
  t.simulation.after(950ms, [&] { t.wire.client->send(text_frame("a")); });
  t.simulation.after(2s, [&] { t.wire.server->send(text_frame("b")); });
  t.simulation.after(5s, [&] { t.wire.client->send(text_frame("c")); });
  t.run_for(20s);
  CHECK(t.server.lines == Lines{"4100 a", "5100 c"});
  CHECK(t.client.lines == Lines{"4100 b"});
  const auto began = t.records<models::PartitionBegan>();
  REQUIRE(began.size() == 1);
  CHECK(began[0].after == 1s);
  CHECK(began[0].record.until == sim::kDefaultStart + 4s);
}

TEST_CASE("A connection whose frames wait longer than the TCP time-out is lost") {
  WiredWorld t(NetworkConfig{.profiles = {slow_link()}, .partitions = {{.profile = "", .at = 1s, .lasts = 90s}}});
  t.simulation.after(10s, [&] { t.wire.client->send(text_frame("a")); });
  t.run_for(200s);
  CHECK(t.server.lines == Lines{"40000 link lost"});
  CHECK(t.client.lines == Lines{"40000 link lost"});
}

TEST_CASE("A partition does not touch an idle connection, nor other profiles") {
  LinkProfile other = slow_link();
  other.name = "other";
  WiredWorld t(
      NetworkConfig{.profiles = {slow_link(), other}, .partitions = {{.profile = "other", .at = 0s, .lasts = 90s}}});
  t.wire.client->send(text_frame("a"));
  Access far{models::ClientId{1}, sim::entity("phone", 1), t.network.profile("other"), 0};
  const WirePair idle = t.network.connect(far);
  Heard idle_end(t.simulation);
  idle.server->listen(&idle_end);
  t.simulation.after(91s, [&] { idle.client->send(text_frame("late")); });
  t.run_for(100s);
  CHECK(t.server.lines == Lines{"100 a"});
  CHECK(idle_end.lines == Lines{"91100 late"});
}

TEST_CASE("What comes while nobody listens is told to whoever listens later") {
  WiredWorld t(slow_link());
  t.wire.server->listen(nullptr);
  t.wire.client->send(text_frame("a"));
  t.wire.client->send(text_frame("b"));
  t.wire.client->drop();
  t.simulation.after(500ms, [&] { t.wire.server->listen(&t.server); });
  t.run_for(1s);
  CHECK(t.server.lines == Lines{"500 a", "500 b", "500 peer gone"});
}

TEST_CASE("A connection's draws do not depend on other clients") {
  const auto first_arrival = [](bool with_others) {
    tests::RunFixture t(7);
    LinkProfile profile{.name = "mobile", .latency = Distribution::lognormal_p95(80e6, 200e6)};
    profile.jitter = Distribution::exponential(10e6);
    Network network(t.simulation, {.profiles = {profile}});
    Access other{models::ClientId{0}, sim::entity("phone", 0), 0, 0};
    Access mine{models::ClientId{1}, sim::entity("phone", 1), 0, 0};
    WirePair theirs;
    if (with_others) {
      theirs = network.connect(other);
      theirs.client->send(text_frame("noise"));
    }
    const WirePair wire = network.connect(mine);
    sim::Time arrived{};
    struct Watch final : models::network::WireListener {
      sim::Simulation* simulation = nullptr;
      sim::Time* at = nullptr;
      void on_frame(const models::network::Frame& /*frame*/) override { *at = simulation->now(); }
      void on_lost(models::network::Loss /*loss*/) override {}
    } watch;
    watch.simulation = &t.simulation;
    watch.at = &arrived;
    wire.server->listen(&watch);
    wire.client->send(text_frame("x"));
    t.run_for(10s);
    return arrived;
  };
  CHECK(first_arrival(false) == first_arrival(true));
  CHECK(first_arrival(false) != sim::Time{});
}

TEST_CASE("Ends that outlive the network go nowhere") {
  tests::RunFixture t;
  WirePair wire;
  {
    Network network(t.simulation, {});
    Access access{models::ClientId{0}, sim::entity("phone", 0), 0, 0};
    wire = network.connect(access);
    wire.client->send(text_frame("a"));
  }
  wire.client->send(text_frame("b"));
  wire.client.reset();
  t.run_for(1s);
  CHECK_FALSE(wire.server->gone());
}

TEST_CASE("An unknown link profile is named together with those that exist") {
  tests::RunFixture t;
  const Network network(t.simulation, {.profiles = {slow_link()}});
  CHECK(network.profile("slow") == 0);
  CHECK(network.profile("") == network.profile("direct"));
  CHECK_THROWS_WITH(network.profile("fast"), "no link profile \"fast\"; there are: slow, direct");
}
