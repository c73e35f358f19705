#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <map>

#include "commands/causal_graph.h"

namespace commands {
namespace {

/// An edge leads from an effect to its cause.
using Edges = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

struct Enough {};

class Take : public boost::default_bfs_visitor {
 public:
  Take(std::vector<std::size_t>& chain, std::size_t most) : chain_(chain), most_(most) {}
  template <class Vertex, class Graph>
  void examine_vertex(Vertex vertex, const Graph& /*graph*/) {
    if (chain_.size() == most_) throw Enough{};
    chain_.push_back(vertex);
  }

 private:
  std::vector<std::size_t>& chain_;
  std::size_t most_;
};

}  // namespace

struct CausalGraph::Graph {
  Edges edges;
};

CausalGraph::CausalGraph() : graph_(std::make_unique<Graph>()) {}
CausalGraph::~CausalGraph() = default;

std::size_t CausalGraph::add() { return boost::add_vertex(graph_->edges); }

void CausalGraph::add_cause(std::size_t effect, std::size_t cause) { boost::add_edge(effect, cause, graph_->edges); }

std::size_t CausalGraph::size() const { return boost::num_vertices(graph_->edges); }

std::vector<std::size_t> CausalGraph::causes(std::size_t effect) const {
  const auto [begin, end] = boost::adjacent_vertices(effect, graph_->edges);
  return {begin, end};
}

std::vector<std::size_t> CausalGraph::nearest(std::size_t event, std::size_t most) const {
  std::vector<std::size_t> chain;
  // A map holds the colours of what is visited: a chain is a small part of a long run.
  std::map<std::size_t, boost::default_color_type> colours;
  boost::queue<std::size_t> left;
  try {
    boost::breadth_first_visit(graph_->edges, event, left, Take(chain, most),
                               boost::associative_property_map<decltype(colours)>(colours));
  } catch (const Enough&) {  // NOLINT(bugprone-empty-catch): what BFS has for an early end
  }
  return chain;
}

}  // namespace commands
