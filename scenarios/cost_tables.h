#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/runtime/cost_table.h"
#include "scenarios/map_reader.h"

namespace scenarios {

/// The tables that come with the program, by name: see scenarios/costs/*.yaml for each figure's source.
[[nodiscard]] std::vector<std::string_view> cost_table_names();
[[nodiscard]] std::optional<models::runtime::CostTable> find_cost_table(std::string_view name);

/// What a scenario's `platform: {costs: ...}` says: a table's name, or a map with rows of its own beside those of a
/// table: {table: measured-2026-11, commit: 20ms}. Leaves both as they are when it says nothing.
extern const KeyTable kCosts;
void read_costs(MapReader& platform, std::string& table_name, models::runtime::CostTable& costs);

}  // namespace scenarios
