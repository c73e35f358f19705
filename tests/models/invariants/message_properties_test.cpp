#include "tests/catch.h"
#include "tests/models/invariants/hand_made.h"

using namespace std::chrono_literals;
using namespace models;
using models::invariants::Outcome;
using models::invariants::Verdict;
using tests::explains;
using tests::HandMade;
using tests::kAnn;
using tests::kBob;
using tests::kLobby;

namespace {

struct Deliveries : HandMade {
  explicit Deliveries(std::string kind, std::string text = {})
      : HandMade({.kind = std::move(kind), .text = std::move(text)}) {
    for (const std::uint32_t n : {0U, 1U}) {
      tell(1s, SocketAccepted{.room = kLobby, .socket = SocketId{n}});
      tell(1s, ClientConnected{.client = ClientId{n}, .socket = SocketId{n}, .protocol = {}});
    }
  }
  Deliveries& left(sim::Duration after, std::uint32_t to, const std::string& text) {
    tell(after, MessageLeft{.room = kLobby, .socket = SocketId{to}, .kind = {}, .body = body(text)});
    return *this;
  }
  Deliveries& received(sim::Duration after, std::uint32_t by, const std::string& text) {
    tell(after, ClientReceived{.client = ClientId{by}, .socket = SocketId{by}, .kind = {}, .body = body(text)});
    return *this;
  }
};

constexpr const char* kDelivered = "delivered_to_everyone_who_stayed";

}  // namespace

TEST_CASE("Messages that arrive in order, also equal ones, are delivered") {
  Deliveries t(kDelivered);
  t.left(2s, 0, "a").left(2s, 1, "a").left(3s, 0, "a").left(3s, 0, "b");
  t.received(4s, 0, "a").received(4s, 1, "a").received(5s, 0, "a").received(6s, 0, "b");
  const Verdict verdict = t.end(1h);
  CHECK(verdict.outcome == Outcome::holds);
  CHECK(verdict.examined == 4);
}

TEST_CASE("A message that never arrives at a client that stays is a violation") {
  Deliveries t(kDelivered);
  t.left(2s, 0, "a").left(3s, 1, "a").received(4s, 0, "a");
  const Verdict verdict = t.end(1h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.violations == 1);
  CHECK(verdict.first->at == sim::kDefaultStart + 3s);
  CHECK(verdict.first->who == "client bob");
  CHECK(explains(verdict, "\"a\" left room lobby for client bob"));
}

TEST_CASE("A socket that is no client's connection is nobody who could stay") {
  Deliveries t(kDelivered);
  t.left(2s, 0x80000005U, "a").left(2s, 0, "a").received(3s, 0, "a");
  CHECK(t.end(1h).outcome == Outcome::holds);
}

TEST_CASE("A message that is passed over by a later one is a violation") {
  Deliveries t(kDelivered);
  t.left(2s, 0, "a").left(3s, 0, "b").received(4s, 0, "b");
  const Verdict verdict = t.end(1h);
  CHECK(verdict.violations == 1);
  CHECK(explains(verdict, "was received first"));
}

TEST_CASE("Nothing is owed to a client that leaves, loses its link or is closed, nor what left just before the end") {
  Deliveries t(kDelivered);
  t.left(2s, 0, "a").tell(3s, ClientLeaving{.client = kAnn, .socket = SocketId{0}, .abrupt = false, .code = 1000});
  t.left(4s, 0, "b");
  t.left(4s, 1, "b").tell(5s, LinkLost{.client = kBob, .socket = SocketId{1}});
  CHECK(t.end(1h).outcome == Outcome::unknown);
  Deliveries late(kDelivered);
  late.left(1h - 5s, 0, "a");
  CHECK(late.end(1h).outcome == Outcome::unknown);
}

TEST_CASE("What no room sent, an automatic answer, is not missed") {
  Deliveries t(kDelivered);
  t.left(2s, 0, "a").received(3s, 0, "pong").received(4s, 0, "a");
  CHECK(t.end(1h).outcome == Outcome::holds);
}

TEST_CASE("A text that must be received is looked for in every message") {
  Deliveries t("received", "welcome");
  CHECK(t.end(1h).outcome == Outcome::unknown);
  Deliveries missing("received", "welcome");
  CHECK(missing.received(2s, 0, "hello").end(1h).outcome == Outcome::violated);
  Deliveries there("received", "welcome");
  CHECK(there.received(2s, 0, "hello").received(3s, 1, "you are welcome").end(1h).outcome == Outcome::holds);
}

TEST_CASE("A text is looked for in answers to requests, too, but not in what never came") {
  const auto answered = [](Deliveries& t, std::uint16_t status, const std::string& text) {
    t.tell(2s,
           HttpAnswered{.client = ClientId{1}, .request = 0, .status = status, .headers = {}, .body = t.body(text)});
    return t.end(1h);
  };
  Deliveries there("received", "welcome"), other("received", "welcome"), lost("received", "welcome");
  CHECK(answered(there, 200, "you are welcome").outcome == Outcome::holds);
  CHECK(answered(other, 200, "hello").outcome == Outcome::violated);
  CHECK(answered(lost, 0, "").outcome == Outcome::unknown);
  Deliveries clean("never_received", "sold twice"), t("never_received", "sold twice");
  CHECK(answered(clean, 200, "sold").outcome == Outcome::holds);
  const Verdict verdict = answered(t, 200, "sold twice");
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(explains(verdict, "client bob received \"sold twice\""));
}

TEST_CASE("A text that must never be received is told with what its room had forgotten") {
  Deliveries clean("never_received", "undefined");
  CHECK(clean.received(2s, 0, "hello").end(1h).outcome == Outcome::holds);
  Deliveries t("never_received", "undefined");
  t.tell(2s, InstanceConstructed{.room = kLobby, .reason = ConstructReason::first});
  t.tell(30s, Hibernated{.room = kLobby, .sockets = 2});
  t.tell(60s, InstanceConstructed{.room = kLobby, .reason = ConstructReason::wake_from_hibernation, .sockets = 2});
  t.received(61s, 1, "undefined says hi");
  const Verdict verdict = t.end(1h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->who == "client bob");
  CHECK(explains(verdict, "\"undefined says hi\""));
  CHECK(explains(verdict, "last hibernated at 2026-08-01T00:00:30Z"));
  CHECK(explains(verdict, "woke from hibernation"));
  CHECK(explains(verdict, "was lost"));
}

TEST_CASE("Long bodies are shortened for people, between characters") {
  Deliveries t("never_received", "x");
  std::string text = "x";
  for (int i = 0; i < 60; ++i) text += "\xc3\xa9";
  const Verdict verdict = t.received(2s, 0, text).end(1h);
  CHECK(explains(verdict, "\xc3\xa9...\" (121 bytes)"));
}
