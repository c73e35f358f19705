#include "commands/mutated_code.h"

#include <algorithm>
#include <utility>

#include "commands/bundle.h"
#include "commands/played.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

using nlohmann::json;

/// What other Workers of the scenario bind of it must be exported, too.
std::vector<std::string> classes_of(const scenarios::Scenario& scenario, const models::worker::Project& project) {
  std::vector<std::string> classes;
  const auto add = [&](const std::string& name) {
    if (std::ranges::find(classes, name) == classes.end()) classes.push_back(name);
  };
  for (const auto& object : project.objects) add(object.class_name);
  for (const auto& revisions : scenarios::code_of(scenario))
    for (const models::worker::Project* other : revisions)
      for (const auto& object : other->foreign_objects)
        if (object.worker == project.name) add(object.class_name);
  std::ranges::sort(classes);
  return classes;
}

void add_codes(const MutatedScenario& one, std::size_t number, std::vector<MutatedCode>& codes) {
  const json plain = bundles_of(one.scenario, Counters::none);
  const auto all = scenarios::code_of(one.scenario);
  for (std::uint32_t worker = 0; worker < all.size(); ++worker)
    for (std::uint32_t revision = 0; revision < all[worker].size(); ++revision) {
      const models::worker::Project& project = *all[worker][revision];
      const json& bundle = plain[worker][revision];
      std::vector<std::string> classes = classes_of(one.scenario, project);
      if (classes.empty()) continue;
      auto found = std::ranges::find_if(codes, [&](const MutatedCode& code) {
        return code.project->folder == project.folder && code.bundle.at("code") == bundle.at("code") &&
               code.classes == classes;
      });
      if (found == codes.end()) {
        codes.push_back({.project = &project, .bundle = bundle, .classes = std::move(classes), .places = {}});
        found = std::prev(codes.end());
      }
      found->places.push_back({number, worker, revision});
    }
}

}  // namespace

std::string MutatedScenario::name() const {
  return scenario.file.string() + (scenario.variation.empty() ? "" : " " + scenario.variation);
}

std::vector<std::unique_ptr<MutatedScenario>> mutated_scenarios(const std::vector<std::filesystem::path>& files,
                                                                std::optional<std::uint64_t> seed) {
  std::vector<std::unique_ptr<MutatedScenario>> all;
  for (const auto& file : files)
    for (scenarios::Scenario& scenario : scenarios::load_variations(file)) {
      if (const std::string why = why_uncounted(scenario, Counters::blocks); !why.empty())
        throw scenarios::InputError(
            {{file.string(), 0, 0, why + ": its code cannot be changed", "name scenarios whose Workers are bundled"}});
      auto& one = *all.emplace_back(std::make_unique<MutatedScenario>());
      one.scenario = std::move(scenario);
      one.seed = seed.value_or(one.scenario.seed);
      one.bundles = bundles_of(one.scenario, Counters::blocks);
      if (one.bundles.empty())
        throw scenarios::InputError({{file.string(), 0, 0, "this build of dormouse has no JavaScript engine",
                                      "build it with -DDORMOUSE_WITH_V8=ON"}});
      one.scripts = scripts_of(one.scenario);
    }
  return all;
}

std::vector<MutatedCode> codes_of(const std::vector<std::unique_ptr<MutatedScenario>>& scenarios) {
  std::vector<MutatedCode> codes;
  for (std::size_t i = 0; i < scenarios.size(); ++i) add_codes(*scenarios[i], i, codes);
  return codes;
}

json bundles_with(const MutatedScenario& scenario, std::size_t number, const MutatedCode& code,
                  const NumberedMutant& mutant) {
  json bundles = scenario.bundles;
  for (const MutatedCode::Place& place : code.places)
    if (place.scenario == number) bundles[place.worker][place.revision] = mutant.bundle;
  return bundles;
}

}  // namespace commands
