#include "tests/catch.h"
#include "tests/models/invariants/hand_made.h"

using namespace std::chrono_literals;
using namespace models;
using models::invariants::Outcome;
using models::invariants::Verdict;
using tests::Chat;
using tests::explains;

namespace {

Chat order(bool as_sent = true) {
  Chat chat({.kind = "per-sender order", .message = as_sent ? tests::as_sent() : tests::told_by_id()});
  // Level all: arrivals are told.
  chat.arrives(1s, 0, "hello");
  return chat;
}
Chat numbered() { return Chat({.kind = "per-sender order", .message = tests::told_by_number()}); }
Chat once(bool even_if_resent = false) {
  return Chat({.kind = "no duplicates", .message = tests::told_by_id(), .even_if_resent = even_if_resent});
}
std::string said(const std::string& who, int n) { return R"({"from":")" + who + R"(","n":)" + std::to_string(n) + "}"; }
std::string with_id(const std::string& id) { return R"({"id":")" + id + R"("})"; }

}  // namespace

TEST_CASE("Messages of one sender that a receiver gets in the order of sending are in order") {
  Chat t = order();
  t.sends(2s, 0, "a").sends(3s, 0, "b").sends(3s, 1, "x");
  t.gets(4s, 1, "a").gets(4s, 0, "x").gets(5s, 1, "b");
  const Verdict verdict = t.end(1h);
  CHECK(verdict.outcome == Outcome::holds);
  CHECK(verdict.examined == 1);
}

TEST_CASE("A message that is overtaken by a later one of its sender is out of order, and the record is named") {
  Chat t = order();
  t.sends(2s, 0, "a").sends(3s, 0, "b").gets(5s, 1, "b").gets(6s, 1, "a");
  const Verdict verdict = t.end(1h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.violations == 1);
  CHECK(verdict.first->at == sim::kDefaultStart + 6s);
  CHECK(verdict.first->who == "client bob");
  CHECK(verdict.first->record > 0);
  CHECK(explains(verdict, "client ann sent \"a\""));
}

TEST_CASE("Order of what a client sends twice, on two connections, or before the receiver came says nothing") {
  Chat again = order();
  again.sends(2s, 0, "a").sends(3s, 0, "b").sends(4s, 0, "a").gets(5s, 1, "b").gets(6s, 1, "a");
  CHECK(again.end(1h).outcome == Outcome::unknown);
  Chat two = order();
  two.joins(2s, 0, 2).sends(2s, 0, "a").sends(3s, 2, "b").gets(5s, 1, "b").gets(6s, 1, "a");
  CHECK(two.end(1h).outcome == Outcome::unknown);
  Chat history = order();
  history.sends(2s, 0, "a").joins(3s, 1, 3).sends(4s, 0, "b").gets(5s, 3, "b").gets(6s, 3, "a");
  CHECK(history.end(1h).outcome == Outcome::unknown);
}

TEST_CASE("A message that is lost, and one that comes again, are not out of order") {
  Chat t = order();
  t.sends(2s, 0, "a").sends(3s, 0, "b").sends(4s, 0, "c").gets(5s, 1, "a").gets(6s, 1, "c").gets(7s, 1, "a");
  CHECK(t.end(1h).outcome == Outcome::holds);
}

TEST_CASE("An auto-response that overtakes is the platform's doing, and an echo says nothing where none can be told") {
  Chat t = order();
  t.sends(2s, 0, "a").sends(3s, 0, "ping").arrives(3s, 0, "a").arrives(4s, 0, "ping", true);
  t.gets(5s, 0, "ping").gets(6s, 0, "a");
  CHECK(t.end(1h).outcome == Outcome::unknown);
  Chat low({.kind = "per-sender order", .message = tests::as_sent()});
  low.sends(2s, 0, "a").sends(3s, 0, "ping").gets(5s, 0, "ping").gets(6s, 0, "a");
  CHECK(low.end(1h).outcome == Outcome::unknown);
}

TEST_CASE("Messages may be told apart by an id, whatever rooms add to them") {
  Chat t = order(false);
  t.sends(2s, 0, R"({"id":1,"text":"a"})").sends(3s, 0, R"({"id":2,"text":"b"})");
  t.gets(5s, 1, R"({"from":"ann","id":2})").gets(6s, 1, R"({"from":"ann","id":1})");
  CHECK(t.end(1h).outcome == Outcome::violated);
}

TEST_CASE("Numbers of one sender only grow on a connection; repeated ones and those of others do not count") {
  Chat t = numbered();
  t.gets(2s, 1, said("ann", 1)).gets(3s, 1, said("bob", 7)).gets(4s, 1, said("ann", 3)).gets(5s, 1, said("ann", 1));
  t.gets(6s, 0, said("ann", 1)).gets(7s, 1, "no JSON").gets(8s, 1, R"({"from":"ann"})");
  CHECK(t.end(1h).outcome == Outcome::holds);
  t.gets(9s, 1, said("ann", 2));
  const Verdict verdict = t.end(2h);
  CHECK(verdict.outcome == Outcome::violated);
  CHECK(explains(verdict, "of number 2, after"));
}

TEST_CASE("Numbers begin anew on a new connection") {
  Chat t = numbered();
  t.gets(2s, 1, said("ann", 5)).tell(3s, ClientClosed{.client = ClientId{1}, .socket = SocketId{1}, .reason = {}});
  t.joins(4s, 1, 3).gets(5s, 3, said("ann", 1)).gets(6s, 3, said("ann", 2));
  CHECK(t.end(1h).outcome == Outcome::holds);
}

TEST_CASE("Long ago is no order: what is older than all that is kept says nothing, and memory stays small") {
  Chat t = numbered();
  for (int n = 100; n < 1000; ++n) t.gets(2s, 1, said("ann", n));
  t.gets(3s, 1, said("ann", 1));
  CHECK(t.end(1h).outcome == Outcome::holds);
  t.gets(4s, 1, said("ann", 1000)).gets(5s, 1, said("ann", 990));
  CHECK(t.end(2h).outcome == Outcome::holds);  // repeated
}

TEST_CASE("Without ids that come back nothing is known of order or duplicates") {
  Chat t = order();
  t.sends(2s, 0, "a").gets(5s, 1, "A");
  CHECK(t.end(1h).outcome == Outcome::unknown);
  Chat none = once();
  none.sends(2s, 0, "a").gets(5s, 1, "a");
  CHECK(none.end(1h).outcome == Outcome::unknown);
}

TEST_CASE("A message that is received twice on one connection is a duplicate") {
  Chat t = once();
  t.sends(2s, 0, with_id("a")).gets(3s, 1, with_id("a")).gets(3s, 0, with_id("a"));
  CHECK(t.end(1h).outcome == Outcome::holds);
  t.gets(4s, 1, with_id("a"));
  const Verdict verdict = t.end(2h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->who == "client bob");
  CHECK(explains(verdict, "for the second time on one connection"));
}

TEST_CASE("What a client sends again may come again, unless its id should have told") {
  Chat lenient = once();
  lenient.sends(2s, 0, with_id("a")).gets(3s, 1, with_id("a")).sends(4s, 0, with_id("a")).gets(5s, 1, with_id("a"));
  CHECK(lenient.end(1h).outcome == Outcome::holds);
  Chat strict = once(true);
  strict.sends(2s, 0, with_id("a")).gets(3s, 1, with_id("a")).sends(4s, 0, with_id("a")).gets(5s, 1, with_id("a"));
  CHECK(strict.end(1h).outcome == Outcome::violated);
}

TEST_CASE("History on a new connection is no duplicate") {
  Chat t = once();
  t.sends(2s, 0, with_id("a")).gets(3s, 1, with_id("a")).joins(4s, 1, 3).gets(5s, 3, with_id("a"));
  CHECK(t.end(1h).outcome == Outcome::holds);
}

TEST_CASE("An id that no client sent may come once, unless it may have come by HTTP") {
  Chat t = once();
  t.gets(3s, 1, with_id("s")).gets(4s, 1, with_id("s"));
  CHECK(t.end(1h).outcome == Outcome::violated);
  Chat posted = once();
  posted.tell(2s, HttpRequested{.client = ClientId{0}, .method = "POST", .path = "/say"});
  posted.gets(3s, 1, with_id("s")).gets(4s, 1, with_id("s"));
  CHECK(posted.end(1h).outcome == Outcome::unknown);
  Chat texts({.kind = "no duplicates", .message = tests::as_sent()});
  texts.gets(3s, 1, "tick").gets(4s, 1, "tick");
  CHECK(texts.end(1h).outcome == Outcome::unknown);
}
