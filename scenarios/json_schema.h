#pragma once

#include <string>

namespace scenarios {

/// The language of scenarios as JSON Schema (draft 2020-12), made from the tables that the loader reads by. Weaker than
/// the loader where one key's value decides about another's.
[[nodiscard]] std::string json_schema();

}  // namespace scenarios
