#include "tests/catch.h"
#include "tests/models/invariants/hand_made.h"

using namespace std::chrono_literals;
using namespace models;
using models::invariants::Outcome;
using models::invariants::Verdict;
using tests::Chat;
using tests::explains;
using tests::kLobby;

namespace {

Chat durable() {
  return Chat({.kind = "acknowledged is durable",
               .message = tests::told_by_id(R"({"type":"saved"})"),
               .acknowledged_id = "of"});
}
std::string save(int id) { return R"({"id":)" + std::to_string(id) + R"(,"text":"x"})"; }
std::string saved(int id) { return R"({"type":"saved","of":)" + std::to_string(id) + "}"; }
const Committed kCommit{.room = kLobby, .size_bytes = 4096, .rows = 1};
RoomReset reset() { return {.room = kLobby, .message = "Network connection lost."}; }

}  // namespace

TEST_CASE("What is acknowledged after its commit survives a crash") {
  Chat t = durable();
  t.arrives(2s, 0, save(1)).handled(2s, 0).tell(3s, kCommit);
  t.leaves_room(3s, 0, saved(1)).tell(4s, reset());
  const Verdict verdict = t.end(1h);
  CHECK(verdict.outcome == Outcome::holds);
  CHECK(verdict.examined == 1);
}

TEST_CASE("What is acknowledged before any commit is lost with the room's memory") {
  for (const bool crash : {true, false}) {
    Chat t = durable();
    t.arrives(2s, 0, save(1)).handled(2s, 0).leaves_room(3s, 0, saved(1));
    if (crash)
      t.tell(4s, reset());
    else
      t.tell(4s, Hibernated{.room = kLobby, .sockets = 2});
    const Verdict verdict = t.end(1h);
    REQUIRE(verdict.outcome == Outcome::violated);
    CHECK(verdict.first->at == sim::kDefaultStart + 4s);
    CHECK(verdict.first->who == "room lobby");
    CHECK(explains(verdict, crash ? "was reset (Network connection lost.)" : "hibernated"));
  }
}

TEST_CASE("A commit from before the message was taken up does not hold it") {
  Chat t = durable();
  t.arrives(2s, 0, save(1)).tell(3s, kCommit);
  t.handled(4s, 0).leaves_room(5s, 0, saved(1)).tell(6s, reset());
  CHECK(t.end(1h).outcome == Outcome::violated);
}

TEST_CASE("A message that was not acknowledged may be lost") {
  Chat t = durable();
  t.arrives(2s, 0, save(1)).handled(2s, 0).tell(3s, kCommit);
  t.leaves_room(3s, 0, saved(1));
  t.arrives(3s, 0, save(2)).handled(3s, 0).tell(4s, reset());
  CHECK(t.end(1h).outcome == Outcome::holds);
}

TEST_CASE("A message that comes again is durable already") {
  Chat t = durable();
  t.arrives(2s, 0, save(1)).handled(2s, 0).tell(3s, kCommit);
  t.leaves_room(3s, 0, saved(1)).tell(4s, reset());
  t.joins(5s, 0, 2).arrives(6s, 2, save(1)).handled(6s, 2).leaves_room(7s, 2, saved(1)).tell(8s, reset());
  const Verdict verdict = t.end(1h);
  CHECK(verdict.outcome == Outcome::holds);
  CHECK(verdict.examined == 2);
}

TEST_CASE("Without a loss of memory nothing is known, nor without acknowledgements") {
  Chat calm = durable();
  calm.arrives(2s, 0, save(1)).handled(2s, 0).leaves_room(3s, 0, saved(1));
  CHECK(calm.end(1h).outcome == Outcome::unknown);
  Chat silent = durable();
  silent.arrives(2s, 0, save(1)).handled(2s, 0).leaves_room(3s, 0, R"({"type":"seen","of":1})").tell(4s, reset());
  CHECK(silent.end(1h).outcome == Outcome::unknown);
}

TEST_CASE("The user says what an acknowledgement is") {
  CHECK_THROWS_AS(models::invariants::make_property({.kind = "acknowledged is durable"}), std::invalid_argument);
  CHECK_THROWS_AS(models::invariants::make_property({.kind = "no duplicates"}), std::invalid_argument);
  CHECK_THROWS_AS(models::invariants::make_property({.kind = "per-sender order"}), std::invalid_argument);
  CHECK_THROWS_AS(models::invariants::make_property({.kind = "presence"}), std::invalid_argument);
}
