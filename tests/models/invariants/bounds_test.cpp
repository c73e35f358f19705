#include "tests/catch.h"
#include "tests/models/invariants/hand_made.h"

using namespace std::chrono_literals;
using namespace models;
using models::invariants::Outcome;
using models::invariants::PropertySpec;
using models::invariants::UseMeter;
using models::invariants::Verdict;
using tests::Chat;
using tests::explains;
using tests::HandMade;
using tests::kLobby;

namespace {

constexpr sim::Duration kMonth = 720h;

InstanceConstructed wakes() { return {.room = kLobby, .reason = ConstructReason::wake_from_hibernation}; }
Hibernated hibernates() { return {.room = kLobby, .sockets = 1}; }
InvocationBegan begins(InvocationKind kind) { return {.id = {}, .room = kLobby, .kind = kind}; }
HandMade woken(const char* kind) { return HandMade({.kind = kind, .count = {.most = 2, .within = 1h}}); }
HandMade budget(UseMeter meter, std::uint64_t most, sim::Duration per) {
  HandMade t({.kind = "use", .use = {{.meter = meter, .most = most, .per = per}}});
  t.tell({}, RunBegan{.scenario = "s", .planned = 72h, .preset = "", .cost_table = ""});
  return t;
}
StorageUsed writes(std::uint64_t rows) { return {.room = kLobby, .operation = {}, .rows_written = rows}; }
HandMade connecting(double share) { return HandMade({.kind = "connect success", .share = share}); }
void connect(HandMade& t, int good, int bad) {
  std::uint32_t socket = 0;
  for (int i = 0; i < good; ++i)
    t.tell(1s, ClientConnected{.client = ClientId{0}, .socket = SocketId{socket++}, .protocol = {}});
  for (int i = 0; i < bad; ++i) t.tell(2s, ClientRefused{.client = ClientId{1}, .status = 503});
}

}  // namespace

TEST_CASE("Sizes below their limit hold; one above it, or an attachment that was refused, is a violation") {
  const PropertySpec kSpec{.kind = "sizes", .message_bytes = 8};
  CHECK(Chat(kSpec).end(1h).outcome == Outcome::unknown);
  Chat t(kSpec);
  t.sends(2s, 0, "12345678").leaves_room(3s, 1, "12345678").gets(4s, 1, "12345678");
  CHECK(t.end(1h).outcome == Outcome::holds);
  t.leaves_room(5s, 1, "123456789");
  CHECK(explains(t.end(2h), "room lobby sent a message of 9 bytes"));
  Chat attached(kSpec);
  attached.tell(2s, ExceptionThrown{.room = kLobby,
                                    .name = "Error",
                                    .message = "A WebSocket 'attachment' cannot be larger than 16384 bytes.",
                                    .stack = {}});
  CHECK(attached.end(1h).outcome == Outcome::violated);
}

TEST_CASE("Wakes of a room are bounded in any stretch of time") {
  CHECK(woken("wakes of a room").end(1h).outcome == Outcome::unknown);
  HandMade t = woken("wakes of a room");
  t.tell(1s, wakes()).tell(2s, hibernates()).tell(30min, wakes()).tell(31min, hibernates()).tell(61min, wakes());
  CHECK(t.end(2h).outcome == Outcome::holds);
  t.tell(62min, hibernates()).tell(63min, wakes());
  const Verdict verdict = t.end(3h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->at == sim::kDefaultStart + 63min);
  CHECK(explains(verdict, "woke 3 times within 33 min"));
}

TEST_CASE("Only wakes for a room's own alarm are wakes when idle, and what comes back from a reset is no wake") {
  HandMade t = woken("wakes when idle");
  for (const sim::Duration at : {1min, 2min, 3min, 4min}) t.tell(at, wakes()).tell(at, begins(InvocationKind::message));
  for (const sim::Duration at : {5min, 6min, 7min})
    t.tell(at, InstanceConstructed{.room = kLobby, .reason = ConstructReason::after_reset})
        .tell(at, begins(InvocationKind::alarm));
  CHECK(t.end(1h).outcome == Outcome::unknown);
  for (const sim::Duration at : {11min, 12min}) t.tell(at, wakes()).tell(at, begins(InvocationKind::alarm));
  CHECK(t.end(1h).outcome == Outcome::holds);
  t.tell(13min, wakes()).tell(13min, begins(InvocationKind::alarm));
  CHECK(t.end(1h).outcome == Outcome::violated);
}

TEST_CASE("A quantile is below its limit if the share of those above is small enough") {
  const PropertySpec kSpec{.kind = "message latency", .took = {{.of_ten_thousand = 9500, .most = 100ms}}};
  const auto played = [&](int fast, int slow) {
    Chat t(kSpec);
    for (int i = 0; i < fast + slow; ++i) {
      const sim::Duration at = 10s * (i + 1);
      t.sends(at, 0, "a").arrives(at + 50ms, 0, "a").handled(at + (i < fast ? 100ms : 101ms), 0);
    }
    return t.end(10h);
  };
  CHECK(played(0, 0).outcome == Outcome::unknown);
  CHECK(played(19, 1).outcome == Outcome::holds);
  CHECK(played(3, 0).outcome == Outcome::holds);
  const Verdict few = played(6, 1);
  CHECK(few.outcome == Outcome::unknown);
  CHECK(few.why_unknown.find("1 of 7 messages took longer than 100 ms") != std::string::npos);
  const Verdict slow = played(18, 2);
  REQUIRE(slow.outcome == Outcome::violated);
  CHECK(slow.first->at == sim::kDefaultStart + 190s + 101ms);
  CHECK(slow.first->who == "client ann");
  CHECK(explains(slow, "2 of 20 messages took longer"));
}

TEST_CASE("Auto-responses and lost messages do not shift which message is which") {
  Chat t({.kind = "message latency", .took = {{.of_ten_thousand = 10000, .most = 100ms}}});
  t.sends(1s, 0, "ping").sends(2s, 0, "a").arrives(2s, 0, "ping", true).arrives(2s + 50ms, 0, "a");
  t.handled(2s + 90ms, 0).sends(3s, 0, "lost").gone(10s, 0).joins(11s, 0, 2).sends(12s, 2, "b");
  t.arrives(12s + 50ms, 2, "b").handled(12s + 80ms, 2);
  const Verdict verdict = t.end(1h);
  CHECK(verdict.outcome == Outcome::holds);
  CHECK(verdict.examined == 2);
}

TEST_CASE("The way to other clients is timed where messages can be told apart") {
  Chat t({.kind = "message latency", .message = tests::as_sent(), .took = {{.of_ten_thousand = 10000, .most = 100ms}}});
  t.sends(2s, 0, "a").gets(2s + 90ms, 1, "a").gets(5s, 0, "a").gets(6s, 1, "a");
  t.joins(7s, 1, 3).gets(8s, 3, "a");  // its own echo, again, history
  CHECK(t.end(1h).outcome == Outcome::holds);
  t.sends(9s, 0, "b").gets(9s + 101ms, 1, "b");
  const Verdict verdict = t.end(2h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->who == "client bob");
}

TEST_CASE("A wake is timed from the event that it is for to its handler, a first construction is not") {
  const auto played = [](ConstructReason reason, sim::Duration took) {
    Chat t({.kind = "wake latency", .took = {{.of_ten_thousand = 10000, .most = 50ms}}});
    t.tell(2s, hibernates());
    t.arrives(10s, 0, "a").arrives(10s + 30ms, 0, "b");
    t.tell(10s + 40ms, InstanceConstructed{.room = kLobby, .reason = reason});
    t.handled(10s + took, 0).handled(20s, 0);
    return t.end(1h);
  };
  CHECK(played(ConstructReason::wake_from_hibernation, 50ms).outcome == Outcome::holds);
  CHECK(played(ConstructReason::first, 60ms).outcome == Outcome::unknown);
  const Verdict verdict = played(ConstructReason::after_eviction, 60ms);
  CHECK(verdict.outcome == Outcome::violated);
  CHECK(verdict.violations == 1);
}

TEST_CASE("Connections succeed in the share that was promised") {
  CHECK(connecting(0.9).end(1h).outcome == Outcome::unknown);
  HandMade enough = connecting(0.9);
  connect(enough, 9, 1);
  CHECK(enough.end(1h).outcome == Outcome::holds);
  HandMade few = connecting(0.9);
  connect(few, 3, 1);
  CHECK(few.end(1h).outcome == Outcome::unknown);
  HandMade bad = connecting(0.9);
  connect(bad, 18, 3);
  const Verdict verdict = bad.end(1h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(explains(verdict, "was answered with 503"));
  HandMade all = connecting(1);
  connect(all, 3, 1);
  CHECK(all.end(1h).outcome == Outcome::violated);
}

TEST_CASE(
    "A connection that is open for nobody failed; one that its client gave up, or another of its sockets, did not") {
  const ClientConnecting kTry{.client = ClientId{1}, .path = "/"};
  const auto closed = [](std::uint32_t socket) {
    return ClientClosed{.client = ClientId{1}, .socket = SocketId{socket}, .reason = {}};
  };
  HandMade protocol = connecting(1);
  protocol.tell(1s, kTry).tell(2s, closed(3));
  CHECK(protocol.end(1h).outcome == Outcome::violated);
  HandMade gave_up = connecting(1);
  gave_up.tell(1s, kTry).tell(2s, ClientLeaving{.client = ClientId{1}, .socket = SocketId{3}, .abrupt = true});
  gave_up.tell(2s, closed(3));
  CHECK(gave_up.end(1h).outcome == Outcome::unknown);
  HandMade two = connecting(1);
  two.tell(1s, kTry).tell(2s, ClientConnected{.client = ClientId{1}, .socket = SocketId{2}, .protocol = {}});
  two.tell(3s, kTry).tell(4s, closed(2));
  CHECK(two.end(1h).outcome == Outcome::holds);
}

TEST_CASE("A month's budget is used up by the run's share of it") {
  CHECK(budget(UseMeter::rows_written, 1000, kMonth).end(72h).outcome == Outcome::unknown);
  HandMade t = budget(UseMeter::rows_written, 1000, kMonth);  // of which three days are 100
  t.tell(1h, writes(60)).tell(2h, writes(40)).tell(3h, UsageMetered{.room = kLobby, .rows_written = 100});
  CHECK(t.end(72h).outcome == Outcome::holds);
  t.tell(4h, writes(1));
  const Verdict verdict = t.end(72h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->at == sim::kDefaultStart + 4h);
  CHECK(explains(verdict, "101 rows written were used since the start"));
}

TEST_CASE("Totals stand in for single writes at a low level, but not for budgets of an hour") {
  HandMade month = budget(UseMeter::rows_written, 1000, kMonth);
  month.tell(3h, UsageMetered{.room = kLobby, .rows_written = 101});
  CHECK(month.end(72h).outcome == Outcome::violated);
  HandMade hour = budget(UseMeter::rows_written, 10, 1h);
  hour.tell(3h, UsageMetered{.room = kLobby, .rows_written = 101});
  CHECK(hour.end(72h).outcome == Outcome::unknown);
}

TEST_CASE("An hour's budget begins anew with each hour") {
  HandMade t = budget(UseMeter::rows_written, 10, 1h);
  t.tell(10min, writes(10)).tell(70min, writes(10)).tell(130min, writes(5));
  CHECK(t.end(72h).outcome == Outcome::holds);
  t.tell(170min, writes(6));
  CHECK(t.end(72h).first->at == sim::kDefaultStart + 170min);
}

TEST_CASE("Twenty messages are one request, and time in memory is counted over all rooms") {
  HandMade requests = budget(UseMeter::requests, 20, kMonth);  // of which three days are two
  const MessageArrived message{.room = kLobby, .socket = SocketId{0}};
  requests.tell(1s, RequestBilled{.room = kLobby, .kind = InvocationKind::fetch});
  for (int i = 0; i < 20; ++i) requests.tell(2s, message);
  CHECK(requests.end(72h).outcome == Outcome::holds);
  requests.tell(3s, message);
  CHECK(requests.end(72h).outcome == Outcome::violated);
  HandMade seconds = budget(UseMeter::object_seconds, 100, 1h);
  for (const std::uint32_t room : {0U, 1U}) seconds.tell(1h - 50s, DurationBegan{.room = RoomId{room}, .reason = {}});
  for (const std::uint32_t room : {0U, 1U}) seconds.tell(1h + 50s, DurationEnded{.room = RoomId{room}});
  CHECK(seconds.end(72h).outcome == Outcome::holds);
  seconds.tell(80min, DurationBegan{.room = kLobby, .reason = {}});
  CHECK(seconds.end(81min).outcome == Outcome::violated);
}

TEST_CASE("What is stored is never more than its budget") {
  HandMade t = budget(UseMeter::stored_bytes, 8192, kMonth);
  t.tell(1s, Committed{.room = kLobby, .size_bytes = 4096, .rows = 1});
  t.tell(2s, Committed{.room = RoomId{1}, .size_bytes = 4096, .rows = 1});
  t.tell(3s, Committed{.room = kLobby, .size_bytes = 0, .rows = 0});
  t.tell(4s, Committed{.room = kLobby, .size_bytes = 4096, .rows = 1});
  CHECK(t.end(1h).outcome == Outcome::holds);
  t.tell(5s, Committed{.room = kLobby, .size_bytes = 8192, .rows = 2});
  CHECK(explains(t.end(1h), "12288 bytes were stored"));
}
