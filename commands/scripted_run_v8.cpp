#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "commands/scripted_run.h"
#include "scenarios/input_error.h"
#include "sim/simulation.h"

namespace commands {
namespace {

using models::script::ScriptCode;

// Clients of a whole run share one heap. What checks do counts into the turn of whoever is writing the trace, whose own
// limit is longer.
constexpr models::js::EngineLimits kForClients{.heap_bytes = std::size_t{4} << 30};
constexpr models::js::EngineLimits kForChecks{.turn_cpu_ms = 2'000};

}  // namespace

ScriptedRun::ScriptedRun(const nlohmann::json& request, const scenarios::Scenario& scenario, sim::RunSeed seed,
                         sim::TraceSink& sink)
    : scenario_(scenario), choices_(seed), sink_(sink) {
  scripts_ = request.value("scripts", nlohmann::json::object());
  if (scripts_.empty()) return;
  snapshot_ = request.at("scriptsSnapshot").get<std::string>();
  add_checks();
}

ScriptCode ScriptedRun::code_of(const std::string& file) const {
  const nlohmann::json& bundled = scripts_.at(file);
  const std::filesystem::path within = std::filesystem::path(file).lexically_relative(
      scenario_.file.has_parent_path() ? scenario_.file.parent_path() : std::filesystem::path("."));
  const std::string name = within.string() + ".bundle";
  return {name, bundled.at("code").get<std::string>(),
          models::room::SourceMap(name, bundled.at("map").get<std::string>())};
}

void ScriptedRun::add_checks() {
  const std::filesystem::path folder = scenario_.file.parent_path();
  for (std::size_t i = 0; i < scenario_.expectations.size(); ++i) {
    const scenarios::Check& check = scenario_.expectations[i].check;
    if (check.file.empty()) continue;
    checks_.push_back(std::make_unique<models::script::Checks>(
        std::make_unique<models::js::Engine>(snapshot_, kForChecks),
        models::script::CheckModule{static_cast<std::uint32_t>(i), check.file, check.only, code_of(check.file)},
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
  std::map<std::string, ScriptCode> codes;
  std::set<std::string> hosts;
  for (const auto& group : scenario_.clients) {
    hosts.insert(group.host);
    if (!group.script.empty() && !codes.contains(group.script)) codes.emplace(group.script, code_of(group.script));
  }
  if (!codes.empty()) {
    clients_ = std::make_unique<models::script::ClientScripts>(
        std::make_shared<models::js::Engine>(snapshot_, kForClients), std::move(codes), std::move(hosts),
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
