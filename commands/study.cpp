#include "commands/study.h"

#include <fmt/format.h>

#include "reports/decimal.h"
#include "scenarios/input_error.h"

namespace commands {

std::vector<PlannedRun> study_of(const std::filesystem::path& file, const RunOptions& options) {
  std::vector<scenarios::Scenario> variations;
  if (options.variation.empty())
    variations = scenarios::load_variations(file);
  else
    variations.push_back(scenarios::load_scenario(file, options.variation));
  for (auto& one : variations) {
    if (options.seed) one.seed = *options.seed;
    if (options.replications > 0) one.replications = options.replications;
  }
  std::vector<PlannedRun> runs = runs_of(variations);
  if (options.replication) {
    std::erase_if(runs, [](const PlannedRun& run) { return run.seed.replication != 0; });
    for (PlannedRun& run : runs) run.seed.replication = *options.replication;
  }
  if (options.trace && runs.size() > 1)
    throw scenarios::InputError(
        {{file.string(), 0, 0, fmt::format("--trace is for one run, and this scenario asks for {}", runs.size()),
          "name it: --variation NAME --replication N"}});
  return runs;
}

void print_study_head() { fmt::print("{:<48} {:>11} {:>12}  {}\n", "variation", "replication", "a month", "verdict"); }

void print_study_line(const nlohmann::ordered_json& result) {
  std::string verdict = result.at("outcome");
  if (result.contains("why")) {
    verdict += ": " + result["why"].get<std::string>();
  } else if (verdict != "holds") {
    const std::string wanted = verdict == "violated" ? verdict : "unknown";
    for (const auto& one : result.at("verdicts"))
      if (one.at("verdict") == wanted) {
        verdict = wanted + ": " + one.at("name").get<std::string>();
        break;
      }
  }
  std::string month;
  if (const auto cost = result.find("billMonth"); cost != result.end())
    if (const auto dollars = reports::Exact::parse(cost->get_ref<const std::string&>()))
      month = reports::grouped(reports::Money::of(*dollars));
  const std::string scenario = result.at("scenario");
  fmt::print("{:<48} {:>11} {:>12}  {}\n", result.value("variation", scenario),
             result.at("replication").get<unsigned>(), month, verdict);
}

}  // namespace commands
