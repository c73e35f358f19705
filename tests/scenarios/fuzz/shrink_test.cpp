#include "scenarios/fuzz/shrink.h"

#include <numeric>
#include <vector>

#include "tests/catch.h"

using scenarios::fuzz::minimal;

namespace {

std::vector<int> numbers(int n) {
  std::vector<int> list(static_cast<std::size_t>(n));
  std::iota(list.begin(), list.end(), 1);
  return list;
}

bool has(const std::vector<int>& list, int one) { return std::ranges::find(list, one) != list.end(); }

}  // namespace

TEST_CASE("What a failure needs is left, in order, and nothing else") {
  int asked = 0;
  const auto left = minimal(numbers(100), [&](const std::vector<int>& list) {
    ++asked;
    return has(list, 3) && has(list, 77) && has(list, 78);
  });
  CHECK(left == std::vector<int>{3, 77, 78});
  CHECK(asked < 200);
}

TEST_CASE("A failure that needs nothing shrinks to nothing, one that needs all stays") {
  CHECK(minimal(numbers(7), [](const std::vector<int>&) { return true; }).empty());
  CHECK(minimal(numbers(7), [](const std::vector<int>& list) { return list.size() == 7; }) == numbers(7));
  CHECK(minimal(numbers(1), [](const std::vector<int>& list) { return has(list, 1); }) == numbers(1));
}
