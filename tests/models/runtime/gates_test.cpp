// Gates at work: what enters an object while it waits, and what leaves it before its writes are durable (spec 3).
#include "tests/catch.h"
#include "tests/models/runtime/scripted_host.h"

using namespace std::chrono_literals;
using tests::Lines;
using tests::PlatformOptions;
using tests::Room;
using tests::ScriptedPlatform;

TEST_CASE("a response waits for the commit of what was written before it, and no longer") {
  ScriptedPlatform world;
  world.host.fetch = [](Room& room, tests::InvocationId id, const auto& request) {
    if (request.url.ends_with("/read")) return room.answer(id);
    room.actor().put("k", "v");
    room.answer(id);
  };
  world.call("r1", "/write");
  world.at(100ms, [&] { world.call("r1", "/read"); });
  world.run_for(1s);
  CHECK(world.outcomes == Lines{"ok", "ok"});
  CHECK(world.answered_at[0] == 1ms + 1ms + 5ms);  // constructor, fetch, commit
  CHECK(world.answered_at[1] == 101ms);
}

TEST_CASE("a response does not wait for an unconfirmed write, unless a confirmed one shares its transaction") {
  const bool shares = GENERATE(false, true);
  ScriptedPlatform world;
  world.host.fetch = [shares](Room& room, tests::InvocationId id, const auto&) {
    room.actor().put("a", "1", true);
    if (shares) room.actor().put("b", "2");
    room.answer(id);
  };
  world.call("r1");
  world.run_for(1s);
  CHECK(world.answered_at[0] == (shares ? 7ms : 2ms));
}

TEST_CASE("a sync() waits for unconfirmed writes too") {
  ScriptedPlatform world;
  world.host.fetch = [](Room& room, tests::InvocationId id, const auto&) {
    room.actor().put("a", "1", true);
    room.sync([&room, id] {
      room.note("synced");
      room.answer(id);
    });
  };
  world.call("r1");
  world.run_for(1s);
  CHECK(world.host.notes == Lines{"7ms r1 synced"});
}

TEST_CASE("events enter while a handler waits for a timer, not while a section is open") {
  const bool blocks = GENERATE(false, true);
  ScriptedPlatform world;
  world.host.fetch = [blocks](Room& room, tests::InvocationId id, const auto& request) {
    room.note("fetch " + request.url.substr(11));
    if (!request.url.ends_with("/slow")) return room.answer(id);
    const auto finish = [&room, id] {
      room.note("slow ends");
      room.answer(id);
    };
    if (!blocks) return room.sleep(50ms, finish);
    room.block([&room, finish](tests::WaitId token) {
      room.sleep(50ms, [&room, finish, token] {
        room.leave(token);
        finish();
      });
    });
  };
  world.call("r1", "/slow");
  world.at(10ms, [&] { world.call("r1", "/quick"); });
  world.run_for(1s);
  if (blocks)
    CHECK(world.host.notes == Lines{"1ms r1 fetch /slow", "52ms r1 slow ends", "53ms r1 fetch /quick"});
  else
    CHECK(world.host.notes == Lines{"1ms r1 fetch /slow", "10ms r1 fetch /quick", "51ms r1 slow ends"});
}

TEST_CASE("a section that lasts thirty seconds resets the object, and everybody who waits hears why") {
  ScriptedPlatform world;
  world.host.fetch = [](Room& room, tests::InvocationId id, const auto& request) {
    if (request.url.ends_with("/block")) return room.block([](tests::WaitId) {});
    room.answer(id);
  };
  world.call("r1", "/block");
  world.at(1s, [&] { world.call("r1", "/waits"); });
  world.at(40s, [&] { world.call("r1", "/afterwards"); });
  world.run_for(1min);
  const std::string why =
      "Error: A call to blockConcurrencyWhile() in a Durable Object waited for too long. The call was canceled and the "
      "Durable Object was reset. [remote overloaded reset]";
  CHECK(world.outcomes == Lines{why, why, "ok"});
  CHECK(world.answered_at[0] == 30s + 2ms);
}

TEST_CASE("sections cannot be nested deeper than 64") {
  ScriptedPlatform world;
  int depth = 0;
  std::function<void(Room&)> deeper = [&](Room& room) {
    room.block([&](tests::WaitId) {
      ++depth;
      deeper(room);
    });
  };
  world.host.fetch = [&](Room& room, tests::InvocationId, const auto&) { deeper(room); };
  world.call("r1");
  world.run_for(1s);
  CHECK(depth == 64);
  CHECK(world.host.notes.size() == 1);
}

TEST_CASE("a commit that fails takes what waited for it along, and lets out what did not") {
  PlatformOptions options;
  options.storage_write_fails = 1;
  ScriptedPlatform world(options);
  world.host.fetch = [](Room& room, tests::InvocationId id, const auto& request) {
    if (request.url.ends_with("/read")) {
      room.note(room.actor().get("k") == nullptr ? "nothing stored" : "stored");
      return room.answer(id);
    }
    room.actor().put("k", "v");
    room.answer(id);
  };
  world.call("r1", "/write");
  world.at(100ms, [&] { world.call("r1", "/read"); });
  world.run_for(1s);
  CHECK(world.outcomes ==
        Lines{"Error: Internal error in Durable Object storage write caused object to be reset. [remote reset]", "ok"});
  CHECK(world.host.notes == Lines{"101ms r1 nothing stored"});
}

TEST_CASE("a commit that hangs resets the object after thirty seconds") {
  PlatformOptions options;
  options.storage_write_hangs = 1;
  ScriptedPlatform world(options);
  world.host.fetch = [](Room& room, tests::InvocationId id, const auto&) {
    room.actor().put("k", "v");
    room.answer(id);
  };
  world.call("r1");
  world.run_for(1min);
  CHECK(world.outcomes == Lines{"Error: Durable Object storage operation exceeded timeout which caused object to be "
                                "reset. [remote overloaded reset]"});
  CHECK(world.answered_at[0] == 30s + 2ms);
}

TEST_CASE("the clock stands still in a turn, or moves a millisecond with each reading, which takes it") {
  const bool moves = GENERATE(false, true);
  PlatformOptions options;
  if (moves) options.clock_step = 1ms;
  ScriptedPlatform world(options);
  world.host.fetch = [](Room& room, tests::InvocationId id, const auto&) {
    const auto first = room.actor().read_clock_ms();
    room.actor().read_clock_ms();
    room.note(fmt::format("{}", room.actor().read_clock_ms() - first));
    room.answer(id);
  };
  world.call("r1");
  world.run_for(1s);
  CHECK(world.host.notes == Lines{moves ? "1ms r1 2" : "1ms r1 0"});
  CHECK(world.answered_at[0] == (moves ? 5ms : 2ms));
}
