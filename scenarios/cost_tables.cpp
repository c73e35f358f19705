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
  std::string_view means;
  sim::Distribution models::runtime::CostTable::* member;
};

using Table = models::runtime::CostTable;
constexpr Row kRows[] = {{"worker fetch", "a request that the Worker handles", &Table::worker_fetch},
                         {"fetch", "a request that an object handles", &Table::fetch},
                         {"rpc", "a call of an object's method", &Table::rpc},
                         {"message", "a WebSocket message that an object handles", &Table::message},
                         {"close", "the end of a WebSocket", &Table::close},
                         {"error", "the loss of a WebSocket", &Table::error},
                         {"alarm", "an alarm", &Table::alarm},
                         {"timer", "a timer", &Table::timer},
                         {"constructor", "a constructor", &Table::constructor},
                         {"wake", "to bring an object into memory", &Table::wake},
                         {"commit", "to make writes durable", &Table::commit},
                         {"storage read", "a read of storage", &Table::storage_read},
                         {"storage write", "a write to storage", &Table::storage_write},
                         {"alarm lateness", "how late alarms are", &Table::alarm_lateness}};

std::vector<KeyRow> rows_after(KeyRow first, Absent absent) {
  std::vector<KeyRow> rows = {std::move(first)};
  for (const Row& row : kRows) rows.push_back({row.key, value::distribution(), absent, row.means, "400us"});
  return rows;
}

const KeyTable kWholeTable{
    .name = "a cost table",
    .example = "message: 400us",
    .rows = rows_after({"name", value::text(), kOptional, "what reports call it", "mine"}, kNeeded)};

Table read_table(std::string_view text, std::string_view name) {
  const YamlDocument document = YamlDocument::parse(text, "costs/" + std::string(name) + ".yaml");
  Problems problems(document.file());
  MapReader map(document.root(), kWholeTable, problems);
  Table table;
  map.text("name", table.name);
  for (const Row& row : kRows) {
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

const KeyTable kCosts{.name = "costs",
                      .rows = rows_after({"table", value::word(cost_table_names()), "measured-2026-11",
                                          "where the other rows come from", "zero"},
                                         kOptional)};

void read_costs(MapReader& platform, std::string& table_name, Table& costs) {
  const Node* node = platform.find("costs");
  if (node == nullptr) return;
  if (!node->is_map()) {
    platform.one_of("costs", table_name);
    costs = find_cost_table(table_name).value();
    return;
  }
  MapReader map(*node, kCosts, platform.problems());
  map.one_of("table", table_name);
  costs = find_cost_table(table_name).value();
  std::vector<std::string_view> own;
  for (const Row& row : kRows) {
    if (map.find(row.key) != nullptr) own.push_back(row.key);
    map.distribution(row.key, costs.*(row.member));
  }
  if (!own.empty()) costs.name += fmt::format(", but {}", fmt::join(own, ", "));
}

}  // namespace scenarios
