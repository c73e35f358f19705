#include "scenarios/fuzz/throws.h"

#include <string>

#include "tests/catch.h"

using namespace std::chrono_literals;
using models::AlarmEnded;
using models::ExceptionThrown;
using models::InvocationKind;
using models::RoomId;

namespace {

struct ThrowingRun {
  template <class R>
  ThrowingRun& tell(sim::Duration after, const R& record) {
    std::string body;
    sim::encode(record, body);
    const sim::RawRecord raw{.kind = R::kKind, .at = sim::kDefaultStart + after, .body = body};
    context.visit(raw);
    throws.visit(raw, context);
    return *this;
  }
  ThrowingRun& thrown(sim::Duration after, InvocationKind kind, std::string name, std::string message = "no") {
    ExceptionThrown one;
    one.room = RoomId{0};
    one.kind = kind;
    one.name = std::move(name);
    one.message = std::move(message);
    return tell(after, one);
  }
  /// alarm() throws, and is to be retried.
  ThrowingRun& asks(sim::Duration after, const std::string& name = "Error") {
    thrown(after, InvocationKind::alarm, name);
    return tell(after, AlarmEnded{.room = RoomId{0}, .ok = false, .retry_at = sim::kDefaultStart + after + 2s});
  }
  [[nodiscard]] std::optional<sim::Duration> first() const {
    const auto violation = throws.first();
    return violation ? std::optional(violation->at - sim::kDefaultStart) : std::nullopt;
  }
  models::invariants::RunContext context;
  scenarios::fuzz::Throws throws;
};

}  // namespace

TEST_CASE("An exception counts, but for what the platform throws, and hides none that follows") {
  ThrowingRun run;
  run.thrown(1s, InvocationKind::rpc, "Error", "Network connection lost.");
  CHECK_FALSE(run.first());
  run.thrown(2s, InvocationKind::fetch, "Error").thrown(3s, InvocationKind::fetch, "Error");
  CHECK(run.first() == 2s);
}

TEST_CASE("What a method throws is its caller's to expect, and a rejection that nobody handles is not") {
  ThrowingRun run;
  run.thrown(1s, InvocationKind::rpc, "RangeError", "too much");
  CHECK_FALSE(run.first());
  ExceptionThrown unheard;
  unheard.room = RoomId{0};
  unheard.kind = InvocationKind::rpc;
  unheard.name = "Error";
  unheard.unhandled_rejection = true;
  run.tell(2s, unheard);
  CHECK(run.first() == 2s);
}

TEST_CASE("An alarm that throws an error of its own and goes through when it is retried has asked for that") {
  ThrowingRun run;
  run.asks(1s).asks(3s).tell(7s, AlarmEnded{.room = RoomId{0}, .ok = true}).tell(1h, AlarmEnded{.room = RoomId{1}});
  CHECK_FALSE(run.first());
  run.asks(2h, "TypeError");
  CHECK(run.first() == 2h);
}

TEST_CASE("Where no handler is to throw, an alarm is not to either") {
  ThrowingRun run;
  run.throws = scenarios::fuzz::Throws(true);
  run.asks(1s).tell(3s, AlarmEnded{.room = RoomId{0}, .ok = true});
  CHECK(run.first() == 1s);
}

TEST_CASE("An alarm that is not retried, or throws for a minute, counts from its first run on") {
  ThrowingRun given_up;
  given_up.asks(1s).asks(3s).thrown(7s, InvocationKind::alarm, "Error");
  given_up.tell(7s, AlarmEnded{.room = RoomId{0}, .ok = false, .given_up = true});
  CHECK(given_up.first() == 1s);
  // It had set the next alarm before it threw.
  ThrowingRun hidden;
  hidden.thrown(1s, InvocationKind::alarm, "Error").tell(1s, AlarmEnded{.room = RoomId{0}, .ok = false});
  CHECK(hidden.first() == 1s);
  ThrowingRun going_on;
  going_on.asks(1s).asks(3s);
  CHECK_FALSE(going_on.first());
  going_on.asks(62s);
  CHECK(going_on.first() == 1s);
}

TEST_CASE("An alarm that is deleted, or lost with its host, while it waits for a retry counts no more") {
  ThrowingRun deleted;
  deleted.asks(1s).tell(2s, models::AlarmCleared{.room = RoomId{0}}).tell(1h, AlarmEnded{.room = RoomId{1}});
  CHECK_FALSE(deleted.first());
  ThrowingRun lost;
  lost.asks(1s).tell(3s, models::AlarmFired{.room = RoomId{0}, .due = {}, .retry_count = 1});
  lost.tell(4s, AlarmEnded{.room = RoomId{0}, .ok = false}).tell(1h, AlarmEnded{.room = RoomId{1}});
  CHECK_FALSE(lost.first());
}
