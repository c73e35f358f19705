#include "commands/finding.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <system_error>

#include "commands/inputs_digest.h"
#include "commands/judged_run.h"
#include "commands/planned_run.h"
#include "scenarios/fuzz/retelling.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string platform_line(const std::vector<std::string>& keys) {
  return keys.empty() ? std::string() : fmt::format("platform: {{{}}}\n", fmt::join(keys, ", "));
}

/// On top of the campaign's own scenario. Beside naps there is the run without any, in which waking costs as little.
void write_on_top(const fs::path& folder, const scenarios::Scenario& scenario, const Finding& finding) {
  std::string head;
  for (const std::string& words : finding.words) head += fmt::format("# {}\n", words.substr(0, words.find('\n')));
  head += fmt::format("include: {}\nseed: {}\n", path_from(folder, scenario.file), finding.seed);
  std::vector<std::string> platform = finding.platform;
  if (finding.naps) {
    std::string costs = "costs: {table: " + scenario.platform.costs;
    for (const auto& [row, cost] : scenarios::fuzz::kCostsOfNaps) costs += fmt::format(", {}: 0s", row);
    platform.push_back(costs + "}");
  }
  std::string text = fmt::format("# {}\n{}{}", finding.oracle, head, platform_line(platform));
  if (!finding.faults.empty()) text += "faults:\n";
  for (const std::string& fault : finding.faults) text += fmt::format("  - {}\n", fault);
  write_text(folder / "scenario.yaml", text);
  if (!finding.naps) return;
  platform.push_back("eviction: never");
  write_text(folder / "awake.yaml", fmt::format("# The same when no room sleeps\n{}{}", head, platform_line(platform)));
}

}  // namespace

Finding finding_of(const json& told) {
  Finding finding{.oracle = told.at("oracle"),
                  .identity = told.at("identity"),
                  .words = told.at("words"),
                  .faults = told.value("faults", std::vector<std::string>()),
                  .platform = told.value("platform", std::vector<std::string>()),
                  .scenario = told.value("scenario", ""),
                  .awake = told.value("awake", ""),
                  .seed = told.at("seed"),
                  .run = told.at("run"),
                  .tries = told.at("tries"),
                  .naps = told.value("naps", false),
                  .shrunk = told.value("shrunk", true),
                  .seconds = told.at("seconds")};
  finding.size = told.value("events", finding.faults.size() + finding.platform.size());
  return finding;
}

Finding death_of(const json& playing, const std::string& words) {
  const auto limit = host_limit(words);
  Finding finding;
  finding.oracle = limit.oracle;
  finding.identity = limit.identity;
  finding.words = limit.words;
  finding.faults = playing.value("faults", std::vector<std::string>());
  finding.platform = playing.value("platform", std::vector<std::string>());
  finding.scenario = playing.value("scenario", "");
  finding.seed = playing.value("seed", std::uint64_t{0});
  finding.run = playing.value("run", std::uint64_t{0});
  finding.seconds = playing.value("seconds", 0.0);
  finding.size = finding.faults.size() + finding.platform.size();
  finding.died = true;
  return finding;
}

std::string path_from(const fs::path& base, const fs::path& scenario) {
  return fs::absolute(scenario).lexically_normal().lexically_relative(fs::absolute(base).lexically_normal()).string();
}

Bug write_finding(const fs::path& base, const scenarios::Scenario& scenario, const Finding& finding) {
  const std::string from_base = path_from(base, scenario.file);
  Bug bug;
  bug.folder = base / bug_id(from_base, scenario.variation, finding.identity);
  bug.id = bug.folder.filename().string();
  std::error_code error;
  fs::create_directories(bug.folder, error);
  if (finding.awake.empty()) fs::remove(bug.folder / "awake.yaml", error);
  if (finding.scenario.empty()) {
    write_on_top(bug.folder, scenario, finding);
    bug.variation = scenario.variation;
  } else {
    write_text(bug.folder / "scenario.yaml", finding.scenario);
    if (!finding.awake.empty()) write_text(bug.folder / "awake.yaml", finding.awake);
  }
  bug.oracle = finding.oracle;
  bug.identity = finding.identity;
  bug.words = finding.words;
  bug.fuzzed = (fs::path("..") / from_base).lexically_normal().string();
  bug.seed = finding.seed;
  bug.size = finding.size;
  bug.shrunk = finding.shrunk;
  if (!finding.platform.empty()) bug.befalls = {fmt::format("platform: {{{}}}", fmt::join(finding.platform, ", "))};
  for (const std::string& fault : finding.faults) bug.befalls.push_back("- " + fault);
  bug.versions = {{"dormouse", DORMOUSE_VERSION},
                  {"inputs", inputs_digest(bug.folder / "scenario.yaml")},
                  {"costs", scenario.platform.costs},
                  {"tariff", scenario.platform.tariff}};
  return bug;
}

std::string command_for(const Bug& bug) {
  const std::string shown = quoted((bug.folder / "scenario.yaml").string());
  std::string command = "dormouse run " + shown;
  std::error_code error;
  if (fs::exists(bug.folder / "awake.yaml", error))
    command = fmt::format("dormouse run --same {} {}", shown, quoted((bug.folder / "awake.yaml").string()));
  if (!bug.variation.empty()) command += fmt::format(" --variation {}", quoted(bug.variation));
  return command;
}

}  // namespace commands
