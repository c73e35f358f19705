#pragma once

#include <functional>
#include <string>

#include "scenarios/yaml_document.h"

namespace scenarios {

/// A node as JSON. Bare words are what YAML means by them: numbers, truth values and null; all others, and what stands
/// in quotes, is text. scalar, if given, is asked for each scalar first; empty: it has no opinion.
[[nodiscard]] std::string json_of(const Node& node, const std::function<std::string(const Node&)>& scalar = nullptr);

}  // namespace scenarios
