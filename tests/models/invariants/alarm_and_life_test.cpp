#include "tests/catch.h"
#include "tests/models/invariants/hand_made.h"

using namespace std::chrono_literals;
using namespace models;
using models::invariants::Outcome;
using models::invariants::Verdict;
using tests::Chat;
using tests::explains;
using tests::HandMade;
using tests::kLobby;

namespace {

InstanceConstructed constructed(ConstructReason reason = ConstructReason::first) {
  return {.room = kLobby, .reason = reason};
}
Hibernated hibernated() { return {.room = kLobby, .sockets = 1}; }
RoomReset reset() { return {.room = kLobby, .message = "gone"}; }
AlarmSet alarm_at(sim::Duration after) { return {.room = kLobby, .due = sim::kDefaultStart + after}; }
AlarmFired fires(sim::Duration due) { return {.room = kLobby, .due = sim::kDefaultStart + due, .retry_count = 0}; }
AlarmEnded ended(bool ok, sim::Duration retry = {}) {
  return {.room = kLobby, .ok = ok, .given_up = false, .retry_at = sim::kDefaultStart + retry};
}
InvocationBegan begins(std::uint32_t id, InvocationKind kind) {
  return {.id = InvocationId{id}, .room = kLobby, .kind = kind};
}
InvocationEnded done(std::uint32_t id) { return {.id = InvocationId{id}, .ok = true}; }

HandMade doubled() { return HandMade({.kind = "no alarm doubled"}); }
HandMade on_time() { return HandMade({.kind = "alarms on time", .within = 1s}); }
HandMade quiet() { return HandMade({.kind = "quiet after everyone left", .within = 1h}); }
HandMade rejections() { return HandMade({.kind = "no unhandled rejection"}); }
HandMade freed() { return HandMade({.kind = "freed storage stays freed"}); }
Committed stores(std::uint64_t rows) { return {.room = kLobby, .size_bytes = rows * 4096, .rows = rows}; }
StorageUsed deletes_all() { return {.room = kLobby, .operation = StorageOperation::remove_all}; }
HandMade single() { return HandMade({.kind = "one instance at a time"}); }

}  // namespace

TEST_CASE("An object that is constructed again after it went has one instance at a time") {
  HandMade t = single();
  CHECK(single().end(1h).outcome == Outcome::unknown);
  t.tell(1s, constructed()).tell(2s, hibernated()).tell(3s, constructed(ConstructReason::wake_from_hibernation));
  t.tell(4s, begins(1, InvocationKind::message)).tell(5s, reset()).tell(6s, reset());
  t.tell(7s, constructed(ConstructReason::after_reset));
  CHECK(t.end(1h).outcome == Outcome::holds);
  t.tell(8s, constructed());
  const Verdict verdict = t.end(2h);
  CHECK(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->at == sim::kDefaultStart + 8s);
}

TEST_CASE("Code that runs without an instance is found") {
  HandMade t = single();
  t.tell(1s, constructed()).tell(2s, hibernated()).tell(3s, begins(1, InvocationKind::message));
  CHECK(explains(t.end(1h), "A handler (message) began while no instance was alive"));
}

TEST_CASE("Rejections that nobody handles are found, exceptions that leave a handler are not") {
  CHECK(rejections().end(1h).outcome == Outcome::unknown);
  HandMade t = rejections();
  ExceptionThrown thrown{
      .room = kLobby, .name = "Error", .message = "no", .stack = "at x (a.js:1:2)\n  at y (b.js:3:4)"};
  t.tell(1s, constructed()).tell(2s, thrown);
  CHECK(t.end(1h).outcome == Outcome::holds);
  thrown.unhandled_rejection = true;
  t.tell(3s, thrown);
  const Verdict verdict = t.end(2h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.violations == 1);
  CHECK(explains(verdict, "a.js:1:2"));
  CHECK(explains(verdict, "Error: no"));
}

TEST_CASE("Alarms that run once, are set again or are retried after a failure are not doubled") {
  CHECK(doubled().end(1h).outcome == Outcome::unknown);
  HandMade t = doubled();
  t.tell(1s, alarm_at(10s)).tell(10s, fires(10s)).tell(10s, begins(1, InvocationKind::alarm)).tell(10s, done(1));
  t.tell(10s, ended(true)).tell(11s, alarm_at(20s)).tell(20s, fires(20s)).tell(20s, ended(false, 22s));
  t.tell(22s, fires(20s)).tell(22s, ended(true));
  // Set for its own millisecond, from within.
  t.tell(30s, alarm_at(31s)).tell(31s, fires(31s)).tell(31s, begins(2, InvocationKind::alarm));
  t.tell(31s, alarm_at(31s)).tell(31s, done(2)).tell(31s, ended(true)).tell(31s, fires(31s));
  CHECK(t.end(1h).outcome == Outcome::holds);
}

TEST_CASE("A run that a crash took back is repeated rightly; one whose end was lost is doubled") {
  const auto crashed = [](bool only_the_end) {
    HandMade t = doubled();
    t.tell(1s, alarm_at(10s)).tell(10s, fires(10s)).tell(10s, begins(1, InvocationKind::alarm)).tell(10s, done(1));
    if (only_the_end) t.tell(10s, FaultStruck{.kind = FaultKind::alarm_duplicate, .room = kLobby});
    t.tell(10s, reset()).tell(10s, ended(false, 12s)).tell(12s, fires(10s));
    return t.end(1h);
  };
  CHECK(crashed(false).outcome == Outcome::holds);
  const Verdict verdict = crashed(true);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->at == sim::kDefaultStart + 12s);
  CHECK(explains(verdict, "lost before the end of the run was stored"));
}

TEST_CASE("An alarm that fires again although it ended is doubled") {
  HandMade t = doubled();
  t.tell(1s, alarm_at(10s)).tell(10s, fires(10s)).tell(10s, ended(true)).tell(11s, fires(10s));
  CHECK(t.end(1h).outcome == Outcome::violated);
}

TEST_CASE("Objects that call each other from their alarms keep each other awake, unless somebody comes now and then") {
  const auto called_every_ten_minutes = [](sim::Duration somebody_comes) {
    HandMade t = quiet();
    t.tell(1s, WorkerRequest{}).tell(1s, RequestBilled{.room = kLobby, .kind = InvocationKind::fetch});
    for (std::uint32_t n = 1; n <= 20; ++n) {
      const sim::Duration at = n * 10min;
      if (at % somebody_comes == 0s) t.tell(at, WorkerRequest{});
      t.tell(at, begins(n, InvocationKind::rpc)).tell(at, alarm_at(at + 5min)).tell(at, done(n));
      t.tell(at + 5min, fires(at + 5min)).tell(at + 5min, ended(true));
    }
    return t.end(5h);
  };
  const Verdict verdict = called_every_ten_minutes(24h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(explains(verdict, "has set and run an alarm 6 times since"));
  CHECK(called_every_ten_minutes(50min).outcome != Outcome::violated);
}

TEST_CASE("Alarms are on time within the bound, from when they were set if that was later") {
  CHECK(on_time().end(1h).outcome == Outcome::unknown);
  HandMade t = on_time();
  t.tell(1s, alarm_at(10s)).tell(11s, fires(10s)).tell(11s, ended(true));
  t.tell(20s, alarm_at(5s)).tell(20s + 900ms, fires(5s)).tell(21s, ended(false, 23s)).tell(23s, fires(5s));
  t.tell(23s, ended(true)).tell(30s, alarm_at(2h));
  const Verdict verdict = t.end(1h);
  CHECK(verdict.outcome == Outcome::holds);
  CHECK(verdict.examined == 3);
}

TEST_CASE("Alarms that come late, or have not come by the end, are violations") {
  HandMade late = on_time();
  late.tell(1s, alarm_at(10s)).tell(12s, fires(10s));
  CHECK(explains(late.end(1h), "2 s late"));
  HandMade never = on_time();
  never.tell(1s, alarm_at(10s));
  CHECK(explains(never.end(1h), "had not run when the run ended"));
  HandMade behind = on_time();
  behind.tell(1s, alarm_at(10s)).tell(10s, fires(10s)).tell(10s, alarm_at(11s)).tell(20s, ended(true));
  behind.tell(20s, fires(11s));
  CHECK(explains(behind.end(1h), "waits for the end of that one"));
}

TEST_CASE("A room that runs one last alarm in time is quiet") {
  HandMade t = quiet();
  t.tell(1s, SocketAccepted{.room = kLobby, .socket = SocketId{0}});
  t.tell(10s, SocketGone{.room = kLobby, .socket = SocketId{0}, .code = 1000}).tell(10s, alarm_at(30min));
  t.tell(30min, fires(30min)).tell(30min, ended(true));
  CHECK(t.end(3h).outcome == Outcome::holds);
}

TEST_CASE("A room whose alarm sets itself again for ever is not quiet, one where somebody came is not asked") {
  HandMade t = quiet();
  t.tell(1s, SocketAccepted{.room = kLobby, .socket = SocketId{0}});
  t.tell(10s, SocketGone{.room = kLobby, .socket = SocketId{0}, .code = 1000});
  t.tell(20s, alarm_at(70min)).tell(70min, fires(70min));
  const Verdict verdict = t.end(3h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->at == sim::kDefaultStart + 70min);
  CHECK(verdict.first->who == "room lobby");
  HandMade back = quiet();
  back.tell(1s, SocketAccepted{.room = kLobby, .socket = SocketId{0}});
  back.tell(10s, SocketGone{.room = kLobby, .socket = SocketId{0}, .code = 1000});
  back.tell(20s, alarm_at(70min)).tell(30min, RequestBilled{.room = kLobby, .kind = InvocationKind::fetch});
  back.tell(70min, fires(70min));
  CHECK(back.end(85min).outcome == Outcome::unknown);
  HandMade before = quiet();  // set while somebody was there
  before.tell(1s, SocketAccepted{.room = kLobby, .socket = SocketId{0}}).tell(2s, alarm_at(2h));
  before.tell(10s, SocketGone{.room = kLobby, .socket = SocketId{0}, .code = 1000}).tell(2h, fires(2h));
  CHECK(before.end(3h).outcome == Outcome::holds);
  HandMade late = quiet();  // was due in time
  late.tell(1s, SocketAccepted{.room = kLobby, .socket = SocketId{0}});
  late.tell(10s, SocketGone{.room = kLobby, .socket = SocketId{0}, .code = 1000}).tell(2h, fires(30min));
  CHECK(late.end(3h).outcome == Outcome::holds);
}

TEST_CASE("A room that only answers requests is empty after each") {
  const RequestBilled asked{.room = kLobby, .kind = InvocationKind::fetch};
  HandMade t = quiet();
  t.tell(1s, asked).tell(1s, alarm_at(10min)).tell(10min, fires(10min)).tell(10min, alarm_at(70min));
  CHECK(t.tell(70min, fires(70min)).end(3h).outcome == Outcome::violated);
  HandMade rests = quiet();
  rests.tell(1s, asked).tell(1s, alarm_at(10min)).tell(10min, fires(10min));
  CHECK(rests.end(3h).outcome == Outcome::holds);
  HandMade answering = quiet();  // for hours: a stream
  answering.tell(1s, asked).tell(1s, DurationBegan{.room = kLobby, .reason = DurationReason::handler});
  answering.tell(2s, alarm_at(70min)).tell(70min, fires(70min));
  CHECK(answering.end(71min).outcome == Outcome::holds);
}

TEST_CASE("A timer that keeps an empty room in memory is not quiet; a reset takes accepted sockets along") {
  HandMade t = quiet();
  t.tell(1s, SocketAccepted{.room = kLobby, .socket = SocketId{0}, .hibernatable = false});
  t.tell(1s, DurationBegan{.room = kLobby, .reason = DurationReason::timer}).tell(10s, reset());
  const Verdict verdict = t.end(3h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->at == sim::kDefaultStart + 10s + 1h);
  HandMade early = quiet();
  early.tell(1s, SocketAccepted{.room = kLobby, .socket = SocketId{0}}).tell(10s, reset());
  CHECK(early.end(30min).outcome == Outcome::unknown);
}

namespace {

/// A room that had set an alarm deletes all that it stored.
HandMade emptied_with_an_alarm() {
  HandMade t = freed();
  t.tell(1s, begins(1, InvocationKind::fetch)).tell(1s, alarm_at(60s)).tell(1s, stores(3)).tell(1s, done(1));
  t.tell(5s, begins(2, InvocationKind::fetch)).tell(5s, deletes_all()).tell(5s, stores(0)).tell(5s, done(2));
  return t;
}

}  // namespace

TEST_CASE("What an alarm stores that was left when all was deleted is found") {
  CHECK(freed().end(1h).outcome == Outcome::unknown);
  HandMade t = emptied_with_an_alarm();
  CHECK(t.end(1h).outcome == Outcome::holds);
  t.tell(60s, fires(60s)).tell(60s, begins(3, InvocationKind::alarm)).tell(60s, stores(1)).tell(60s, done(3));
  CHECK(t.end(90s).outcome == Outcome::holds);  // it may yet free that again
  CHECK(explains(t.end(1h), "Now 1 row is stored again"));
}

TEST_CASE("What the constructor stores when an alarm wakes a room that had deleted all is found") {
  HandMade t = emptied_with_an_alarm();
  t.tell(60s, begins(3, InvocationKind::constructor)).tell(60s, stores(2)).tell(60s, done(3));
  t.tell(60s, fires(60s)).tell(60s, begins(4, InvocationKind::alarm)).tell(60s, done(4));
  CHECK(t.end(1h).outcome == Outcome::violated);
}

TEST_CASE("What an alarm that was left frees again in time is nobody's to pay") {
  HandMade t = emptied_with_an_alarm();
  t.tell(60s, begins(3, InvocationKind::constructor)).tell(60s, stores(2)).tell(60s, done(3));
  t.tell(60s, fires(60s)).tell(60s, begins(4, InvocationKind::alarm)).tell(61s, stores(0)).tell(61s, done(4));
  CHECK(t.end(1h).outcome == Outcome::holds);
}

TEST_CASE("What a room stores that somebody came to, or by an alarm that it set when it deleted all, is its own") {
  HandMade visited = emptied_with_an_alarm();
  visited.tell(10s, begins(3, InvocationKind::message)).tell(10s, stores(1)).tell(10s, done(3));
  visited.tell(60s, fires(60s)).tell(60s, begins(4, InvocationKind::alarm)).tell(60s, stores(2)).tell(60s, done(4));
  CHECK(visited.end(1h).outcome == Outcome::holds);

  HandMade armed_anew = freed();
  armed_anew.tell(1s, begins(1, InvocationKind::fetch)).tell(1s, stores(3)).tell(1s, done(1));
  armed_anew.tell(5s, begins(2, InvocationKind::fetch))
      .tell(5s, deletes_all())
      .tell(5s, alarm_at(60s))
      .tell(5s, stores(0))
      .tell(5s, done(2));
  armed_anew.tell(60s, fires(60s)).tell(60s, begins(3, InvocationKind::alarm)).tell(60s, stores(1)).tell(60s, done(3));
  CHECK(armed_anew.end(1h).outcome == Outcome::holds);

  HandMade used_up = freed();  // rows are deleted one by one: the room goes on
  used_up.tell(1s, begins(1, InvocationKind::fetch)).tell(1s, alarm_at(60s)).tell(1s, stores(3)).tell(1s, done(1));
  used_up.tell(5s, begins(2, InvocationKind::fetch)).tell(5s, stores(0)).tell(5s, done(2));
  used_up.tell(60s, fires(60s)).tell(60s, begins(3, InvocationKind::alarm)).tell(60s, stores(1)).tell(60s, done(3));
  CHECK(used_up.end(1h).outcome == Outcome::unknown);

  HandMade cleared = emptied_with_an_alarm();
  cleared.tell(6s, AlarmCleared{.room = kLobby});
  cleared.tell(60s, fires(60s)).tell(60s, begins(3, InvocationKind::alarm)).tell(60s, stores(1)).tell(60s, done(3));
  CHECK(cleared.end(1h).outcome == Outcome::holds);
}
