#pragma once

// The causal graph of builds without Boost.Graph, whatever this build has.

#include <cstddef>
#include <utility>
#include <vector>

namespace tests {

using Edges = std::vector<std::pair<std::size_t, std::size_t>>;  // effect, cause

[[nodiscard]] std::vector<std::size_t> plain_chain(std::size_t records, const Edges& causes, const Edges& before,
                                                   std::size_t event, std::size_t most);

}  // namespace tests
