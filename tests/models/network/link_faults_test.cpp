// Access links that are slow or lossy, and connections that die with and without a word.
#include <algorithm>

#include "models/network/network.h"
#include "tests/catch.h"
#include "tests/models/network/heard.h"
#include "tests/models/run_fixture.h"

using namespace std::chrono_literals;
using models::network::Access;
using models::network::LinkProfile;
using models::network::Network;
using models::network::NetworkConfig;
using models::network::PartitionWindow;
using models::network::WirePair;
using sim::Distribution;
using tests::Heard;
using tests::text_frame;
using Lines = std::vector<std::string>;

namespace {

struct Wired : tests::RunFixture {
  explicit Wired(NetworkConfig config) : network(simulation, std::move(config)) {
    access = {models::ClientId{0}, sim::entity("phone", 0), 0, 0};
    network.enter(access, "phone-0", "");
    wire = network.connect(access);
    wire.client->listen(&client);
    wire.server->listen(&server);
  }
  explicit Wired(LinkProfile profile) : Wired(NetworkConfig{.profiles = {std::move(profile)}, .keeps_lines = true}) {}
  models::network::Connection& connection() { return *access.line->connections.front(); }
  void say(sim::Duration at, WirePair& by, bool client_side, std::string text) {
    simulation.after(at, [&by, client_side, text] { (client_side ? by.client : by.server)->send(text_frame(text)); });
  }

  Heard client{simulation};
  Heard server{simulation};
  Network network;
  Access access;
  WirePair wire;
};

LinkProfile slow(sim::Duration latency = 100ms) {
  return {.name = "slow", .latency = Distribution::constant(static_cast<double>(latency.count()))};
}

}  // namespace

TEST_CASE("Frames are put on the link one after another at its speed, each way by itself") {
  LinkProfile profile = slow();
  profile.up_bits_per_second = 80'000;  // 10,000 bytes a second
  Wired t(profile);
  t.wire.client->send(text_frame(std::string(952, 'a')));  // with its headers 1000 bytes
  t.wire.client->send(text_frame(std::string(952, 'b')));
  t.wire.server->send(text_frame(std::string(952, 'c')));
  t.run_for(10s);
  REQUIRE(t.server.lines.size() == 2);
  CHECK(t.server.lines[0].starts_with("200 a"));
  CHECK(t.server.lines[1].starts_with("300 b"));
  CHECK(t.client.lines.at(0).starts_with("100 c"));
}

TEST_CASE("Two connections of one client queue at the same link; another client's do not") {
  LinkProfile profile = slow();
  profile.up_bits_per_second = 80'000;
  Wired t(profile);
  Heard second{t.simulation}, others{t.simulation};
  WirePair more = t.network.connect(t.access);
  more.server->listen(&second);
  Access other{models::ClientId{1}, sim::entity("phone", 1), 0, 0};
  t.network.enter(other, "phone-1", "");
  WirePair else_where = t.network.connect(other);
  else_where.server->listen(&others);
  t.wire.client->send(text_frame(std::string(952, 'a')));
  more.client->send(text_frame(std::string(952, 'b')));
  else_where.client->send(text_frame(std::string(952, 'c')));
  t.run_for(10s);
  CHECK(second.lines.at(0).starts_with("300 b"));
  CHECK(others.lines.at(0).starts_with("200 c"));
}

TEST_CASE("Retransmissions back off, and after so many the connection is given up") {
  LinkProfile profile = slow();
  profile.loss = 0.9;
  profile.backs_off = true;
  profile.gives_up_after = 6;
  Wired t(profile);
  for (int i = 0; i < 200; ++i) t.say(i * 1s, t.wire, true, "x");
  t.run_for(10min);
  const auto lost = t.records<models::LinkLost>();
  REQUIRE(lost.size() == 1);
  // 200 ms, then 400, ... of six: 12.6 s after it was sent, at a whole second.
  CHECK((lost[0].after - 12600ms) % 1s == 0s);
  CHECK(std::ranges::any_of(t.server.lines, [](const std::string& line) { return line.ends_with("link lost"); }));
  for (const std::string& line : t.server.lines) {
    if (line.ends_with("link lost")) continue;
    // Late by none, one, three, seven, ... times 200 ms, or held back by one that was.
    CHECK((std::stoll(line) - 100) % 200 == 0);
  }
}

TEST_CASE("Behind a NAT that forgets, nobody is told; who sends finds out when TCP gives up") {
  LinkProfile profile = slow();
  profile.nat_timeout = 1min;
  Wired t(profile);
  t.say(10s, t.wire, true, "hi");
  t.say(69s, t.wire, true, "still there");
  t.say(3min, t.wire, false, "news");
  t.run_for(1h);
  CHECK(t.server.lines == Lines{"10100 hi", "69100 still there", "210000 link lost"});
  CHECK(t.client.lines.empty());
  CHECK(t.records<models::LinkLost>().at(0).after == 3min);
}

TEST_CASE("A half-open connection is dead for its client at once, and for the server when it sends") {
  Wired t(slow());
  t.say(950ms, t.wire, true, "last, lost on its way");
  t.simulation.after(1s, [&] { t.connection().half_open(); });
  t.say(1min, t.wire, false, "anybody?");
  t.run_for(1h);
  CHECK(t.client.lines == Lines{"1000 link lost"});
  CHECK(t.server.lines == Lines{"90000 link lost"});
}

TEST_CASE("A server that sends nothing finds out by its keepalive, or never") {
  const auto heard = [](sim::Duration keepalive) {
    Wired t(NetworkConfig{.profiles = {slow()}, .keepalive = keepalive, .keeps_lines = true});
    t.simulation.after(1s, [&] { t.connection().half_open(); });
    t.run_for(3h);
    return t.server.lines;
  };
  CHECK(heard(0s).empty());
  CHECK(heard(2h) == Lines{"7201000 link lost"});
}

TEST_CASE("A half-open connection lasts as long as it is said to, unless what was sent finds out sooner") {
  const auto heard = [](bool sends) {
    Wired t(slow());
    t.simulation.after(1s, [&] { t.connection().half_open(10min); });
    if (sends) t.say(1min, t.wire, false, "anybody?");
    t.run_for(1h);
    return t.server.lines;
  };
  CHECK(heard(false) == Lines{"601000 link lost"});
  CHECK(heard(true) == Lines{"90000 link lost"});
}

TEST_CASE("A reset is heard at both ends within the latency, and what was on its way is lost") {
  Wired t(slow());
  t.say(950ms, t.wire, true, "lost");
  t.simulation.after(1s, [&] { t.connection().reset(); });
  t.run_for(1min);
  CHECK(t.client.lines == Lines{"1100 link lost"});
  CHECK(t.server.lines == Lines{"1100 link lost"});
}

TEST_CASE("A partition of one way lets the other pass; who is never acknowledged gives up") {
  const auto cut = [](bool up) {
    return NetworkConfig{
        .profiles = {slow()},
        .partitions = {{.profile = "slow", .at = 10s, .lasts = 5min, .directions = {.up = up, .down = !up}}}};
  };
  Wired up(cut(true));
  up.say(20s, up.wire, false, "down passes");
  up.run_for(10min);
  CHECK(up.client.lines == Lines{"20100 down passes", "50000 link lost"});
  CHECK(up.server.lines == Lines{"50000 link lost"});
  Wired down(cut(false));
  down.say(14min, down.wire, false, "late");
  down.say(12s, down.wire, true, "up passes");
  down.run_for(20min);
  CHECK(down.server.lines == Lines{"12100 up passes", "42000 link lost"});
}

TEST_CASE("Partitions of one way that are over soon only delay") {
  Wired t(NetworkConfig{
      .profiles = {slow()},
      .partitions = {{.profile = "slow", .at = 10s, .lasts = 5s, .directions = {.up = true, .down = false}}}});
  t.say(12s, t.wire, true, "held");
  t.say(12s, t.wire, false, "passes");
  t.run_for(1min);
  CHECK(t.server.lines == Lines{"15100 held"});
  CHECK(t.client.lines == Lines{"12100 passes"});
}

TEST_CASE("Beyond the edge a connection goes on to its object's region") {
  models::network::Topology topology{.regions = {"here", "there"}, .links = {}};
  topology.links = {{models::network::RegionId{0}, models::network::RegionId{1}, 50ms}};
  Wired t(NetworkConfig{.profiles = {slow()}, .topology = topology});
  t.say(1s, t.wire, true, "to the edge");
  t.simulation.after(2s, [&] { t.wire.server->leads_to(models::network::RegionId{1}); });
  t.say(3s, t.wire, true, "to the object");
  t.say(3s, t.wire, false, "and back");
  t.run_for(1min);
  CHECK(t.server.lines == Lines{"1100 to the edge", "3150 to the object"});
  CHECK(t.client.lines == Lines{"3150 and back"});
}
