#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/invariants/property.h"
#include "models/invariants/property_spec.h"

namespace models::invariants {

[[nodiscard]] const std::vector<std::string>& property_kinds();

/// Throws std::invalid_argument for an unknown kind, naming those there are, and for what is missing that only the user
/// can know: a text to look for, how messages are told apart, a bound that no default fits.
[[nodiscard]] std::unique_ptr<Property> make_property(const PropertySpec& spec);

}  // namespace models::invariants
