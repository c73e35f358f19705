#include <filesystem>

#include "commands/script_bundles.h"

namespace commands {
namespace {

// Clients of a whole run share one heap. What checks do counts into the turn of whoever is writing the trace, whose own
// limit is longer.
constexpr models::js::EngineLimits kForClients{.heap_bytes = std::size_t{4} << 30};
constexpr models::js::EngineLimits kForChecks{.turn_cpu_ms = 2'000};

}  // namespace

ScriptBundles::ScriptBundles(const nlohmann::json& request, const scenarios::Scenario& scenario)
    : for_clients_({request.value("scriptsSnapshot", ""), kForClients}),
      for_checks_({request.value("scriptsSnapshot", ""), kForChecks}) {
  const auto scripts = request.find("scripts");
  if (scripts == request.end()) return;
  const std::filesystem::path folder =
      scenario.file.has_parent_path() ? scenario.file.parent_path() : std::filesystem::path(".");
  for (auto bundled = scripts->begin(); bundled != scripts->end(); ++bundled) {
    const std::string name = std::filesystem::path(bundled.key()).lexically_relative(folder).string() + ".bundle";
    codes_.emplace(bundled.key(),
                   models::script::ScriptCode{name, bundled->at("code").get<std::string>(),
                                              models::room::SourceMap(name, bundled->at("map").get<std::string>())});
  }
}

}  // namespace commands
