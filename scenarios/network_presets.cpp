#include "scenarios/network_presets.h"

#include <fmt/format.h>

#include "scenarios/load_network_parts.h"
#include "scenarios/yaml_document.h"

namespace embedded {
extern const std::string_view network_access;
extern const std::string_view network_world;
}  // namespace embedded

namespace scenarios {

std::vector<std::string> access_preset_names() {
  const YamlDocument document = YamlDocument::parse(embedded::network_access, "networks/access.yaml");
  std::vector<std::string> names;
  for (const auto& [name, profile] : document.root().entries) names.push_back(name->text);
  return names;
}

std::optional<models::network::LinkProfile> find_access_preset(std::string_view name) {
  const YamlDocument document = YamlDocument::parse(embedded::network_access, "networks/access.yaml");
  const Node* node = document.root().find(name);
  if (node == nullptr) return std::nullopt;
  Problems problems(document.file());
  models::network::LinkProfile profile;
  profile.name = std::string(name);
  read_profile(*node, profile, problems, true);
  problems.throw_if_any();
  return profile;
}

models::network::Topology world_topology() {
  const YamlDocument document = YamlDocument::parse(embedded::network_world, "networks/world.yaml");
  Problems problems(document.file());
  auto topology = read_topology(document.root(), problems);
  problems.throw_if_any();
  return topology;
}

std::vector<PresetNumber> preset_numbers() {
  std::vector<PresetNumber> numbers;
  const YamlDocument access = YamlDocument::parse(embedded::network_access, "networks/access.yaml");
  for (const auto& [name, profile] : access.root().entries) {
    const Node* sources = profile->find("sources");
    for (const auto& [key, value] : profile->entries) {
      if (key->text == "sources") continue;
      const Node* source = sources == nullptr ? nullptr : sources->find(key->text);
      numbers.push_back({name->text, key->text, value->text, source == nullptr ? "" : source->text});
    }
  }
  const YamlDocument world = YamlDocument::parse(embedded::network_world, "networks/world.yaml");
  for (const Node* link : world.root().find("links")->items) {
    const auto& between = link->find("between")->items;
    const Node* source = link->find("source");
    numbers.push_back({fmt::format("{}-{}", between[0]->text, between[1]->text), "latency", link->find("latency")->text,
                       source == nullptr ? "" : source->text});
  }
  return numbers;
}

}  // namespace scenarios
