#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdexcept>

#include "models/network/regions.h"
#include "scenarios/load_network_parts.h"

// Regions and the links between them.

namespace scenarios {
namespace {

using models::network::RegionId;
using models::network::RegionLink;
using models::network::Topology;

const KeyTable kLink{
    .name = "a link",
    .title = "link between regions",
    .example = "{between: [weur, enam], latency: 40ms}",
    .rows = {{"between", value::list(value::text("."), 2, 2), kNeeded, "two of the regions", "[weur, enam]"},
             {"latency", value::positive_duration(), kNeeded, "one way", "40ms"},
             {"source", value::text(), kOptional, "where the number is from", "measured in May"}}};

}  // namespace

const KeyTable kTopology{
    .name = "a topology",
    .example = "regions: [weur, enam]\nlinks: [{between: [weur, enam], latency: 40ms}]",
    .rows = {{"regions", value::list(value::text("."), 1, 500), kNeeded, "their names", "[weur]"},
             {"links", value::list(value::map(kLink)), kOptional, "which are linked; other ways lead over them",
              "[{between: [weur, enam], latency: 40ms}]"}}};

namespace {

RegionId region(const Node& name, const Topology& topology, Problems& problems) {
  const RegionId found = topology.find(name.text);
  const std::vector<std::string_view> known(topology.regions.begin(), topology.regions.end());
  if (found == RegionId::none)
    problems.add(name.mark, fmt::format("there is no region {}", shown(name)), suggestion(name.text, known));
  return found;
}

void read_regions(const Node* list, Topology& topology, Problems& problems) {
  if (list == nullptr) return;
  constexpr std::size_t kMost = 500;
  if (list->kind != Node::Kind::sequence || list->items.empty() || list->items.size() > kMost)
    return problems.add(list->mark, fmt::format("regions must be a list of 1 to {} names, not {}", kMost, shown(*list)),
                        "for example: regions: [weur, enam]");
  for (const Node* name : list->items) {
    if (!name->is_scalar() || name->text.empty())
      problems.add(name->mark, fmt::format("a region is a name, not {}", shown(*name)), "for example: weur");
    else if (topology.find(name->text) != RegionId::none)
      problems.add(name->mark, fmt::format("the region {} is there twice", shown(*name)), "take one away");
    else
      topology.regions.push_back(name->text);
  }
}

void read_link(const Node& node, Topology& topology, Problems& problems) {
  MapReader map(node, kLink, problems);
  std::string source;  // for people
  map.text("source", source);
  RegionLink link;
  map.duration("latency", link.latency);
  const Node* between = map.find("between");
  if (between == nullptr) return;
  if (between->kind != Node::Kind::sequence || between->items.size() != 2)
    return problems.add(between->mark, fmt::format("between takes two regions, not {}", shown(*between)),
                        "for example: between: [weur, enam]");
  link.a = region(*between->items[0], topology, problems);
  link.b = region(*between->items[1], topology, problems);
  if (link.a == RegionId::none || link.b == RegionId::none) return;
  if (link.a == link.b)
    return problems.add(between->mark, "a link is between two regions, not one", "within a region nothing takes time");
  topology.links.push_back(link);
}

}  // namespace

Topology read_topology(const Node& node, Problems& problems) {
  Topology topology;
  MapReader map(node, kTopology, problems);
  read_regions(map.find("regions"), topology, problems);
  const Node* links = map.find("links");
  if (links != nullptr && links->kind != Node::Kind::sequence)
    problems.add(links->mark, fmt::format("links must be a list, not {}", shown(*links)),
                 "- {between: [weur, enam], latency: 40ms}");
  const std::size_t named = topology.regions.size();
  if (links != nullptr)
    for (const Node* link : links->items) read_link(*link, topology, problems);
  if (named == 0 || (links != nullptr && topology.links.size() < links->items.size())) return topology;
  try {
    static_cast<void>(models::network::Regions(topology));
  } catch (const std::invalid_argument& error) {
    problems.add(node.mark, error.what(), "every region must be linked to the others, over others perhaps");
  }
  return topology;
}

}  // namespace scenarios
