// What led to an event, the nearest first taken; with Boost.Graph and without.
#include "commands/causal_graph.h"

#include "sim/choice.h"
#include "tests/catch.h"
#include "tests/commands/plain_causal_graph.h"

using Chain = std::vector<std::size_t>;
using tests::Edges;

namespace {

Chain chain_of(std::size_t records, const Edges& causes, const Edges& before, std::size_t event,
               std::size_t most = 100) {
  commands::CausalGraph graph;
  for (std::size_t i = 0; i < records; ++i) graph.add();
  for (const auto& [effect, cause] : causes) graph.add_cause(effect, cause);
  for (const auto& [effect, earlier] : before) graph.set_before(effect, earlier);
  REQUIRE(graph.size() == records);
  return graph.chain(event, most);
}

}  // namespace

TEST_CASE("a chain holds the event and all that led to it, in order, each once") {
  CHECK(chain_of(6, {{5, 3}, {5, 2}, {3, 1}, {2, 1}, {4, 0}}, {}, 5) == Chain{1, 2, 3, 5});
  CHECK(chain_of(6, {{5, 3}}, {}, 0) == Chain{0});
}

TEST_CASE("a chain that is cut keeps what is nearest to the event") {
  CHECK(chain_of(6, {{5, 4}, {4, 3}, {3, 2}, {5, 1}, {1, 0}}, {}, 5, 3) == Chain{1, 4, 5});
  CHECK(chain_of(6, {{5, 4}}, {}, 5, 1) == Chain{5});
}

TEST_CASE("what only came before is shown, and what led to it is not") {
  CHECK(chain_of(6, {{5, 4}, {2, 1}}, {{4, 2}}, 5) == Chain{2, 4, 5});
  CHECK(chain_of(6, {{5, 4}, {2, 1}}, {{4, 2}}, 5, 2) == Chain{4, 5});  // no room for it
}

TEST_CASE("an event without causes is explained by what came before it") {
  CHECK(chain_of(6, {{2, 1}}, {{5, 2}}, 5) == Chain{1, 2, 5});
  CHECK(chain_of(6, {{2, 1}}, {{5, 4}, {4, 2}}, 5) == Chain{1, 2, 4, 5});
  CHECK(chain_of(6, {{2, 1}}, {{5, 4}, {4, 2}}, 5, 2) == Chain{4, 5});
}

TEST_CASE("the causal graph gives the same answers with Boost.Graph and without") {
  sim::Choices choices(sim::RunSeed{.seed = 7});
  auto stream = choices.stream(sim::site("test.graph"), sim::entity("graph"));
  for (int round = 0; round < 50; ++round) {
    const std::size_t records = 2 + stream.below(60);
    Edges causes, before;
    for (std::size_t i = 1; i < records; ++i) {
      for (std::uint64_t n = stream.below(4); n > 0; --n) causes.emplace_back(i, stream.below(i));
      if (stream.below(3) == 0) before.emplace_back(i, stream.below(i));
    }
    for (const std::size_t most : {1UL, 5UL, 100UL})
      CHECK(chain_of(records, causes, before, records - 1, most) ==
            tests::plain_chain(records, causes, before, records - 1, most));
  }
}
