#include "scenarios/cost_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "scenarios/input_error.h"
#include "scenarios/map_reader.h"
#include "scenarios/yaml_document.h"

namespace embedded {
extern const std::string_view costs_measured_2026_11;
extern const std::string_view costs_assumed_2026_11;
extern const std::string_view costs_local;
extern const std::string_view costs_zero;
}  // namespace embedded

namespace scenarios {
namespace {

struct Row {
  std::string_view key;
  sim::Distribution models::runtime::CostTable::* member;
};

using Table = models::runtime::CostTable;
constexpr Row kRows[] = {{"worker fetch", &Table::worker_fetch},
                         {"fetch", &Table::fetch},
                         {"rpc", &Table::rpc},
                         {"message", &Table::message},
                         {"close", &Table::close},
                         {"error", &Table::error},
                         {"alarm", &Table::alarm},
                         {"timer", &Table::timer},
                         {"constructor", &Table::constructor},
                         {"wake", &Table::wake},
                         {"commit", &Table::commit},
                         {"storage read", &Table::storage_read},
                         {"storage write", &Table::storage_write},
                         {"alarm lateness", &Table::alarm_lateness}};

std::vector<std::string_view> keys_with(std::string_view other) {
  std::vector<std::string_view> keys = {other};
  for (const Row& row : kRows) keys.push_back(row.key);
  return keys;
}

Table read_table(std::string_view text, std::string_view name) {
  const YamlDocument document = YamlDocument::parse(text, "costs/" + std::string(name) + ".yaml");
  Problems problems(document.file());
  MapReader map(document.root(), "a cost table", keys_with("name"), problems);
  Table table;
  map.text("name", table.name);
  for (const Row& row : kRows) {
    map.require({row.key}, "message: 400us");
    map.distribution(row.key, table.*(row.member));
  }
  problems.throw_if_any();
  return table;
}

}  // namespace

std::vector<std::string_view> cost_table_names() { return {"measured-2026-11", "assumed-2026-11", "local", "zero"}; }

std::optional<Table> find_cost_table(std::string_view name) {
  if (name == "measured-2026-11") return read_table(embedded::costs_measured_2026_11, name);
  if (name == "assumed-2026-11") return read_table(embedded::costs_assumed_2026_11, name);
  if (name == "local") return read_table(embedded::costs_local, name);
  if (name == "zero") return read_table(embedded::costs_zero, name);
  return std::nullopt;
}

void read_costs(MapReader& platform, std::string& table_name, Table& costs) {
  const Node* node = platform.find("costs");
  if (node == nullptr) return;
  if (!node->is_map()) {
    platform.one_of("costs", cost_table_names(), table_name);
    costs = find_cost_table(table_name).value();
    return;
  }
  MapReader map(*node, "costs", keys_with("table"), platform.problems());
  map.one_of("table", cost_table_names(), table_name);
  costs = find_cost_table(table_name).value();
  std::vector<std::string_view> own;
  for (const Row& row : kRows) {
    if (map.find(row.key) != nullptr) own.push_back(row.key);
    map.distribution(row.key, costs.*(row.member));
  }
  if (!own.empty()) costs.name += fmt::format(", but {}", fmt::join(own, ", "));
}

}  // namespace scenarios
