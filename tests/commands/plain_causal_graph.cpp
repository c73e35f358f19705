#include "tests/commands/plain_causal_graph.h"

// A second class of the same name, in a namespace of its own. What it includes stands before.
#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#define commands plain_commands
#include "commands/causal_graph.cpp"
#include "commands/causal_graph_plain.cpp"
#undef commands

namespace tests {

std::vector<std::size_t> plain_chain(std::size_t records, const Edges& causes, const Edges& before, std::size_t event,
                                     std::size_t most) {
  plain_commands::CausalGraph graph;
  for (std::size_t i = 0; i < records; ++i) graph.add();
  for (const auto& [effect, cause] : causes) graph.add_cause(effect, cause);
  for (const auto& [effect, earlier] : before) graph.set_before(effect, earlier);
  return graph.chain(event, most);
}

}  // namespace tests
