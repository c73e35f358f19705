#include "tests/catch.h"
#include "tests/models/invariants/hand_made.h"

// What is asked of rooms that are woken with nothing to do, and of newcomers.

using namespace std::chrono_literals;
using namespace models;
using models::invariants::Outcome;
using models::invariants::Verdict;
using tests::explains;
using tests::HandMade;
using tests::kAnn;
using tests::kBob;

namespace {

std::string kv(const std::string& pairs) { return R"("kv":[)" + pairs + R"(],"tables":[],"alarm":null)"; }
std::string table(int rows, const std::string& cell) {
  return R"("kv":[],"tables":[{"name":"jobs","columns":["what"],"rows":)" + std::to_string(rows) + R"(,"first":[[)" +
         cell + R"(]]}],"alarm":null)";
}
std::string armed(std::int64_t ms) { return R"("kv":[],"tables":[],"alarm":)" + std::to_string(ms); }

struct Woken : HandMade {
  Woken() : HandMade({.kind = "constructor idempotent"}) {}
  /// After so many wakes, each a second after the one before.
  Woken& stores(int wakes, const std::string& contents) {
    const sim::BodyId id = body(R"({"wakes":)" + std::to_string(wakes) + "," + contents + "}");
    tell(10s + wakes * 1s, RoomStored{.room = RoomId{0}, .contents = id});
    return *this;
  }
  Verdict over(const std::vector<std::string>& contents) {
    for (std::size_t i = 0; i < contents.size(); ++i) stores(static_cast<int>(i), contents[i]);
    return end(1min);
  }
};

struct Newcomers : HandMade {
  Newcomers() : HandMade({.kind = "seen implies durable", .text = "tea", .message = message()}) {}
  static invariants::MessageIdentity message() {
    invariants::MessageIdentity by;
    by.sender = "bob";
    return by;
  }
  Newcomers& hears(sim::Duration after, ClientId client, const std::string& text) {
    const sim::BodyId id = body(text);
    tell(after, ClientReceived{.client = client, .socket = {}, .kind = {}, .body = id});
    return *this;
  }
  Newcomers& comes(sim::Duration after, ClientId client) {
    tell(after, ClientConnecting{.client = client, .path = "/"});
    return *this;
  }
};

}  // namespace

TEST_CASE("What each wake adds is told, and what the first one sets up is not") {
  const Verdict rows = Woken().over({table(0, "1"), table(1, "1"), table(2, "1"), table(3, "1")});
  REQUIRE(rows.outcome == Outcome::violated);
  CHECK(rows.first->who == "room lobby");
  CHECK(explains(rows, "each wake leaves more rows in jobs: 1, 2, 3 ... 3"));
  CHECK(Woken().over({table(0, "1"), table(1, "1"), table(1, "1"), table(1, "1")}).outcome == Outcome::holds);
  const Verdict keys =
      Woken().over({kv(""), kv(R"(["a","x"])"), kv(R"(["a","x"],["b","x"])"), kv(R"(["a","x"],["b","x"],["c","x"])")});
  REQUIRE(keys.outcome == Outcome::violated);
  CHECK(explains(keys, "The last one added \"c\"."));
}

TEST_CASE("Values and texts that become longer with each wake grow, those that only change do not") {
  const Verdict longer = Woken().over({kv(""), kv(R"(["a","x"])"), kv(R"(["a","xx"])"), kv(R"(["a","xxx"])")});
  REQUIRE(longer.outcome == Outcome::violated);
  CHECK(explains(longer, "each wake leaves more bytes in a: 1, 2, 3 ... 3"));
  CHECK(Woken().over({kv(""), kv(R"(["a","x"])"), kv(R"(["a","y"])"), kv(R"(["a","z"])")}).outcome == Outcome::holds);
  // A number that counts the wakes is one digit longer now and then.
  CHECK(Woken().over({kv(""), kv(R"(["a","8"])"), kv(R"(["a","9"])"), kv(R"(["a","10"])")}).outcome == Outcome::holds);
  CHECK(Woken().over({table(1, "7"), table(1, "8"), table(1, "9"), table(1, "10")}).outcome == Outcome::holds);
  const Verdict texts =
      Woken().over({table(1, R"("a")"), table(1, R"("a")"), table(1, R"("aa")"), table(1, R"("aaa")")});
  CHECK(explains(texts, "each wake leaves more text in jobs"));
}

TEST_CASE("An alarm may be armed anew by each wake, and not moved on by more than the time that has passed") {
  CHECK(Woken().over({armed(0), armed(60'000), armed(61'000), armed(62'000)}).outcome == Outcome::holds);
  const Verdict later = Woken().over({armed(0), armed(60'000), armed(70'000), armed(80'000)});
  REQUIRE(later.outcome == Outcome::violated);
  CHECK(explains(later, "each wake moves the alarm to later than it was"));
  // On the next full minute, which one of the wakes has reached.
  CHECK(Woken().over({armed(0), armed(60'000), armed(120'000), armed(120'000)}).outcome == Outcome::holds);
}

TEST_CASE("A room that has something else to do between wakes says nothing") {
  Woken disturbed;
  disturbed.stores(0, table(0, "1")).stores(1, table(1, "1")).stores(2, table(2, "1"));
  disturbed.tell(12500ms, InvocationBegan{.id = {}, .room = RoomId{0}, .kind = InvocationKind::alarm});
  CHECK(disturbed.stores(3, table(3, "1")).end(1min).outcome == Outcome::unknown);
  CHECK(Woken().over({table(0, "1"), table(1, "1"), table(2, "1")}).outcome == Outcome::unknown);
}

TEST_CASE("What somebody was shown before, a newcomer hears, too") {
  CHECK(Newcomers().hears(1s, kAnn, "tea").comes(5s, kBob).hears(6s, kBob, "there is tea").end(1min).outcome ==
        Outcome::holds);
  const Verdict lost = Newcomers().hears(1s, kAnn, "tea").comes(5s, kBob).hears(6s, kBob, "nothing").end(1min);
  REQUIRE(lost.outcome == Outcome::violated);
  CHECK(lost.first->who == "client bob");
  CHECK(explains(lost, "client ann was shown \"tea\""));
  CHECK(explains(lost, "what it heard last: \"nothing\""));
  CHECK(Newcomers().comes(5s, kBob).hears(6s, kBob, "nothing").hears(7s, kAnn, "tea").end(1min).outcome ==
        Outcome::unknown);
  CHECK(Newcomers().hears(1s, kAnn, "tea").comes(5s, kBob).end(1min).outcome == Outcome::unknown);
}

TEST_CASE("A request that was answered is taken for shown, one that failed is not") {
  const auto asked = [](std::uint16_t status) {
    Newcomers asks;
    asks.tell(1s, HttpRequested{.client = kAnn, .request = 1, .method = "POST", .path = "/?text=tea"});
    asks.tell(2s, HttpAnswered{.client = kAnn, .request = 1, .status = status, .headers = {}, .body = asks.body("ok")});
    return asks.comes(5s, kBob).hears(6s, kBob, "nothing").end(1min).outcome;
  };
  CHECK(asked(200) == Outcome::violated);
  CHECK(asked(503) == Outcome::unknown);
}
