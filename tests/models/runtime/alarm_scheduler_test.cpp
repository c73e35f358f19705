// Alarms: when they fire, what a failed run leads to, what is asked for meanwhile (spec 5).
#include "models/runtime/alarm_scheduler.h"

#include "tests/catch.h"
#include "tests/models/runtime/scripted_host.h"

using namespace std::chrono_literals;
using models::AlarmEnded;
using models::AlarmFired;
using tests::AlarmInfo;
using tests::InvocationId;
using tests::Lines;
using tests::PlatformOptions;
using tests::Room;
using tests::ScriptedPlatform;

namespace {

std::int64_t start_ms() { return sim::to_epoch_ms(sim::kDefaultStart); }

/// A fetch sets the alarm for this moment after the start.
struct Alarmed : ScriptedPlatform {
  explicit Alarmed(sim::Duration due, PlatformOptions options = {}) : ScriptedPlatform(std::move(options)) {
    host.fetch = [due](Room& room, InvocationId id, const auto&) {
      room.actor().set_alarm(start_ms() + due / 1ms);
      room.answer(id);
    };
    call("r1");
  }
  /// "retry count @ seconds since the start" of every run, rounded to whole seconds.
  Lines runs() {
    Lines lines;
    for (const auto& [after, fired] : records<AlarmFired>())
      lines.push_back(fmt::format("{} @ {}s", fired.retry_count, (after + 500ms) / 1s));
    return lines;
  }
};

std::string shown(std::optional<std::int64_t> alarm) {
  return alarm ? fmt::format("{}ms", *alarm - start_ms()) : "none";
}

}  // namespace

TEST_CASE("an alarm runs once at its time, and getAlarm() is null in the handler and afterwards") {
  Alarmed world(10s);
  world.host.alarm = [](Room& room, InvocationId id, const AlarmInfo& info) {
    room.note(fmt::format("alarm {} {} {}", info.scheduled_ms - start_ms(), info.retry_count,
                          shown(room.actor().get_alarm())));
    room.done(id);
  };
  world.run_for(1h);
  CHECK(world.host.notes == Lines{"10000ms r1 alarm 10000 0 none"});
  CHECK_FALSE(world.room("r1").store().alarm_ms());
}

TEST_CASE("a handler that always throws runs seven times with doubling waits, and then the alarm is gone") {
  Alarmed world(1s);
  std::uint32_t runs = 0;
  world.host.alarm = [&](Room& room, InvocationId id, const AlarmInfo& info) {
    CHECK(info.retry_count == runs++);
    CHECK(info.scheduled_ms == start_ms() + 1000);
    room.fail(id);
  };
  world.run_for(1h);
  CHECK(runs == 7);
  CHECK_FALSE(world.room("r1").store().alarm_ms());
  const auto ended = world.records<AlarmEnded>();
  REQUIRE(ended.size() == 7);
  CHECK(ended[6].record.given_up);
  sim::Duration base = 2s;
  for (std::size_t i = 0; i + 1 < ended.size(); ++i, base *= 2) {
    const sim::Duration wait = ended[i].record.retry_at - sim::kDefaultStart - ended[i].after;
    CHECK(wait >= base);
    CHECK(wait <= base + base / 4);
  }
}

TEST_CASE("between retries getAlarm() shows the old time; deleteAlarm() ends the retries") {
  Alarmed world(1s);
  world.host.alarm = [](Room& room, InvocationId id, const AlarmInfo&) {
    room.note("alarm");
    room.fail(id);
  };
  world.at(2s, [&] {
    world.host.fetch = [](Room& room, InvocationId id, const auto&) {
      room.note(shown(room.actor().get_alarm()));
      room.actor().delete_alarm();
      room.answer(id);
    };
    world.call("r1");
  });
  world.run_for(1h);
  CHECK(world.host.notes == Lines{"1000ms r1 alarm", "2000ms r1 1000ms"});
}

TEST_CASE("a time set during a retry wait replaces the retry if it is later, and runs after it if it has passed") {
  const bool later = GENERATE(true, false);
  Alarmed world(1s);
  world.host.alarm = [](Room& room, InvocationId id, const AlarmInfo& info) {
    room.note(fmt::format("{} {}", info.scheduled_ms - start_ms(), info.retry_count));
    if (info.scheduled_ms == start_ms() + 1000 && info.retry_count == 0) return room.fail(id);
    room.done(id);
  };
  world.at(2s, [&] {
    const std::int64_t due = later ? 60'000 : 2'500;
    world.host.fetch = [due](Room& room, InvocationId id, const auto&) {
      room.actor().set_alarm(start_ms() + due);
      room.answer(id);
    };
    world.call("r1");
  });
  world.run_for(1h);
  REQUIRE(world.host.notes.size() == (later ? 2 : 3));
  CHECK(world.host.notes[0] == "1000ms r1 1000 0");
  if (later) {
    CHECK(world.host.notes[1] == "60001ms r1 60000 0");  // after the constructor
  } else {
    CHECK(world.host.notes[1].ends_with("r1 1000 1"));
    CHECK(world.host.notes[2].ends_with("r1 2500 0"));
  }
}

TEST_CASE("a handler that sets the alarm again and then throws is not retried: the new alarm counts") {
  Alarmed world(1s);
  world.host.alarm = [](Room& room, InvocationId id, const AlarmInfo& info) {
    room.note(fmt::format("{} {}", info.scheduled_ms - start_ms(), info.retry_count));
    if (info.scheduled_ms != start_ms() + 1000) return room.done(id);
    room.actor().set_alarm(start_ms() + 5000);
    room.fail(id);
  };
  world.run_for(1h);
  CHECK(world.host.notes == Lines{"1000ms r1 1000 0", "5000ms r1 5000 0"});
}

TEST_CASE("an alarm set in the running alarm's own millisecond is stuck, or fires, as the platform is told") {
  const bool fires = GENERATE(false, true);
  PlatformOptions options;
  options.alarm_equal_time_is_lost = !fires;
  Alarmed world(1s, options);
  int runs = 0;
  world.host.alarm = [&](Room& room, InvocationId id, const AlarmInfo&) {
    if (++runs == 1) room.actor().set_alarm(start_ms() + 1000);
    room.note(shown(room.actor().get_alarm()));
    room.done(id);
  };
  world.run_for(1h);
  CHECK(runs == (fires ? 2 : 1));
  CHECK(world.host.notes[0] == "1000ms r1 1000ms");
  // Stuck, it looks armed for ever.
  CHECK(world.room("r1").store().alarm_ms().has_value() == !fires);
}

TEST_CASE("deleteAlarm() in the handler cancels an alarm that was set in it, and not the running one") {
  Alarmed world(1s);
  world.host.alarm = [](Room& room, InvocationId id, const AlarmInfo&) {
    room.note("alarm");
    room.actor().set_alarm(start_ms() + 5000);
    room.actor().delete_alarm();
    room.done(id);
  };
  world.run_for(1h);
  CHECK(world.host.notes == Lines{"1000ms r1 alarm"});
}

TEST_CASE("a constructor that throws is retried for ever with retry count 0, unless it is told to count") {
  const bool counts = GENERATE(false, true);
  PlatformOptions options;
  options.constructor_throw_counts_retry = counts;
  Alarmed world(30s, options);
  world.host.alarm = [](Room&, InvocationId, const AlarmInfo&) { FAIL("the handler must not run"); };
  world.at(20s, [&] { world.host.construct = [](Room& room) { room.constructor_throws("no"); }; });
  world.run_for(6h);
  const Lines runs = world.runs();
  if (counts) {
    CHECK(runs.size() == 7);
  } else {
    CHECK(runs.size() > 20);
    for (const std::string& run : runs) CHECK(run.starts_with("0 @"));
  }
}

TEST_CASE("abort in alarm() is retried with a count, or drops the alarm if it says so") {
  const bool retry = GENERATE(true, false);
  Alarmed world(1s);
  world.host.alarm = [retry](Room& room, InvocationId id, const AlarmInfo& info) {
    room.note(fmt::format("{}", info.retry_count));
    if (info.retry_count > 0) return room.done(id);
    room.abort("stop", retry);
  };
  world.run_for(1h);
  CHECK(world.host.notes.size() == (retry ? 2 : 1));
  if (retry) CHECK(world.host.notes[1].ends_with("r1 1"));
  CHECK_FALSE(world.room("r1").store().alarm_ms());
}

TEST_CASE("alarm() may take fifteen minutes; then the object is reset and the run counts as failed") {
  Alarmed world(1s);
  int runs = 0;
  world.host.alarm = [&](Room& room, InvocationId id, const AlarmInfo& info) {
    if (++runs == 1) return room.sleep(1h, [] {});
    CHECK(info.retry_count == 1);
    room.done(id);
  };
  world.run_for(2h);
  CHECK(runs == 2);
  const auto resets = world.records<models::RoomReset>();
  REQUIRE(resets.size() == 1);
  CHECK(resets[0].after == 1s + 15min);
  CHECK(resets[0].record.message == "Alarm exceeded its allowed execution time");
}

TEST_CASE("the constructor still sees the alarm that wakes it, and can move it") {
  const bool moves = GENERATE(false, true);
  Alarmed world(30s);
  world.at(20s, [&] {
    world.host.construct = [moves](Room& room) {
      room.note("constructor " + shown(room.actor().get_alarm()));
      if (moves && room.actor().get_alarm() == start_ms() + 30'000) room.actor().set_alarm(start_ms() + 40'000);
    };
  });
  world.host.alarm = [](Room& room, InvocationId id, const AlarmInfo& info) {
    room.note(fmt::format("alarm {}", info.scheduled_ms - start_ms()));
    room.done(id);
  };
  world.run_for(1h);
  if (moves) {
    // The write of the constructor is not yet durable: the run goes on, and deletes nothing.
    CHECK(world.host.notes ==
          Lines{"30000ms r1 constructor 30000ms", "30001ms r1 alarm 30000", "40000ms r1 alarm 40000"});
  } else {
    CHECK(world.host.notes == Lines{"30000ms r1 constructor 30000ms", "30001ms r1 alarm 30000"});
  }
}

TEST_CASE("a failing commit makes an alarm run again, uncounted: at least once") {
  PlatformOptions options;
  Alarmed world(1s, options);
  int runs = 0;
  world.host.alarm = [&](Room& room, InvocationId id, const AlarmInfo& info) {
    CHECK(info.retry_count == 0);
    if (++runs == 1) {
      room.actor().put("k", "v");
      world.simulation.after(1ms, sim::Action([&] { world.room("r1").host_lost(); }));
    }
    room.done(id);
  };
  world.run_for(1h);
  CHECK(runs == 2);
}

TEST_CASE("after a restart an alarm that is overdue runs at once, as a first attempt") {
  Alarmed world(1s);
  world.host.alarm = [](Room& room, InvocationId id, const AlarmInfo& info) {
    room.note(fmt::format("{}", info.retry_count));
    if (room.actor().simulation().now() < sim::kDefaultStart + 20s) return room.fail(id);
    room.done(id);
  };
  world.at(25s, [&] { world.platform.restart(); });
  world.run_for(1h);
  CHECK(world.host.restarts == 1);
  REQUIRE_FALSE(world.host.notes.empty());
  CHECK(world.host.notes.back() == "25001ms r1 0");
}
