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

namespace {

struct Views : HandMade {
  explicit Views(std::string view = "")
      : HandMade({.kind = "clients converge", .text = std::move(view), .within = 5s}) {}
  Views& sees(sim::Duration after, ClientId client, const std::string& value, const std::string& view = "text") {
    const sim::BodyId id = body(value);
    tell(after, ViewReported{.client = client, .name = view, .value = id});
    return *this;
  }
  Views& goes(sim::Duration after, ClientId client) {
    tell(after, ScriptEnded{.client = client, .session = 1});
    return *this;
  }
};

}  // namespace

TEST_CASE("Views that are the same once they are quiet converge") {
  CHECK(Views().sees(1s, kAnn, "a").sees(2s, kBob, "ab").sees(3s, kAnn, "ab").end(1min).outcome == Outcome::holds);
}

TEST_CASE("Views that stay different are told with who sees what") {
  const Verdict verdict = Views().sees(1s, kAnn, "a").sees(2s, kBob, "ab").end(1min);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->at == sim::kDefaultStart + 7s);
  CHECK(verdict.first->who == "view text");
  CHECK(explains(verdict, "client ann: \"a\""));
  CHECK(explains(verdict, "client bob: \"ab\""));
}

TEST_CASE("A difference that ends before it is quiet is none") {
  Views views;
  views.sees(1s, kAnn, "a").sees(2s, kBob, "b").sees(6900ms, kAnn, "b");
  CHECK(views.end(1min).outcome == Outcome::holds);
  Views late;
  late.sees(1s, kAnn, "a").sees(2s, kBob, "b").sees(7100ms, kAnn, "b");
  CHECK(late.end(1min).outcome == Outcome::violated);
}

TEST_CASE("Who has left is asked no more") {
  CHECK(Views().sees(1s, kAnn, "a").goes(2s, kAnn).sees(3s, kBob, "b").end(1min).outcome == Outcome::unknown);
  CHECK(Views().sees(1s, kAnn, "a").sees(1s, kBob, "a").goes(8s, kAnn).sees(9s, kBob, "b").end(1min).outcome ==
        Outcome::holds);
}

TEST_CASE("Each view is compared by itself, and only the one that was asked for") {
  const auto both = [](Views views) {
    return views.sees(1s, kAnn, "a")
        .sees(1s, kBob, "a")
        .sees(1s, kAnn, "x", "cursor")
        .sees(1s, kBob, "y", "cursor")
        .end(1min);
  };
  CHECK(both(Views()).outcome == Outcome::violated);
  CHECK(both(Views("text")).outcome == Outcome::holds);
  CHECK(both(Views("cursor")).outcome == Outcome::violated);
}

TEST_CASE("Nothing converges where one alone reports, or no time is quiet") {
  CHECK(Views().sees(1s, kAnn, "a").end(1min).outcome == Outcome::unknown);
  CHECK(Views().sees(1s, kAnn, "a").sees(2s, kBob, "b").end(3s).outcome == Outcome::unknown);
}

TEST_CASE("What a client's code throws is told with its place; a run without such clients says nothing") {
  HandMade t({.kind = "no client script throws", .text = {}});
  CHECK(HandMade({.kind = "no client script throws", .text = {}}).end(1h).outcome == Outcome::unknown);
  t.tell(1s, ScriptBegan{.client = kAnn, .session = 1, .room = "lobby"});
  t.tell(2s, ScriptThrew{.client = kAnn, .name = "TypeError", .message = "no", .stack = "    at f (client.ts:3:7)"});
  const Verdict verdict = t.end(1h);
  REQUIRE(verdict.outcome == Outcome::violated);
  CHECK(verdict.first->who == "client ann");
  CHECK(explains(verdict, "TypeError: no"));
  CHECK(explains(verdict, "client.ts:3:7"));
}
