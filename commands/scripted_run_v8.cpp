#include <filesystem>
#include <set>
#include <utility>

#include "commands/scripted_run.h"
#include "scenarios/input_error.h"
#include "sim/simulation.h"

namespace commands {

ScriptedRun::ScriptedRun(ScriptBundles& bundles, const scenarios::Scenario& scenario, sim::RunSeed seed,
                         sim::TraceSink& sink)
    : scenario_(scenario), bundles_(bundles), choices_(seed), sink_(sink) {
  add_checks();
}

void ScriptedRun::add_checks() {
  const std::filesystem::path folder = scenario_.file.parent_path();
  for (std::size_t i = 0; i < scenario_.expectations.size(); ++i) {
    const scenarios::Check& check = scenario_.expectations[i].check;
    if (check.file.empty()) continue;
    checks_.push_back(std::make_unique<models::script::Checks>(
        bundles_.engine_for_checks(),
        models::script::CheckModule{static_cast<std::uint32_t>(i), check.file, check.only,
                                    bundles_.codes().at(check.file)},
        choices_.stream(sim::site("check.random"), sim::entity("check", i)), scenario_.start));
    if (const auto error = checks_.back()->load()) {
      const bool placed = error->line > 0;
      throw scenarios::InputError(
          {{placed ? (folder / error->file).lexically_normal().string() : check.file, error->line, error->column,
            error->message, "docs/scripts.md says what a module of checks exports"}});
    }
    sink_.add(*checks_.back());
  }
}

void ScriptedRun::join(scenarios::World& world) {
  std::set<std::string> hosts;
  bool scripted = false;
  for (const auto& group : scenario_.clients) {
    hosts.insert(group.host);
    scripted = scripted || !group.script.empty();
  }
  if (scripted) {
    clients_ = std::make_unique<models::script::ClientScripts>(
        bundles_.engine_for_clients(), bundles_.codes(), std::move(hosts),
        [&platform = world.platform()](std::string limit) { platform.host_limit(std::move(limit)); });
    world.set_scripts(*clients_);
  }
  if (checks_.empty()) return;
  world.before_end([this, &world](std::string_view outcome) {
    const bool played =
        outcome == sim::name_of(sim::RunOutcome::horizon) || outcome == sim::name_of(sim::RunOutcome::out_of_events);
    for (const auto& checks : checks_)
      for (const auto& verdict : checks->verdicts(world.simulation().now(), played ? "" : outcome))
        world.simulation().record(verdict);
  });
}

}  // namespace commands
