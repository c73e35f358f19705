#include "tests/catch.h"
#include "tests/models/invariants/hand_made.h"

using namespace std::chrono_literals;
using namespace models;
using models::invariants::Outcome;
using models::invariants::PresenceCounts;
using models::invariants::Verdict;
using tests::Chat;
using tests::explains;
using tests::kLobby;

namespace {

Chat presence(PresenceCounts counts = PresenceCounts::sockets) {
  return Chat({.kind = "presence", .text = "online", .within = 10s, .counts = counts});
}
std::string online(int n) { return R"({"online":)" + std::to_string(n) + "}"; }

}  // namespace

TEST_CASE("A count that every socket was told last and that is right is presence") {
  Chat t = presence();
  t.leaves_room(2s, 0, online(1)).leaves_room(3s, 0, online(2)).leaves_room(3s, 1, online(2));
  const Verdict verdict = t.end(1h);
  CHECK(verdict.outcome == Outcome::holds);
  CHECK(verdict.examined == 1);
}

TEST_CASE("Lists and maps count their entries") {
  Chat t = presence();
  t.leaves_room(2s, 0, R"({"online":["ann","bob"]})").leaves_room(2s, 1, R"({"online":{"ann":1,"bob":2}})");
  CHECK(t.end(1h).outcome == Outcome::holds);
}

TEST_CASE("A count that stays wrong is a violation once nothing has changed for so long") {
  Chat t = presence();
  t.leaves_room(3s, 0, online(2)).leaves_room(3s, 1, online(2)).gone(20s, 1).leaves_room(21s, 0, online(2));
  const Verdict verdict = t.end(1h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->at == sim::kDefaultStart + 30s);
  CHECK(verdict.first->who == "room lobby");
  CHECK(explains(verdict, "client ann was told 2"));
}

TEST_CASE("A count that is put right in time is no violation") {
  Chat t = presence();
  t.leaves_room(3s, 0, online(2)).leaves_room(3s, 1, online(2)).gone(20s, 1).leaves_room(29s, 0, online(1));
  CHECK(t.end(1h).outcome == Outcome::holds);
}

TEST_CASE("A wrong count that is told in a quiet time is found too") {
  Chat t = presence();
  t.leaves_room(3s, 0, online(2)).leaves_room(3s, 1, online(2)).leaves_room(10min, 0, online(7));
  const Verdict verdict = t.end(1h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->at == sim::kDefaultStart + 10min + 10s);
}

TEST_CASE("Of sockets on their way out a room may be of either opinion") {
  for (const int count : {1, 2}) {
    Chat t = presence();
    t.leaves_room(3s, 0, online(2)).tell(4s, LinkLost{.client = ClientId{1}, .socket = SocketId{1}});
    t.leaves_room(5s, 0, online(count));
    CHECK(t.end(1h).outcome == Outcome::holds);
  }
}

TEST_CASE("Clients with two sockets count for one if the user says so, and others are one less") {
  Chat clients = presence(PresenceCounts::clients);
  clients.joins(2s, 0, 2).leaves_room(3s, 0, online(2));
  CHECK(clients.end(1h).outcome == Outcome::holds);
  Chat others = presence(PresenceCounts::others);
  others.leaves_room(3s, 0, online(1));
  CHECK(others.end(1h).outcome == Outcome::holds);
  Chat wrong = presence(PresenceCounts::others);
  wrong.leaves_room(3s, 0, online(2));
  CHECK(wrong.end(1h).outcome == Outcome::violated);
}

TEST_CASE("Presence is unknown if no count was told, the run ends too soon, or sockets are between objects") {
  CHECK(presence().end(1h).outcome == Outcome::unknown);
  Chat soon = presence();
  soon.leaves_room(3s, 0, online(9));
  CHECK(soon.end(5s).outcome == Outcome::unknown);
  Chat inner = presence();
  inner.tell(2s, SocketAccepted{.room = kLobby, .socket = SocketId{0x80000001U}});
  inner.leaves_room(3s, 0, online(9));
  CHECK(inner.end(1h).outcome == Outcome::unknown);
}
