// Regions: the quickest ways between them, by either implementation, and what a link that is down does to them.
#include "models/network/topology.h"

#include <fmt/format.h>

#include <stdexcept>

#include "models/network/regions.h"
#include "sim/choice.h"
#include "tests/catch.h"

using namespace std::chrono_literals;
using models::network::RegionId;
using models::network::RegionLink;
using models::network::Regions;
using models::network::Topology;

namespace {

Topology named(std::size_t regions) {
  Topology topology;
  for (std::size_t i = 0; i < regions; ++i) topology.regions.push_back(fmt::format("r{}", i));
  return topology;
}

RegionId id(std::uint16_t n) { return RegionId{n}; }

/// 0 -1ms- 1 -1ms- 3, 0 -1ms- 2 -1ms- 3, 3 -5ms- 4.
Topology diamond() {
  Topology topology = named(5);
  topology.links = {
      {id(0), id(2), 1ms}, {id(2), id(3), 1ms}, {id(0), id(1), 1ms}, {id(1), id(3), 1ms}, {id(3), id(4), 5ms}};
  return topology;
}

}  // namespace

TEST_CASE("Boost.Graph and the plain implementation find the same times in every topology") {
  if (!boost_latencies(named(1))) return;  // built without it
  sim::Choices choices({.seed = 20261128});
  sim::RandomStream stream = choices.stream(sim::site("test.topology"), sim::entity("graph"));
  std::size_t unreachable = 0;
  for (int run = 0; run < 300; ++run) {
    Topology topology = named(1 + stream.below(12));
    const std::size_t n = topology.regions.size();
    for (std::uint64_t links = stream.below(2 * n + 1); links > 0; --links) {
      const RegionId a{static_cast<std::uint16_t>(stream.below(n))}, b{static_cast<std::uint16_t>(stream.below(n))};
      // Few different times, so that equally quick ways abound; parallel links and loops too.
      topology.links.push_back({a, b, sim::Duration{static_cast<std::int64_t>(1 + stream.below(4))}});
    }
    const auto plain = plain_latencies(topology);
    CHECK(*boost_latencies(topology) == plain);
    for (const auto& latency : plain) unreachable += latency ? 0 : 1;
  }
  CHECK(unreachable > 100);
}

TEST_CASE("Of two equally quick ways the one through the region that was named first is taken, both ways") {
  const Regions regions(diamond());
  CHECK(regions.latency(id(0), id(4)) == 7ms);
  CHECK(regions.route(id(0), id(4)) == std::vector{id(0), id(1), id(3), id(4)});
  CHECK(regions.route(id(4), id(0)) == std::vector{id(4), id(3), id(1), id(0)});
  CHECK(regions.route(id(2), id(2)) == std::vector{id(2)});
}

TEST_CASE("A link that is down holds back what goes over it, for as long as patience lasts, in its direction only") {
  Regions regions(diamond());
  const sim::Time start = sim::kDefaultStart;
  regions.add_outage(id(0), id(1), start + 10s, start + 20s);
  const auto after = [&](std::uint16_t from, std::uint16_t to, sim::Duration now, sim::Duration patience) {
    const auto arrives = regions.arrival(id(from), id(to), start + now, patience);
    return arrives ? std::optional(*arrives - start) : std::nullopt;
  };
  CHECK(after(0, 3, 5s, 30s) == 5s + 2ms);
  CHECK(after(0, 3, 12s, 30s) == 20s + 2ms);
  CHECK_FALSE(after(0, 3, 12s, 5s));
  CHECK(after(3, 0, 12s, 30s) == 12s + 2ms);
  CHECK(after(0, 2, 12s, 30s) == 12s + 1ms);
  CHECK(after(0, 3, 20s, 30s) == 20s + 2ms);
}

TEST_CASE("A topology in which some region cannot be reached is refused by name") {
  Topology topology = named(3);
  topology.links = {{id(0), id(1), 1ms}};
  CHECK_THROWS_WITH(Regions(topology), "no way leads from r0 to r2");
}
