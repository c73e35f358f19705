#include <memory>
#include <string>

#include "scenarios/fuzz/judge.h"
#include "tests/catch.h"

// Liveness by healing: what is excused while clients are cut off counts again once that is long ago.

using namespace std::chrono_literals;
using models::ClientId;
using models::FaultKind;
using models::RoomId;
using models::SocketId;
using scenarios::fuzz::Judge;

namespace {

scenarios::Scenario expecting(const std::string& kind, const std::string& text = "") {
  scenarios::Scenario scenario;
  scenarios::Expectation expectation;
  expectation.kind = kind;
  expectation.text = text;
  expectation.within = 10s;
  scenario.expectations = {expectation};
  return scenario;
}

struct HealedRun {
  std::unique_ptr<Judge> judge;

  explicit HealedRun(const scenarios::Scenario& scenario) : judge(std::make_unique<Judge>(scenario)) {
    for (const std::uint32_t client : {0U, 1U}) {
      tell(0s, models::NameDefined{.what = models::NameOf::client, .id = client, .name = client == 0 ? "ann" : "bob"});
      connects(1s, client);
    }
  }
  template <class R>
  HealedRun& tell(sim::Duration after, const R& record) {
    std::string body;
    sim::encode(record, body);
    judge->visit({.kind = R::kKind, .at = sim::kDefaultStart + after, .body = body});
    return *this;
  }
  HealedRun& connects(sim::Duration after, std::uint32_t client) {
    return tell(after, models::ClientConnected{.client = ClientId{client}, .socket = SocketId{client}, .protocol = {}});
  }
  HealedRun& cut_off(sim::Duration after, std::uint32_t client) {
    return tell(after, models::ClientClosed{
                           .client = ClientId{client}, .socket = SocketId{client}, .code = 1006, .reason = {}});
  }
  /// Each number is another view.
  HealedRun& sees(sim::Duration after, std::uint32_t client, std::uint32_t value) {
    return tell(after, models::ViewReported{.client = ClientId{client}, .name = "list", .value = sim::BodyId{value}});
  }
  std::string oracle(sim::Duration after) {
    tell(after, models::RunEnded{.outcome = "horizon", .events = 1});
    const auto failure = judge->failure();
    return failure ? failure->oracle : "";
  }
};

HealedRun apart() {
  HealedRun run(expecting("clients converge"));
  run.cut_off(5s, 0).sees(6s, 1, 2).sees(2s, 0, 1);
  return run;
}

}  // namespace

TEST_CASE("Clients that were cut off and are back see the same once that is long ago") {
  CHECK(apart().connects(8s, 0).oracle(3min).starts_with("clients converge"));
  CHECK(apart().connects(8s, 0).sees(9s, 0, 2).oracle(3min).empty());
  // Not yet long ago; cut off still; cut off again.
  CHECK(apart().connects(8s, 0).oracle(1min).empty());
  CHECK(apart().oracle(3min).empty());
  CHECK(apart().connects(8s, 0).cut_off(150s, 1).connects(152s, 1).oracle(3min).empty());
}

TEST_CASE("A connection that is half open is none until the client is back") {
  const models::LinkFault half{.kind = FaultKind::half_open, .client = ClientId{0}, .until = {}};
  CHECK(apart().connects(8s, 0).tell(20s, half).oracle(3min).empty());
  CHECK(apart().connects(8s, 0).tell(20s, half).connects(40s, 0).oracle(3min).starts_with("clients converge"));
}

TEST_CASE("What is to be received may be late with its alarm, and must have come once nothing goes on any more") {
  const auto late = [] {
    HealedRun run(expecting("received", "tea"));
    run.tell(2s, models::ClientReceived{.client = ClientId{0}, .socket = {}, .kind = {}, .body = {}});
    run.tell(3s, models::InvocationBegan{.id = {}, .room = RoomId{0}, .kind = models::InvocationKind::message});
    run.tell(3s, models::AlarmSet{.room = RoomId{0}, .due = sim::kDefaultStart + 1h});
    run.tell(3s, models::FaultStruck{.kind = FaultKind::alarm_late, .room = RoomId{0}});
    return run;
  };
  const models::AlarmFired fired{.room = RoomId{0}};
  const models::InvocationBegan runs{.id = {}, .room = RoomId{0}, .kind = models::InvocationKind::alarm};
  CHECK(late().oracle(5min).empty());
  CHECK(late().tell(1min, fired).tell(1min, runs).oracle(5min).starts_with("received"));
  // Not long ago; armed again; somebody waits for it; somebody was cut off besides.
  CHECK(late().tell(1min, fired).tell(1min, runs).oracle(90s).empty());
  CHECK(late()
            .tell(1min, fired)
            .tell(1min, models::AlarmSet{.room = RoomId{0}, .due = sim::kDefaultStart + 1h})
            .oracle(5min)
            .empty());
  CHECK(late()
            .tell(1min, fired)
            .tell(62s, models::ClientWaited{.client = ClientId{1}, .met = true, .wanted = {}})
            .oracle(5min)
            .empty());
  CHECK(late().tell(1min, fired).cut_off(70s, 1).oracle(5min).empty());
}

TEST_CASE("Who was cut off and waits in vain is excused, and yet known, unless something went wrong for all to see") {
  const auto waits = [] {
    HealedRun run(expecting("clients got what they waited for"));
    run.cut_off(5s, 0).connects(6s, 0);
    run.tell(20s, models::ClientWaited{.client = ClientId{0}, .met = false, .waited = 14s, .wanted = "tea"});
    return run;
  };
  HealedRun run = waits();
  CHECK(run.oracle(1min).empty());
  REQUIRE(run.judge->in_vain());
  CHECK(run.judge->in_vain()->oracle == "clients got what they waited for");
  HealedRun threw = waits();
  threw.tell(30s, models::ExceptionThrown{
                      .room = RoomId{0}, .name = "Error", .message = "Network connection lost.", .stack = {}});
  CHECK(!threw.judge->in_vain());
  HealedRun refused = waits();
  refused.tell(30s, models::HttpAnswered{.client = ClientId{1}, .status = 503, .headers = {}});
  CHECK(!refused.judge->in_vain());
}
