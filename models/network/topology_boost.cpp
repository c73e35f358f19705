#include "models/network/topology.h"

#ifdef DORMOUSE_WITH_BOOST_GRAPH

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <cstdint>
#include <limits>

namespace models::network {

/// Dijkstra's, from each region. Whole nanoseconds, so that which of two equally quick ways was found makes no
/// difference.
std::optional<LatencyMatrix> boost_latencies(const Topology& topology) {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                                      boost::property<boost::edge_weight_t, std::int64_t>>;
  const std::size_t n = topology.regions.size();
  Graph graph(n);
  for (const RegionLink& link : topology.links)
    boost::add_edge(static_cast<std::size_t>(link.a), static_cast<std::size_t>(link.b), link.latency.count(), graph);
  LatencyMatrix best(n * n);
  std::vector<std::int64_t> from_here(n);
  for (std::size_t from = 0; from < n; ++from) {
    boost::dijkstra_shortest_paths(graph, from,
                                   boost::distance_map(boost::make_iterator_property_map(
                                       from_here.begin(), boost::get(boost::vertex_index, graph))));
    for (std::size_t to = 0; to < n; ++to)
      if (from_here[to] != std::numeric_limits<std::int64_t>::max()) best[from * n + to] = sim::Duration{from_here[to]};
  }
  return best;
}

}  // namespace models::network

#else

namespace models::network {

std::optional<LatencyMatrix> boost_latencies(const Topology&) { return std::nullopt; }

}  // namespace models::network

#endif
