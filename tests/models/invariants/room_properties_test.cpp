#include "tests/catch.h"
#include "tests/models/invariants/hand_made.h"

using namespace std::chrono_literals;
using namespace models;
using models::invariants::Outcome;
using models::invariants::Verdict;
using tests::explains;
using tests::HandMade;
using tests::kLobby;

namespace {

ExceptionThrown thrown(std::string name, std::string message) {
  return {.room = kLobby,
          .invocation = InvocationId{4},
          .kind = InvocationKind::close,
          .unhandled_rejection = false,
          .name = std::move(name),
          .message = std::move(message),
          .stack = "at webSocketClose (chat.js:31:8)"};
}
InvocationBegan began() { return {.id = InvocationId{4}, .room = kLobby, .kind = InvocationKind::close}; }

SocketAccepted accepted(std::uint32_t socket) { return {.room = kLobby, .socket = SocketId{socket}}; }
SocketGone gone(std::uint32_t socket) { return {.room = kLobby, .socket = SocketId{socket}, .code = 1001}; }
Committed stores(std::uint64_t rows) { return {.room = kLobby, .size_bytes = rows * 4096, .rows = rows}; }
AlarmSet alarm_at(sim::Duration after) { return {.room = kLobby, .due = sim::kDefaultStart + after}; }
AlarmFired fired(sim::Duration due) { return {.room = kLobby, .due = sim::kDefaultStart + due, .retry_count = 0}; }

HandMade freed() { return HandMade({.kind = "storage_freed", .text = {}, .within = 1h}); }
HandMade alarms() { return HandMade({.kind = "no alarm lost", .text = {}}); }

}  // namespace

TEST_CASE("A run in which nothing ran does not say that no handler throws") {
  const Verdict verdict = HandMade({.kind = "no_handler_throws", .text = {}}).end(1h);
  CHECK(verdict.outcome == Outcome::unknown);
  CHECK_FALSE(verdict.why_unknown.empty());
}

TEST_CASE("Handlers that end without an exception hold") {
  CHECK(HandMade({.kind = "no_handler_throws", .text = {}}).tell(1s, began()).end(1h).outcome == Outcome::holds);
}

TEST_CASE("What a method throws to its caller does not count, a rejection that nobody handles does") {
  ExceptionThrown told = thrown("RangeError", "too much");
  told.kind = InvocationKind::rpc;
  HandMade t({.kind = "no_handler_throws", .text = {}});
  t.tell(1s, began()).tell(2s, told);
  CHECK(HandMade({.kind = "no_handler_throws", .text = {}}).tell(1s, began()).tell(2s, told).end(1h).outcome ==
        Outcome::holds);
  told.unhandled_rejection = true;
  CHECK(t.tell(3s, told).end(1h).violations == 1);
}

TEST_CASE("The first exception is told with its room, its place and its message") {
  HandMade t({.kind = "no_handler_throws", .text = {}});
  t.tell(1s, began()).tell(2s, thrown("TypeError", "x is not a function")).tell(3s, thrown("Error", "later"));
  const Verdict verdict = t.end(1h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.violations == 2);
  CHECK(verdict.first->at == sim::kDefaultStart + 2s);
  CHECK(verdict.first->who == "room lobby");
  CHECK(explains(verdict, "webSocketClose() threw TypeError: x is not a function"));
  CHECK(explains(verdict, "chat.js:31:8"));
  CHECK_FALSE(explains(verdict, "1005"));
}

TEST_CASE("Echoing a close code that never travels is explained") {
  HandMade t({.kind = "no_handler_throws", .text = {}});
  t.tell(2s, thrown("InvalidAccessError", "Invalid WebSocket close code: 1005."));
  const Verdict verdict = t.end(1h);
  CHECK(explains(verdict, "never travel"));
  CHECK(explains(verdict, "Nothing in the handler after that line runs"));
}

TEST_CASE("Storage that is freed in time after the last departure holds") {
  HandMade t = freed();
  t.tell(1s, accepted(0)).tell(2s, accepted(1)).tell(3s, stores(5)).tell(10s, gone(0)).tell(20s, gone(1));
  t.tell(20s + 30min, stores(0));
  const Verdict verdict = t.end(3h);
  CHECK(verdict.outcome == Outcome::holds);
  CHECK(verdict.examined == 1);
}

TEST_CASE("Storage that outlives the last socket is a violation, with the alarm that was or was not armed") {
  HandMade t = freed();
  t.tell(1s, accepted(0)).tell(3s, stores(5)).tell(20s, gone(0));
  const Verdict verdict = t.end(3h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->at == sim::kDefaultStart + 20s + 1h);
  CHECK(explains(verdict, "5 rows in 20480 bytes"));
  CHECK(explains(verdict, "No alarm was armed when it emptied"));
  HandMade armed = freed();
  armed.tell(1s, accepted(0)).tell(3s, stores(5)).tell(4s, alarm_at(2h)).tell(20s, gone(0));
  CHECK(explains(armed.end(3h), "An alarm was armed when it emptied, for 2026-08-01T02:00:00Z"));
}

TEST_CASE("What the close handler writes after the last departure counts as storage too") {
  HandMade t = freed();
  t.tell(1s, accepted(0)).tell(20s, gone(0)).tell(21s, stores(1));
  CHECK(t.end(3h).outcome == Outcome::violated);
}

TEST_CASE("A room that somebody joins again in time, or whose time is cut off by the end, is not judged") {
  HandMade back = freed();
  back.tell(1s, accepted(0)).tell(3s, stores(5)).tell(20s, gone(0)).tell(30min, accepted(1));
  CHECK(back.end(3h).outcome == Outcome::unknown);
  HandMade cut = freed();
  cut.tell(1s, accepted(0)).tell(3s, stores(5)).tell(20s, gone(0));
  CHECK(cut.end(1h).outcome == Outcome::unknown);
}

TEST_CASE("Alarms that run when they are due, are deleted or replaced hold") {
  HandMade t = alarms();
  t.tell(1s, alarm_at(10s)).tell(10s, fired(10s)).tell(10s, AlarmEnded{.room = kLobby});
  t.tell(20s, alarm_at(30s)).tell(21s, alarm_at(40s)).tell(40s, fired(40s)).tell(41s, AlarmEnded{.room = kLobby});
  t.tell(50s, alarm_at(60s)).tell(55s, AlarmCleared{.room = kLobby});
  t.tell(70s, alarm_at(2h));
  const Verdict verdict = t.end(1h);
  CHECK(verdict.outcome == Outcome::holds);
  CHECK(verdict.examined == 2);
}

TEST_CASE("An alarm that never runs is lost, and setting it to the running alarm's own millisecond explains why") {
  HandMade plain = alarms();
  plain.tell(1s, alarm_at(10s));
  const Verdict lost = plain.end(1h);
  REQUIRE(lost.outcome == Outcome::violated);
  CHECK(lost.first->at == sim::kDefaultStart + 10s);
  CHECK_FALSE(explains(lost, "very millisecond"));
  HandMade t = alarms();
  t.tell(1s, alarm_at(10s)).tell(10s, fired(10s)).tell(10s, alarm_at(10s)).tell(10s, AlarmEnded{.room = kLobby});
  CHECK(explains(t.end(1h), "very millisecond"));
}

TEST_CASE("An alarm that runs before it is due is a violation") {
  HandMade t = alarms();
  t.tell(1s, alarm_at(10s)).tell(9s, fired(10s));
  CHECK(explains(t.end(1h), "ran already at"));
}

TEST_CASE("A failed alarm must be tried again, unless it was given up") {
  HandMade retried = alarms();
  retried.tell(1s, alarm_at(10s)).tell(10s, fired(10s));
  retried.tell(11s, AlarmEnded{.room = kLobby, .ok = false, .given_up = false, .retry_at = sim::kDefaultStart + 13s});
  CHECK(explains(retried.end(1h), "to be tried again"));
  HandMade given_up = alarms();
  given_up.tell(1s, alarm_at(10s)).tell(10s, fired(10s));
  given_up.tell(11s, AlarmEnded{.room = kLobby, .ok = false, .given_up = true, .retry_at = {}});
  CHECK(given_up.end(1h).outcome == Outcome::holds);
}

TEST_CASE("A failed alarm that was deleted meanwhile is not tried again, and not lost") {
  HandMade t = alarms();
  t.tell(1s, alarm_at(10s)).tell(10s, fired(10s)).tell(10s, AlarmCleared{.room = kLobby});
  t.tell(11s, AlarmEnded{.room = kLobby, .ok = false, .given_up = false, .retry_at = {}});
  CHECK(t.end(1h).outcome == Outcome::holds);
}

TEST_CASE("Unknown properties are named together with those that exist, and a text to look for is needed") {
  try {
    static_cast<void>(models::invariants::make_property({.kind = "no bugs", .text = {}}));
    FAIL("a property that there is not was made");
  } catch (const std::invalid_argument& error) {
    const std::string said = error.what();
    CHECK(said.starts_with("no property \"no bugs\"; there are: \"no handler throws\", "));
    for (const std::string& kind : models::invariants::property_kinds())
      CHECK(said.find("\"" + kind + "\"") != std::string::npos);
  }
  CHECK_THROWS_AS(models::invariants::make_property({.kind = "received", .text = {}}), std::invalid_argument);
}
