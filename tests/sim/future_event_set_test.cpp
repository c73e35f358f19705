#include "sim/future_event_set.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <tuple>
#include <vector>

#include "sim/philox.h"
#include "tests/catch.h"

namespace {

using sim::Action;
using sim::Duration;
using sim::EventHandle;
using sim::FutureEventSet;
using sim::Time;

Time nanoseconds(std::int64_t count) { return Time{Duration{count}}; }

TEST_CASE("events come out by time, then tiebreak, then in the order they went in") {
  FutureEventSet events;
  std::vector<int> order;
  const auto note = [&order](int name) { return [&order, name] { order.push_back(name); }; };
  events.push(nanoseconds(20), 0, note(5));
  events.push(nanoseconds(10), 7, note(3));
  events.push(nanoseconds(10), 7, note(4));
  events.push(nanoseconds(10), 2, note(2));
  events.push(nanoseconds(-10), 9, note(1));
  while (!events.empty()) events.pop().action();
  CHECK(order == std::vector{1, 2, 3, 4, 5});
}

TEST_CASE("a cancelled event does not come out, and its handle is dead afterwards") {
  FutureEventSet events;
  const EventHandle first = events.push(nanoseconds(1), 0, [] {});
  const EventHandle second = events.push(nanoseconds(2), 0, [] {});
  CHECK(events.contains(first));
  CHECK(events.cancel(first));
  CHECK_FALSE(events.contains(first));
  CHECK_FALSE(events.cancel(first));
  CHECK(events.size() == 1);
  CHECK(events.earliest() == nanoseconds(2));
  static_cast<void>(events.pop());
  CHECK_FALSE(events.cancel(second));
  CHECK(events.empty());
}

TEST_CASE("a handle to an event that is over does not name the event that took its slot") {
  FutureEventSet events;
  const EventHandle old = events.push(nanoseconds(1), 0, [] {});
  static_cast<void>(events.pop());
  const EventHandle young = events.push(nanoseconds(2), 0, [] {});
  REQUIRE(old.slot == young.slot);
  CHECK_FALSE(events.contains(old));
  CHECK_FALSE(events.cancel(old));
  CHECK(events.contains(young));
}

TEST_CASE("an empty handle and one from elsewhere name no event") {
  FutureEventSet events;
  events.push(nanoseconds(1), 0, [] {});
  CHECK_FALSE(events.cancel({}));
  CHECK_FALSE(events.cancel({.slot = 77, .generation = 1}));
  CHECK(events.size() == 1);
}

TEST_CASE("random pushes, pops and cancels agree with a sorted set") {
  FutureEventSet events;
  using Key = std::tuple<std::int64_t, std::uint64_t, std::uint32_t>;
  std::set<Key> model;
  std::vector<std::pair<EventHandle, Key>> handles;
  std::uint32_t came_out = 0;
  std::uint32_t wrong = 0;
  for (std::uint32_t step = 0; step < 20'000; ++step) {
    const auto draw = sim::philox4x32_10({step, 0, 0, 0}, {42, 0});
    const std::uint32_t dice = draw[0] % 8;
    if (dice < 4) {
      const Key key{draw[1] % 500, draw[2] % 2, step};
      const auto [at, tiebreak, name] = key;
      handles.emplace_back(events.push(nanoseconds(at), tiebreak, [&came_out, step] { came_out = step; }), key);
      model.insert(key);
    } else if (dice < 6 && !handles.empty()) {
      const auto& [handle, key] = handles[draw[1] % handles.size()];
      wrong += events.cancel(handle) != (model.erase(key) == 1);
    } else if (!model.empty()) {
      auto event = events.pop();
      event.action();
      const auto [at, tiebreak, name] = *model.begin();
      wrong += event.at != nanoseconds(at) || came_out != name;
      model.erase(model.begin());
    }
    wrong += events.size() != model.size() || events.empty() != model.empty();
  }
  CHECK(wrong == 0);
}

TEST_CASE("cancelled events do not pile up in memory") {
  FutureEventSet events;
  events.push(nanoseconds(0), 0, [] {});
  std::size_t most = 0;
  for (int i = 1; i < 10'000; ++i) {
    events.cancel(events.push(nanoseconds(i), 0, [] {}));
    most = std::max(most, events.entries());
  }
  CHECK(events.size() == 1);
  CHECK(most < 200);
}

TEST_CASE("what an event holds is released when it is cancelled") {
  FutureEventSet events;
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = held;
  const EventHandle handle = events.push(nanoseconds(1), 0, [held = std::move(held)] {});
  CHECK_FALSE(watch.expired());
  events.cancel(handle);
  CHECK(watch.expired());
}

TEST_CASE("what an event holds may cancel another event while the set is destroyed") {
  struct CancelsAtItsEnd {
    FutureEventSet* events;
    EventHandle other;
    int* cancelled;
    ~CancelsAtItsEnd() { *cancelled += events->cancel(other); }
  };
  int cancelled = 0;
  {
    FutureEventSet events;
    const EventHandle later = events.push(nanoseconds(2), 0, [] {});
    auto held = std::make_shared<CancelsAtItsEnd>(CancelsAtItsEnd{&events, {}, &cancelled});
    held->other = later;
    events.push(nanoseconds(1), 0, [held] {});
  }
  CHECK(cancelled == 1);
}

TEST_CASE("an action runs small, large and move-only callables") {
  int sum = 0;
  auto owned = std::make_unique<int>(1);
  Action small([owned = std::move(owned), &sum] { sum += *owned; });
  std::array<int, 100> numbers{};
  numbers.back() = 10;
  Action large([numbers, &sum] { sum += numbers.back(); });
  static_assert(sizeof(numbers) > Action::kInlineBytes);
  Action moved = std::move(small);
  moved();
  moved = std::move(large);
  moved();
  CHECK(sum == 11);
  CHECK_FALSE(static_cast<bool>(large));  // NOLINT(bugprone-use-after-move): what is left of it is the point
  CHECK_THROWS_AS(large(), std::bad_function_call);
}

}  // namespace
