#pragma once

// `vary:`: one file, many scenarios. A grid gives every combination, zip goes side by side, cases have names of their
// own; what they name stands as $name or $(name) anywhere in the file.

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/constraint.h"
#include "scenarios/map_reader.h"
#include "scenarios/yaml_document.h"

namespace scenarios {

extern const KeyTable kVary;

struct Variation {
  std::string name;  // "clients=10,link=mobile"; "" where nothing varies
  std::vector<std::pair<std::string, const Node*>> values;
};

/// In the order of the file, those that its constraints let through. One without a name if there is no `vary:`.
[[nodiscard]] std::vector<Variation> read_variations(const Node& scenario, Problems& problems);

/// The scenario with the values in place of their names; nodes that are not as they were are made in `nodes`.
[[nodiscard]] const Node* with_values(const Node& scenario, const Variation& variation, std::deque<Node>& nodes,
                                      Problems& problems);

}  // namespace scenarios
