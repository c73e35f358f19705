// What happens to connections: lost, silent, slow, doubled, hidden.
#include <algorithm>
#include <set>

#include "tests/catch.h"
#include "tests/models/client/living.h"
#include "tests/models/client/told.h"

using namespace std::chrono_literals;
using namespace models::client;
using sim::Distribution;
using tests::connect_to;
using tests::Living;
using tests::phones;
using tests::s;
using tests::say;
using Lines = std::vector<std::string>;

namespace {

void cut_all(Living& t) {
  for (const auto& socket : t.edge.sockets)
    if (!socket->wire->gone()) socket->wire->drop();
}

std::vector<sim::Duration> moments_of_sending(Living& t) {
  std::vector<sim::Duration> moments;
  for (const auto& [after, record] : t.records<models::ClientSent>()) moments.push_back(after);
  return moments;
}

}  // namespace

TEST_CASE("What is due without a connection waits in the offline queue, and goes out in order when there is one") {
  GroupConfig config = phones({connect_to("/"), EveryStep{s(10), {"m {n}"}}});
  config.reconnect = {.kind = Reconnect::Kind::fixed, .base = 36s, .full_jitter = false};
  const auto sent_with = [&](OfflineQueue queue) {
    config.offline = queue;
    Living t(config);
    t.simulation.after(15s, [&] { cut_all(t); });
    t.run_for(61s);
    return t.sent(0);
  };
  CHECK(sent_with({}) == Lines{"m 1", "m 2"});  // at 10 s and 60 s
  CHECK(sent_with({.most = 10}) == Lines{"m 1", "m 2", "m 3", "m 4", "m 5", "m 6"});
  CHECK(sent_with({.most = 2}) == Lines{"m 1", "m 4", "m 5", "m 6"});
  CHECK(sent_with({.most = 2, .drop_oldest = false}) == Lines{"m 1", "m 2", "m 3", "m 4"});
}

TEST_CASE("A lost connection is resumed with what was kept of the messages before") {
  ConnectStep connect = connect_to("/room");
  connect.resume_path = Template{"/room?token={token}"};
  connect.resume_message = Template{.text = "resume {token}"};
  GroupConfig config = phones({connect, say(R"({"session":{"token":"abc"}})"), WaitStep{s(60)}});
  NamedPlace token{.kind = NamedPlace::Kind::kept, .name = "token"};
  token.member = "session.token";
  config.places = {token};
  config.reconnect = {.kind = Reconnect::Kind::fixed, .base = 1s, .full_jitter = false};
  Living t(config);
  t.simulation.after(10s, [&] { cut_all(t); });
  t.run_for(30s);
  const auto connecting = t.records<models::ClientConnecting>();
  REQUIRE(connecting.size() == 2);
  CHECK(connecting[0].record.path == "/room");
  CHECK(connecting[1].record.path == "/room?token=abc");
  CHECK(t.sent(0).back() == "resume abc");
}

TEST_CASE("Before anything was kept a lost connection is opened as it was the first time") {
  ConnectStep connect = connect_to("/room");
  connect.resume_path = Template{"/room?token={token}"};
  GroupConfig config = phones({connect, WaitStep{s(60)}});
  NamedPlace token{.kind = NamedPlace::Kind::kept, .name = "token"};
  token.member = "token";
  config.places = {token};
  config.reconnect = {.kind = Reconnect::Kind::fixed, .base = 1s, .full_jitter = false};
  Living t(config);
  t.simulation.after(10s, [&] { cut_all(t); });
  t.run_for(30s);
  CHECK(t.records<models::ClientConnecting>().at(1).record.path == "/room");
}

TEST_CASE("A heart that beats unanswered ends the connection and opens another") {
  GroupConfig config = phones({connect_to("/"), WaitStep{s(300)}});
  config.heartbeat =
      Heartbeat{.every = s(20), .message = Template{"ping"}, .answer = {.contains = Template{"ping"}}, .within = 5s};
  config.reconnect = {.kind = Reconnect::Kind::fixed, .base = 1s, .full_jitter = false};
  Living t(config);
  t.simulation.after(50s, [&] { t.edge.echoes = false; });
  t.simulation.after(70s, [&] { t.edge.echoes = true; });
  t.run_for(100s);
  // Answered at 20 s and 40 s, not at 60 s.
  const auto leaving = t.records<models::ClientLeaving>();
  REQUIRE(leaving.size() == 1);
  CHECK(leaving[0].after == 65s);
  CHECK(leaving[0].record.abrupt);
  CHECK(t.records<models::ClientConnecting>().at(1).after == 66s);
  CHECK(t.records<models::ClientConnecting>().size() == 2);
  CHECK(t.sent(0) == Lines{"ping", "ping", "ping", "ping"});
}

TEST_CASE("Without a message of its own a heartbeat is a ping frame, whose pong is its answer") {
  GroupConfig config = phones({connect_to("/"), WaitStep{s(100)}});
  config.heartbeat = Heartbeat{.every = s(20), .within = 5s};
  Living t(config);
  t.run_for(99s);
  CHECK(t.records<models::ClientPong>().size() == 4);
  CHECK(t.records<models::ClientLeaving>().empty());
}

TEST_CASE("A slow reader hears messages one after another, and still hears who closes out") {
  GroupConfig config =
      phones({connect_to("/"), RepeatStep{Distribution::constant(10), 4}, say("x"), JumpStep{1}, WaitStep{s(60)}});
  config.reads = {.messages_per_second = 2};
  Living t(config);
  t.simulation.after(100ms, [&] { t.edge.sockets.at(0)->wire->drop(); });
  t.run_for(30s);
  const auto received = t.records<models::ClientReceived>();
  REQUIRE(received.size() == 10);
  CHECK(received[0].after == 500ms);
  CHECK(received[9].after == 5s);
  CHECK(t.records<models::ClientClosed>().at(0).after == 5s);
}

TEST_CASE("A reader of so many bytes a second takes longer for long messages") {
  GroupConfig config =
      phones({connect_to("/"), SendStep{{.text = "", .form = Template::Form::letters, .size = Distribution::constant(5'000)}},
              say("x"), WaitStep{s(60)}});
  config.reads = {.bytes_per_second = 1'000};
  Living t(config);
  t.run_for(30s);
  CHECK(t.records<models::ClientReceived>().at(0).after == 5s);
  CHECK(t.records<models::ClientReceived>().at(1).after == 5001ms);
}

TEST_CASE("What a slow reader has not read is lost with its link") {
  GroupConfig config =
      phones({connect_to("/"), RepeatStep{Distribution::constant(10), 4}, say("x"), JumpStep{1}, WaitStep{s(60)}});
  config.reads = {.messages_per_second = 2};
  config.link = "weak";
  Living t(config, {.profiles = {{.name = "weak", .disconnect_every = s(2.25)}}});
  t.run_for(30s);
  CHECK(t.records<models::ClientReceived>().size() == 4);
  CHECK(t.records<models::ClientClosed>().at(0).after == 2250ms);
}

TEST_CASE("A second tab is the same client in the same room, and goes when its session goes") {
  GroupConfig config = phones({connect_to("/{room}?name={client}"), EveryStep{s(40), {"{client} {n}"}}});
  config.room = {.kind = RoomChoice::Kind::uniform, .name = "room", .rooms = 50};
  config.count = 20;
  config.sessions.length = s(100);
  config.duplicate_tab = DuplicateTab{.share = 1, .after = s(30)};
  Living t(config);
  t.run_for(10min);
  const auto connecting = t.records<models::ClientConnecting>();
  REQUIRE(connecting.size() == 40);
  std::multiset<std::string> paths;
  for (const auto& [after, record] : connecting) paths.insert(record.path);
  for (const std::string& path : paths) CHECK(paths.count(path) == 2);
  std::set<sim::Duration> closed;
  for (const auto& [after, record] : t.records<models::ClientClosed>()) closed.insert(after);
  CHECK(closed == std::set<sim::Duration>{100s});
}

TEST_CASE("A share of the sessions opens a second tab") {
  GroupConfig config = phones({connect_to("/"), WaitStep{s(100)}});
  config.count = 400;
  config.duplicate_tab = DuplicateTab{.share = 0.25, .after = s(30)};
  Living t(config);
  t.run_for(10min);
  const auto tabs = static_cast<double>(t.records<models::ClientConnecting>().size()) - 400;
  CHECK(std::abs(tabs - 100) < 4 * 8.7);
}

TEST_CASE("A hidden page's timers run once a second, and once a minute after five minutes if they repeat") {
  GroupConfig config = phones({connect_to("/"), EveryStep{s(10.3), {"x"}}});
  config.background = Background{.share = 1, .shown = s(60), .hidden = s(3600)};
  Living t(config);
  t.run_for(20min);
  int shown = 0, second = 0, minute = 0;
  for (const sim::Duration at : moments_of_sending(t)) {
    const sim::Duration hidden = at - 60s;
    if (hidden < 0s) {
      ++shown;
      CHECK(at % 10300ms == 0s);
    } else if (hidden <= 300s) {
      ++second;
      CHECK(hidden % 1s == 0s);
    } else {
      ++minute;
      CHECK(hidden % 60s == 0s);
    }
  }
  CHECK(shown == 5);
  CHECK(second >= 26);
  CHECK(second <= 28);
  CHECK(minute == 14);
}

TEST_CASE("A frozen page's timers run when it is shown again") {
  GroupConfig config = phones({connect_to("/"), EveryStep{s(10), {"x"}}});
  config.background = Background{.share = 1, .shown = s(25), .hidden = s(100), .timers = Background::Timers::frozen};
  Living t(config);
  t.run_for(140s);
  CHECK(moments_of_sending(t) == std::vector<sim::Duration>{10s, 20s, 125s, 135s});
}
