#include "models/invariants/recent.h"

#include <deque>
#include <map>

#include "tests/catch.h"

using models::invariants::Recent;

TEST_CASE("What is known of the latest keys is what a map and a queue would know", "[invariants]") {
  constexpr std::size_t kMost = 100;
  // Keys that lie side by side, far apart and on each other's places.
  const auto multiplier = GENERATE(std::uint64_t{1}, std::uint64_t{64}, std::uint64_t{1} << 32, std::uint64_t{0x9e37});
  Recent<int> recent(kMost);
  std::map<std::uint64_t, int> known;
  std::deque<std::uint64_t> order;
  std::uint64_t state = 1;
  for (int step = 0; step < 5'000; ++step) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const std::uint64_t key = (state >> 40) % 300 * multiplier;
    auto [value, is_new] = recent.add(key);
    REQUIRE(is_new == !known.contains(key));
    if (is_new) {
      REQUIRE(value == 0);
      order.push_back(key);
      if (order.size() > kMost) {
        known.erase(order.front());
        order.pop_front();
      }
    }
    known[key] = value = step;
    const std::uint64_t asked = (state >> 20) % 300 * multiplier;
    const int* const found = recent.find(asked);
    REQUIRE((found != nullptr) == known.contains(asked));
    if (found != nullptr) REQUIRE(*found == known.at(asked));
  }
  CHECK(recent.forgot());
}

TEST_CASE("Nothing is forgotten as long as there is room", "[invariants]") {
  Recent<int> recent(3);
  CHECK(recent.find(7) == nullptr);
  for (const std::uint64_t key : {7U, 8U, 9U, 7U}) recent.add(key);
  CHECK_FALSE(recent.forgot());
  CHECK(recent.find(7) != nullptr);
  recent.add(10);
  CHECK(recent.forgot());
  CHECK(recent.find(7) == nullptr);
  CHECK(recent.find(8) != nullptr);
}
