// What a look from outside sees of an object, and that looking changes nothing.
#include "models/runtime/actor_view.h"

#include "tests/catch.h"
#include "tests/models/runtime/scripted_room.h"

using namespace std::chrono_literals;
using models::runtime::ActorView;
using models::runtime::WaitKind;
using tests::RoomRun;

TEST_CASE("an idle room is awake, not billed, and about to hibernate; then it has, with its sockets") {
  RoomRun run;
  auto& ann = run.client("ann");
  ann.send_text("hi");
  run.run_for(2s);
  ActorView view = run.room().view();
  CHECK(view.state == ActorView::State::awake);
  CHECK_FALSE(view.awake_because);
  REQUIRE(view.leaves_at);
  CHECK(*view.leaves_at > run.simulation.now() + 7s);
  CHECK_FALSE(view.leaves_by_eviction);
  REQUIRE(view.sockets.size() == 1);
  CHECK(view.sockets[0].hibernatable);
  CHECK(view.sockets[0].ready_state == 1);

  run.run_for(10s);
  view = run.room().view();
  CHECK(view.state == ActorView::State::hibernated);
  CHECK(view.sockets.size() == 1);
  CHECK_FALSE(view.leaves_at);
}

TEST_CASE("timers, calls that wait and alarms are seen with their times") {
  RoomRun run;
  run.script.message = [](auto& room, auto, auto, const auto&) {
    room.start_timer(20s);
    room.set_alarm(room.code_now_ms() + 60'000);
    return false;
  };
  auto& ann = run.client("ann");
  const sim::Time sent = run.simulation.now();
  ann.send_text("hi");
  run.run_for(15s);
  const ActorView view = run.room().view();
  CHECK(view.state == ActorView::State::awake);
  CHECK(view.awake_because == models::DurationReason::handler);  // the message's promise has not settled
  REQUIRE(view.waits.size() == 1);
  CHECK(view.waits[0].kind == WaitKind::timer);
  CHECK(view.waits[0].due >= sent + 20s);
  CHECK(view.waits[0].due < sent + 21s);
  REQUIRE(view.invocations.size() == 1);
  CHECK(view.invocations[0].kind == models::InvocationKind::message);
  CHECK(view.invocations[0].began);
  REQUIRE(view.alarm.due_ms);
  CHECK(*view.alarm.due_ms >= sim::to_epoch_ms(sent + 60s));
  CHECK(view.unconfirmed == 0);
}

TEST_CASE("what waits at the gates is counted") {
  RoomRun run;
  run.script.message = [](auto& room, auto, auto, const auto& text) {
    if (text == "lock") room.enter_section();
    return true;
  };
  run.script.resume = [](auto&, auto) {};  // the section's callback never ends
  auto& ann = run.client("ann");
  ann.send_text("lock");
  run.run_for(1s);
  ann.send_text("one");
  ann.send_text("two");
  run.run_for(1s);
  const ActorView view = run.room().view();
  CHECK(view.critical_sections == 1);
  CHECK(view.input_waiting == 1);  // of one socket, the next message is read when the one before has had its turn
  REQUIRE(view.invocations.size() == 1);
  CHECK_FALSE(view.invocations[0].began);
}
