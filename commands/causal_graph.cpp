#include "commands/causal_graph.h"

#include <algorithm>

namespace commands {

std::optional<std::size_t> CausalGraph::before(std::size_t event) const {
  const auto it = before_.find(event);
  return it == before_.end() ? std::nullopt : std::optional(it->second);
}

std::vector<std::size_t> CausalGraph::chain(std::size_t event, std::size_t most) const {
  std::vector<std::size_t> path{event};
  while (path.size() < most && causes(path.back()).empty() && before(path.back())) path.push_back(*before(path.back()));
  std::vector<std::size_t> chain = nearest(path.back(), most - path.size() + 1);
  chain.insert(chain.end(), path.begin(), path.end() - 1);
  // What only came before is for the looks of it: the latest first, while there is room.
  std::sort(chain.begin(), chain.end());
  for (std::size_t i = chain.size(); i > 0 && chain.size() < most; --i)
    if (const auto shown = before(chain[i - 1]); shown && std::find(chain.begin(), chain.end(), *shown) == chain.end())
      chain.push_back(*shown);
  std::sort(chain.begin(), chain.end());
  return chain;
}

}  // namespace commands
