#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/runtime/cost_table.h"

namespace scenarios {

/// The tables that come with the program, by name: see scenarios/costs/*.yaml for each figure's source.
[[nodiscard]] std::vector<std::string_view> cost_table_names();
[[nodiscard]] std::optional<models::runtime::CostTable> find_cost_table(std::string_view name);

}  // namespace scenarios
