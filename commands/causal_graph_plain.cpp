#include <deque>
#include <set>

#include "commands/causal_graph.h"

namespace commands {

struct CausalGraph::Graph {
  std::vector<std::vector<std::size_t>> causes;
};

CausalGraph::CausalGraph() : graph_(std::make_unique<Graph>()) {}
CausalGraph::~CausalGraph() = default;

std::size_t CausalGraph::add() {
  graph_->causes.emplace_back();
  return graph_->causes.size() - 1;
}

void CausalGraph::add_cause(std::size_t effect, std::size_t cause) { graph_->causes.at(effect).push_back(cause); }

std::size_t CausalGraph::size() const { return graph_->causes.size(); }

std::vector<std::size_t> CausalGraph::causes(std::size_t effect) const { return graph_->causes.at(effect); }

std::vector<std::size_t> CausalGraph::nearest(std::size_t event, std::size_t most) const {
  std::set<std::size_t> seen{event};
  std::vector<std::size_t> chain;
  for (std::deque<std::size_t> left{event}; !left.empty() && chain.size() < most; left.pop_front()) {
    chain.push_back(left.front());
    for (const std::size_t cause : graph_->causes[left.front()])
      if (seen.insert(cause).second) left.push_back(cause);
  }
  return chain;
}

}  // namespace commands
