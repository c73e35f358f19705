#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "scenarios/load_parts.h"
#include "scenarios/scenario.h"
#include "scenarios/scenario_tree.h"
#include "scenarios/source.h"
#include "scenarios/variations.h"

// From a file to the scenarios that it holds: includes, variations, replications.

namespace scenarios {
namespace {

constexpr std::size_t kMostCombinationsShown = 8;
constexpr std::size_t kMostRefused = 100;

Scenario read_one(const std::filesystem::path& file, Source& source, const Variation& variation, Problems& problems) {
  const Node* root = with_values(source.root(), variation, source.nodes(), problems);
  Scenario scenario = read_scenario(file, *root, problems);
  scenario.variation = variation.name;
  return scenario;
}

[[noreturn]] void refuse_name(const std::filesystem::path& file, const std::string& asked,
                              const std::vector<Variation>& variations) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < std::min(kMostCombinationsShown, variations.size()); ++i)
    names.push_back(variations[i].name);
  std::string message =
      asked.empty() ? fmt::format("this scenario has {} variations, and one of them is to be named", variations.size())
                    : fmt::format("there is no variation {}", shown(asked));
  throw InputError({{file.string(), 0, 0, std::move(message),
                     fmt::format("{}{}", fmt::join(names, "\n"), names.size() < variations.size() ? "\n..." : "")}});
}

}  // namespace

void visit_tree(const std::filesystem::path& file, const std::string& variation,
                const std::function<void(const Node&, Problems&)>& visit) {
  Source source(file);
  Problems problems(source.files());
  const std::vector<Variation> variations = read_variations(source.root(), problems);
  const auto found = std::ranges::find(variations, variation, &Variation::name);
  if (found == variations.end()) {
    problems.throw_if_any();
    refuse_name(file, variation, variations);
  }
  visit(*with_values(source.root(), *found, source.nodes(), problems), problems);
  problems.throw_if_any();
}

Scenario load_scenario(const std::filesystem::path& file, const std::string& variation) {
  Scenario scenario;
  visit_tree(file, variation,
             [&](const Node& root, Problems& problems) { scenario = read_scenario(file, root, problems); });
  scenario.variation = variation;
  return scenario;
}

Scenario scenario_from(std::string_view yaml, const std::filesystem::path& file) {
  const YamlDocument document = YamlDocument::parse(yaml, "");
  Problems problems("");
  Scenario scenario = read_scenario(file, document.root(), problems);
  problems.throw_if_any();
  return scenario;
}

std::vector<Scenario> load_variations(const std::filesystem::path& file) {
  Source source(file);
  Problems of_all(source.files());
  std::vector<Scenario> scenarios;
  std::set<std::tuple<std::string, int, int, std::string>> seen;
  std::size_t refused = 0;
  for (const Variation& variation : read_variations(source.root(), of_all)) {
    if (refused >= kMostRefused) break;  // what is wrong with so many is wrong with the file
    Problems problems(source.files());
    scenarios.push_back(read_one(file, source, variation, problems));
    if (!problems.all().empty()) ++refused;
    for (const Problem& problem : problems.all())
      if (seen.emplace(problem.file, problem.line, problem.column, problem.message).second) of_all.add(problem);
  }
  of_all.throw_if_any();
  return scenarios;
}

std::vector<PlannedRun> planned_runs(const std::vector<Scenario>& variations) {
  std::vector<PlannedRun> runs;
  for (std::size_t i = 0; i < variations.size(); ++i)
    for (std::uint64_t replication = 0; replication < variations[i].replications; ++replication)
      runs.push_back({i, variations[i].seed, static_cast<std::uint32_t>(replication)});
  return runs;
}

}  // namespace scenarios
