#include "scenarios/fuzz/subsets.h"

#include <set>

#include "tests/catch.h"

using scenarios::fuzz::Subsets;

TEST_CASE("All pairs come, then all triples, each once") {
  Subsets subsets(5, 3, 1000);
  CHECK(subsets.count() == 20);
  CHECK(subsets.largest() == 3);
  std::set<std::vector<std::size_t>> seen;
  std::size_t size = 2;
  while (const auto one = subsets.next()) {
    CHECK(one->size() >= size);
    size = one->size();
    CHECK(std::set<std::size_t>(one->begin(), one->end()).size() == size);
    CHECK(one->back() < 5);
    seen.insert(*one);
  }
  CHECK(seen.size() == 20);
}

TEST_CASE("Sizes that are too many are left out") {
  CHECK(Subsets(100, 3, 5000).largest() == 2);
  CHECK(Subsets(100, 3, 5000).count() == 4950);
  CHECK(Subsets(200, 3, 5000).largest() == 1);
  CHECK_FALSE(Subsets(200, 3, 5000).next());
  CHECK_FALSE(Subsets(1, 3, 5000).next());
  CHECK_FALSE(Subsets(0, 3, 5000).next());
  CHECK(Subsets(1'000'000'000, 3, 5000).largest() == 1);
}
