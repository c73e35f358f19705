#include "scenarios/cost_tables.h"

#include "scenarios/input_error.h"
#include "scenarios/map_reader.h"
#include "scenarios/yaml_document.h"

namespace embedded {
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

Table read_table(std::string_view text, std::string_view name) {
  const YamlDocument document = YamlDocument::parse(text, "costs/" + std::string(name) + ".yaml");
  Problems problems(document.file());
  std::vector<std::string_view> keys = {"name"};
  for (const Row& row : kRows) keys.push_back(row.key);
  MapReader map(document.root(), "a cost table", keys, problems);
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

std::vector<std::string_view> cost_table_names() { return {"assumed-2026-11", "local", "zero"}; }

std::optional<Table> find_cost_table(std::string_view name) {
  if (name == "assumed-2026-11") return read_table(embedded::costs_assumed_2026_11, name);
  if (name == "local") return read_table(embedded::costs_local, name);
  if (name == "zero") return read_table(embedded::costs_zero, name);
  return std::nullopt;
}

}  // namespace scenarios
