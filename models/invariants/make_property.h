#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "models/invariants/property.h"

namespace models::invariants {

/// What a scenario asks for.
struct PropertySpec {
  std::string kind;                              // one of property_kinds(); spaces and underscores are the same
  std::string text;                              // received, never received; clients converge: the view
  sim::Duration within = std::chrono::hours(1);  // storage freed, clients converge
};

[[nodiscard]] const std::vector<std::string>& property_kinds();

/// Throws std::invalid_argument for an unknown kind, naming those there are, and for a text that is missing.
[[nodiscard]] std::unique_ptr<Property> make_property(const PropertySpec& spec);

}  // namespace models::invariants
