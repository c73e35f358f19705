#include "sim/choice.h"

#include <set>
#include <stdexcept>
#include <vector>

#include "sim/philox.h"
#include "tests/catch.h"

namespace {

using sim::ChoiceKey;
using sim::Choices;
using sim::PhiloxCounter;

constexpr sim::Site kSite = sim::site("test.draw");

std::vector<std::uint64_t> draws(Choices& choices, sim::Site where, sim::Entity who, int count) {
  sim::RandomStream stream = choices.stream(where, who);
  std::vector<std::uint64_t> values;
  for (int i = 0; i < count; ++i) values.push_back(stream.bits());
  return values;
}

// The known answers that the authors of Philox publish with Random123.
TEST_CASE("philox gives the published answers for zero, all ones and the digits of pi") {
  constexpr std::uint32_t kOnes = 0xffffffff;
  CHECK(sim::philox4x32_10({0, 0, 0, 0}, {0, 0}) == PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(sim::philox4x32_10({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}) ==
        PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(sim::philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a stream depends on its own site and entity alone, whatever else is drawn in between") {
  Choices alone({.seed = 7});
  const auto expected = draws(alone, kSite, sim::entity("a"), 10);
  Choices crowded({.seed = 7});
  sim::RandomStream mine = crowded.stream(kSite, sim::entity("a"));
  sim::RandomStream other = crowded.stream(kSite, sim::entity("b"));
  std::vector<std::uint64_t> seen;
  for (int i = 0; i < 10; ++i) {
    static_cast<void>(other.bits());
    seen.push_back(mine.bits());
  }
  CHECK(seen == expected);
  CHECK(mine.drawn() == 10);
}

TEST_CASE("seed, replication, site, entity and ordinal each change the value") {
  std::set<std::uint64_t> values;
  int keys = 0;
  for (const std::uint64_t seed : {0ULL, 1ULL, 2ULL, ~0ULL}) {
    for (const std::uint32_t replication : {0U, 1U, 2U}) {
      const Choices choices({.seed = seed, .replication = replication});
      for (const char* site : {"x", "y", "z"}) {
        for (std::uint64_t entity = 0; entity < 20; ++entity) {
          for (const std::uint64_t ordinal : {0ULL, 1ULL, 1ULL << 32, ~0ULL}) {
            values.insert(choices.value({sim::site(site), sim::entity("e", entity), ordinal}));
            ++keys;
          }
        }
      }
    }
  }
  CHECK(values.size() == static_cast<std::size_t>(keys));
}

TEST_CASE("site and entity are not exchangeable") {
  const Choices choices({.seed = 1});
  CHECK(choices.value({sim::Site{1}, sim::Entity{2}, 0}) != choices.value({sim::Site{2}, sim::Entity{1}, 0}));
  CHECK(choices.value({sim::Site{5}, sim::Entity{5}, 0}) != choices.value({sim::Site{6}, sim::Entity{6}, 0}));
}

TEST_CASE("an override replaces the value under its key and no other") {
  Choices plain({.seed = 3});
  const auto before = draws(plain, kSite, sim::entity("a"), 5);
  Choices overridden({.seed = 3}, {{ChoiceKey{kSite, sim::entity("a"), 2}, 99}});
  auto expected = before;
  expected[2] = 99;
  CHECK(draws(overridden, kSite, sim::entity("a"), 5) == expected);
  CHECK(draws(overridden, kSite, sim::entity("b"), 5) == draws(plain, kSite, sim::entity("b"), 5));
}

TEST_CASE("a choice takes its default unless its key is overridden, modulo the alternatives") {
  Choices choices({.seed = 1},
                  {{ChoiceKey{kSite, sim::entity("a"), 1}, 2}, {ChoiceKey{kSite, sim::entity("a"), 3}, 9}});
  std::vector<std::uint32_t> taken;
  for (int i = 0; i < 5; ++i) taken.push_back(choices.choose(kSite, sim::entity("a"), 4, 3));
  CHECK(taken == std::vector<std::uint32_t>{3, 2, 3, 1, 3});
  CHECK(choices.choose(kSite, sim::entity("b"), 4, 0) == 0);
  CHECK_THROWS_AS(choices.choose(kSite, sim::entity("b"), 4, 4), std::invalid_argument);
  CHECK_THROWS_AS(choices.choose(kSite, sim::entity("b"), 0, 0), std::invalid_argument);
}

TEST_CASE("below is within its bound, reaches every value, and is even") {
  Choices choices({.seed = 11});
  sim::RandomStream stream = choices.stream(kSite, sim::entity("a"));
  std::vector<int> counts(7);
  for (int i = 0; i < 70'000; ++i) ++counts.at(stream.below(7));
  for (const int count : counts) CHECK(std::abs(count - 10'000) < 400);
  CHECK(stream.drawn() == 70'000);
  CHECK(stream.below(1) == 0);
}

TEST_CASE("below uses the whole of 64 bits") {
  const ChoiceKey key{kSite, sim::entity("a"), 0};
  Choices choices({}, {{key, ~std::uint64_t{0}}});
  CHECK(choices.stream(kSite, sim::entity("a")).below(std::uint64_t{1} << 63) == (std::uint64_t{1} << 63) - 1);
}

TEST_CASE("uniform stays below one even for the largest bits") {
  const ChoiceKey key{kSite, sim::entity("a"), 0};
  Choices choices({}, {{key, ~std::uint64_t{0}}});
  const double u = choices.stream(kSite, sim::entity("a")).uniform();
  CHECK(u < 1);
  CHECK(u > 0.999999999);
}

}  // namespace
