#include <string>
#include <vector>

#include "scenarios/fuzz/coverage.h"
#include "scenarios/fuzz/occasions.h"
#include "scenarios/fuzz/room_steps.h"
#include "tests/catch.h"

using namespace std::chrono_literals;
using models::ClientId;
using models::InvocationId;
using models::InvocationKind;
using models::RoomId;
using models::SocketId;
using scenarios::fuzz::Coverage;
using scenarios::fuzz::RoomStepsReader;
using scenarios::fuzz::RoomThread;

namespace {

template <class Reader, class R>
void tell(Reader& reader, sim::Duration after, const R& record) {
  std::string body;
  sim::encode(record, body);
  reader.visit({.kind = R::kKind, .at = sim::kDefaultStart + after, .body = body});
}

template <class Reader>
void begins(Reader& reader, sim::Duration after, std::uint32_t id, InvocationKind kind,
            SocketId socket = SocketId::none) {
  const RoomId room = kind == InvocationKind::worker_fetch ? RoomId::none : RoomId{0};
  tell(reader, after, models::InvocationBegan{.id = InvocationId{id}, .room = room, .kind = kind, .socket = socket});
}
template <class Reader>
void ends(Reader& reader, sim::Duration after, std::uint32_t id) {
  tell(reader, after, models::InvocationEnded{.id = InvocationId{id}});
}

void name(RoomStepsReader& reader) {
  tell(reader, 0s, models::NameDefined{.what = models::NameOf::client, .id = 0, .name = "ann"});
  tell(reader, 0s, models::NameDefined{.what = models::NameOf::client, .id = 1, .name = "bob"});
  tell(reader, 0s, models::NameDefined{.what = models::NameOf::room, .id = 0, .name = "lobby"});
}

}  // namespace

TEST_CASE("Steps are what arrives, by who sent it, and last as long as others may come in between") {
  RoomStepsReader reader;
  name(reader);
  tell(reader, 1s, models::ClientConnecting{.client = ClientId{0}, .path = "/"});
  begins(reader, 1010ms, 1, InvocationKind::worker_fetch);
  begins(reader, 1015ms, 2, InvocationKind::fetch);
  ends(reader, 1015ms, 2);
  tell(reader, 1020ms, models::ClientConnected{.client = ClientId{0}, .socket = SocketId{0}, .protocol = {}});
  tell(reader, 2s, models::ClientSent{.client = ClientId{0}, .socket = SocketId{0}, .kind = {}, .body = {}});
  tell(reader, 2010ms, models::MessageArrived{.room = RoomId{0}, .socket = SocketId{0}, .kind = {}, .body = {}});
  begins(reader, 2050ms, 3, InvocationKind::message, SocketId{0});  // it waited at the gate
  ends(reader, 2200ms, 3);
  const std::vector<RoomThread> threads = reader.finish();
  REQUIRE(threads.size() == 1);
  CHECK(threads[0].name == "ann");
  REQUIRE(threads[0].steps.size() == 2);
  const auto& connects = threads[0].steps[0];
  CHECK(connects.sent == 1s);
  CHECK(connects.arrived == 1010ms);
  CHECK(connects.ended == connects.arrived);
  const auto& says = threads[0].steps[1];
  CHECK(says.sent == 2s);
  CHECK(says.arrived == 2010ms);
  CHECK(says.ended == 2200ms);
  CHECK(says.follows);  // the connection had to be there first
}

TEST_CASE("Of two requests under way the one that was sent first comes first, and one without a room is none of it") {
  RoomStepsReader reader;
  name(reader);
  tell(reader, 1s, models::HttpRequested{.client = ClientId{0}, .request = 0, .method = "GET", .path = "/static"});
  begins(reader, 1s, 1, InvocationKind::worker_fetch);
  tell(reader, 1100ms,
       models::HttpAnswered{.client = ClientId{0}, .request = 0, .status = 200, .headers = "", .body = {}});
  tell(reader, 2s, models::HttpRequested{.client = ClientId{1}, .request = 0, .method = "GET", .path = "/"});
  begins(reader, 2100ms, 2, InvocationKind::worker_fetch);
  begins(reader, 2100ms, 3, InvocationKind::fetch);
  ends(reader, 2500ms, 3);
  const std::vector<RoomThread> threads = reader.finish();
  REQUIRE(threads.size() == 2);
  CHECK(threads[0].steps[0].ended == threads[0].steps[0].arrived);
  CHECK(threads[1].name == "bob");
  CHECK(threads[1].steps[0].ended == 2500ms);
}

TEST_CASE("A room's alarms are a thread, each by which setting it was") {
  RoomStepsReader reader;
  name(reader);
  for (int i = 0; i < 2; ++i) tell(reader, 1s, models::AlarmSet{.room = RoomId{0}, .due = {}});
  tell(reader, 5s, models::AlarmFired{.room = RoomId{0}, .due = {}});
  begins(reader, 5s, 1, InvocationKind::alarm);
  ends(reader, 6s, 1);
  const std::vector<RoomThread> threads = reader.finish();
  REQUIRE(threads.size() == 1);
  CHECK(threads[0].is_alarm);
  CHECK(threads[0].name == "lobby");
  CHECK(threads[0].steps[0].nth == 2);
  CHECK(threads[0].steps[0].ended == 6s);
}

TEST_CASE("Requests can break halfway, and commits are moments") {
  scenarios::fuzz::OccasionsReader reader;
  tell(reader, 0s, models::NameDefined{.what = models::NameOf::client, .id = 0, .name = "ann"});
  tell(reader, 1s, models::HttpRequested{.client = ClientId{0}, .request = 0, .method = "GET", .path = "/"});
  tell(reader, 2s, models::HttpRequested{.client = ClientId{0}, .request = 1, .method = "GET", .path = "/"});
  tell(reader, 2500ms, models::Committed{.room = RoomId{0}, .size_bytes = 8192, .rows = 1});
  tell(reader, 3s, models::HttpAnswered{.client = ClientId{0}, .request = 1, .status = 200, .headers = {}});
  tell(reader, 4s, models::HttpAnswered{.client = ClientId{0}, .request = 0, .status = 0, .headers = {}});
  tell(reader, 4s, models::HttpRequested{.client = ClientId{0}, .request = 2, .method = "GET", .path = "/stream"});
  tell(reader, 20s, models::Committed{.room = RoomId{0}, .size_bytes = 8192, .rows = 1});
  const auto occasions = reader.finish();
  REQUIRE(occasions.clients.size() == 1);
  CHECK(occasions.clients[0].asking == std::vector<sim::Duration>{2500ms, 5s, 12s});
  CHECK(occasions.clients[0].answered == std::vector<sim::Duration>{3s});
  REQUIRE(occasions.rooms.size() == 1);
  CHECK(occasions.rooms[0].committed == std::vector<sim::Duration>{2500ms, 20s});
}

TEST_CASE("New states, events and blocks are coverage once") {
  Coverage coverage;
  const auto run = [&](const std::vector<std::uint32_t>& entered, bool sleeps) {
    coverage.begin_run();
    tell(coverage, 0s, models::InstanceConstructed{.room = RoomId{0}});
    begins(coverage, 1s, 1, InvocationKind::fetch);
    ends(coverage, 1s, 1);
    if (sleeps) tell(coverage, 20s, models::Hibernated{.room = RoomId{0}});
    begins(coverage, 30s, 2, InvocationKind::message);
    return coverage.end_run(entered);
  };
  CHECK(run({1, 0}, false) == 3);  // two events, one block
  CHECK(run({1, 0}, false) == 0);
  CHECK(run({1, 0}, true) == 2);  // sleep, and the message after it
  CHECK(run({2, 0}, true) == 1);
  CHECK(run({40, 3}, true) == 2);
  CHECK(run({41, 3}, false) == 0);
  CHECK(coverage.pairs_seen() == 4);
}
