#include "models/client/client_group.h"

#include <algorithm>
#include <map>
#include <set>

#include "sim/calendar.h"
#include "tests/catch.h"
#include "tests/models/client/living.h"
#include "tests/models/client/told.h"

using namespace std::chrono_literals;
using namespace models::client;
using models::ClientId;
using sim::Distribution;
using Lines = std::vector<std::string>;

using tests::connect_to;
using tests::Living;
using tests::phones;
using tests::s;

TEST_CASE("A client plays its script in order, and leaves when its steps end") {
  GroupConfig config = phones({connect_to("/?room={room}"), SendStep{{"hi {n} from {client}"}}, WaitStep{s(2)},
                               SendStep{{"{{\"n\":{n},\"i\":{index}}"}}, WaitStep{s(1)}});
  config.sessions.at = s(5);
  Living t(config);
  t.run_for(1min);
  CHECK(tests::told(t, ClientId{0}) == Lines{"0005000 0 connecting /?room=lobby", "0005000 1 connected ",
                                             "0005000 2 sent hi 1 from phone-0", "0005000 3 received hi 1 from phone-0",
                                             "0007000 2 sent {\"n\":2,\"i\":0}", "0007000 3 received {\"n\":2,\"i\":0}",
                                             "0008000 4 leaving false 1000", "0008000 5 close frame 1000",
                                             "0008000 6 closed 1000  true"});
}

TEST_CASE("A repeating step sends while the session lasts, first after one interval") {
  GroupConfig config = phones({connect_to("/"), EveryStep{s(10), {"tick {n}"}}});
  config.sessions.length = s(35);
  Living t(config);
  t.run_for(10min);
  const auto sent = t.records<models::ClientSent>();
  REQUIRE(sent.size() == 3);
  CHECK(sent[0].after == 10s);
  CHECK(sent[2].after == 30s);
  CHECK(t.records<models::ClientClosed>().at(0).after == 35s);
}

TEST_CASE("A session without a length that repeats something never ends") {
  Living t(phones({connect_to("/"), EveryStep{s(60), {"tick"}}}));
  t.run_for(1h);
  CHECK(t.records<models::ClientSent>().size() == 60);
  CHECK(t.records<models::ClientClosed>().empty());
}

TEST_CASE("A script can leave and come back") {
  Living t(phones({connect_to("/"), LeaveStep{LeaveStep::Kind::bare_close, 0, {}}, WaitStep{s(1)}, connect_to("/again"),
                   LeaveStep{LeaveStep::Kind::abrupt, 0, {}}, WaitStep{s(1)}}));
  t.run_for(1min);
  CHECK(tests::told(t, ClientId{0}) ==
        Lines{"0000000 0 connecting /", "0000000 1 connected ", "0000000 4 leaving false 1005",
              "0000000 5 close frame 1005", "0000000 6 closed 1005  true", "0001000 0 connecting /again",
              "0001000 1 connected ", "0001000 4 leaving true 1006", "0001000 6 closed 1006  false"});
}

TEST_CASE("A client asks over HTTP and goes on when the answer is there") {
  GroupConfig config = phones({HttpStep{"POST", {"/{room}"}, {}, {"n={n}"}}, WaitStep{s(1)}, HttpStep{}});
  config.link = "slow";
  Living t(config, {.profiles = {{.name = "slow", .latency = Distribution::constant(1e8)}}});
  t.run_for(1min);
  const auto asked = t.records<models::HttpRequested>();
  const auto answered = t.records<models::HttpAnswered>();
  REQUIRE(asked.size() == 2);
  REQUIRE(answered.size() == 2);
  CHECK(asked[0].record.path == "/lobby");
  CHECK(answered[0].after == 200ms);
  CHECK(t.body(answered[0].record.body) == "n=0");
  CHECK(asked[1].after == 1200ms);
  CHECK(asked[1].record.request == 1);
}

TEST_CASE("A refused client without a reconnect policy goes on without a socket") {
  tests::EchoEdge edge;
  Living t(phones({connect_to("/"), SendStep{{"unsent"}}, HttpStep{}}));
  t.edge.status = 503;
  t.run_for(1min);
  CHECK(t.records<models::ClientRefused>().size() == 1);
  CHECK(t.records<models::ClientSent>().empty());
  CHECK(t.records<models::HttpAnswered>().size() == 1);
}

TEST_CASE("A lost connection is opened again, under exponential backoff when it keeps failing") {
  GroupConfig config = phones({connect_to("/a"), EveryStep{s(1), {"x"}}});
  config.reconnect = {.kind = Reconnect::Kind::exponential, .base = 1s, .cap = 5s, .full_jitter = false};
  config.sessions.length = s(100);
  Living t(config);
  t.simulation.after(500ms, [&] {
    t.edge.status = 503;
    t.edge.sockets.at(0)->wire->drop();
  });
  t.simulation.after(18s, [&] { t.edge.status = 101; });
  t.run_for(50s);
  std::vector<sim::Duration> tries;
  for (const auto& [after, record] : t.records<models::ClientConnecting>()) tries.push_back(after);
  CHECK(tries == std::vector<sim::Duration>{0ms, 1500ms, 3500ms, 7500ms, 12500ms, 17500ms, 22500ms});
  CHECK(t.records<models::ClientConnected>().size() == 2);
}

TEST_CASE("Full jitter draws the delay before a reconnection between nothing and the whole of it") {
  GroupConfig config = phones({connect_to("/a"), EveryStep{s(1), {"x"}}});
  config.count = 40;
  config.reconnect = {.kind = Reconnect::Kind::fixed, .base = 10s};
  Living t(config);
  t.simulation.after(500ms, [&] {
    for (const auto& socket : t.edge.sockets) socket->wire->drop();
  });
  t.run_for(60s);
  std::set<sim::Duration> delays;
  for (const auto& [after, record] : t.records<models::ClientConnecting>()) {
    if (after > sim::Duration::zero()) delays.insert(after - 500ms);
  }
  CHECK(delays.size() == 40);
  CHECK(*delays.begin() < 1s);
  CHECK(*delays.rbegin() > 9s);
  CHECK(*delays.rbegin() < 10s);
}

TEST_CASE("Sessions a day come at the rate asked for, and none begins in the quiet hours") {
  GroupConfig config = phones({connect_to("/"), WaitStep{s(60)}});
  config.count = 50;
  config.sessions.per_day = 3;
  config.sessions.quiet = {23h, 7h};
  Living t(config);
  t.run_for(30 * 24h);
  const auto begun = t.records<models::ClientConnecting>();
  const double per_day = static_cast<double>(begun.size()) / (50 * 30);
  CHECK(per_day > 2.85);
  CHECK(per_day < 3.15);
  std::map<std::int64_t, int> by_hour;
  for (const auto& [after, record] : begun) {
    const sim::Duration day = sim::time_of_day(sim::kDefaultStart + after);
    CHECK((day >= 7h && day < 23h));
    ++by_hour[day / 1h];
  }
  CHECK(by_hour.size() == 16);
}

TEST_CASE("A session that falls due during another is dropped") {
  GroupConfig config = phones({connect_to("/"), WaitStep{s(3600)}});
  config.sessions.per_day = 24 * 20;
  Living t(config);
  t.run_for(24h);
  const auto begun = t.records<models::ClientConnecting>();
  const auto ended = t.records<models::ClientClosed>();
  CHECK(begun.size() < 25);
  CHECK(begun.size() > 15);
  for (std::size_t i = 1; i < begun.size(); ++i) CHECK(begun[i].after > ended[i - 1].after);
}

TEST_CASE("Quiet hours that take the whole day are refused") {
  GroupConfig config = phones({connect_to("/")});
  config.sessions.per_day = 1;
  config.sessions.quiet = {0h, 24h};
  CHECK_THROWS_AS(Living(config), std::invalid_argument);
}

TEST_CASE("Rooms are chosen as the scenario says") {
  const auto paths = [](RoomChoice choice) {
    GroupConfig config = phones({connect_to("/{room}"), WaitStep{s(1)}});
    config.count = 200;
    config.room = std::move(choice);
    Living t(config);
    t.run_for(1min);
    std::map<std::string, int> counts;
    for (const auto& [after, record] : t.records<models::ClientConnecting>()) ++counts[record.path];
    return counts;
  };
  CHECK(paths({}) == std::map<std::string, int>{{"/lobby", 200}});
  CHECK(paths({.kind = RoomChoice::Kind::one_each, .name = "doc"}).size() == 200);
  const auto uniform = paths({.kind = RoomChoice::Kind::uniform, .name = "r", .rooms = 4});
  CHECK(uniform.size() == 4);
  CHECK(uniform.at("/r-3") > 25);
  const auto zipf = paths({.kind = RoomChoice::Kind::zipf, .name = "r", .rooms = 40, .s = 1.1});
  CHECK(zipf.at("/r-0") > 25);
  CHECK(zipf.at("/r-0") > zipf.rbegin()->second);
}

TEST_CASE("How sessions end follows the mix of leaves") {
  GroupConfig config = phones({connect_to("/"), WaitStep{s(1)}});
  config.count = 300;
  config.leaves = {.bare_close = 0.3, .abrupt = 0.2};
  Living t(config);
  t.run_for(1min);
  int bare = 0;
  int abrupt = 0;
  const auto leaving = t.records<models::ClientLeaving>();
  REQUIRE(leaving.size() == 300);
  for (const auto& [after, record] : leaving) {
    if (record.abrupt) ++abrupt;
    if (record.code == 1005) ++bare;
  }
  CHECK(bare > 60);
  CHECK(bare < 120);
  CHECK(abrupt > 35);
  CHECK(abrupt < 85);
}

TEST_CASE("A client's own draws stay when another client is taken away") {
  const auto of_first = [](std::uint32_t count) {
    GroupConfig config = phones({connect_to("/"), EveryStep{Distribution::exponential(40e9), {"hi {n}"}}});
    config.count = count;
    config.link = "mobile";
    config.sessions.per_day = 10;
    config.sessions.length = Distribution::exponential(600e9);
    config.reconnect = {.kind = Reconnect::Kind::exponential};
    models::network::LinkProfile mobile{.name = "mobile", .latency = Distribution::lognormal_p95(80e6, 200e6)};
    mobile.disconnect_every = Distribution::exponential(300e9);
    Living t(config, {.profiles = {mobile}}, 5);
    t.run_for(48h);
    return tests::told(t, ClientId{0});
  };
  const Lines alone = of_first(1);
  CHECK(alone.size() > 100);
  CHECK(alone == of_first(3));
}

TEST_CASE("Groups and clients are named once, each client with its group") {
  GroupConfig config = phones({});
  config.count = 2;
  Living t(config);
  Lines names;
  for (const auto& [after, record] : t.records<models::NameDefined>()) {
    names.push_back(fmt::format("{} {} {} {}", static_cast<int>(record.what), record.id,
                                static_cast<std::int32_t>(record.parent), record.name));
  }
  CHECK(names == Lines{"4 0 -1 direct", "2 0 -1 phone", "1 0 0 phone-0", "1 1 0 phone-1"});
}
