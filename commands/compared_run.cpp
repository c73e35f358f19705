#include "commands/compared_run.h"

#include "reports/residence.h"
#include "reports/tariff.h"
#include "reports/usage.h"
#include "scenarios/eviction_choice.h"
#include "sim/trace.h"

namespace commands {

ComparedRunResult play_compared(const scenarios::Scenario& scenario, const ComparedRun& run, const nlohmann::json& code,
                                sim::Duration wake_worth) {
  reports::UsageReader usage;
  reports::ResidenceReader residence(wake_worth);
  sim::TraceReader blocks;
  const auto on_block = [&](std::string_view block) {
    blocks.read_block(block, [&](const sim::RawRecord& record) {
      usage.visit(record);
      residence.visit(record);
    });
  };
  ComparedRunResult result;
  result.work = supervise({{"do", "run"},
                           {"scenario", scenario.file.string()},
                           {"variation", scenario.variation},
                           {"native", !scenario.native.empty()},
                           {"bundles", code.at("bundles")},
                           {"scripts", code.at("scripts")},
                           {"seed", run.seed},
                           {"replication", run.replication},
                           {"compare", {{"eviction", run.policy}, {"wakeWorthNs", wake_worth.count()}}}},
                          on_block);
  if (result.work.kind != WorkDone::Kind::done) return result;
  const auto tariff = reports::find_tariff(scenario.platform.tariff).value();
  const auto plan = scenario.platform.plan == "free" ? reports::Plan::free : reports::Plan::paid;
  result.run = reports::measure(residence.finish(), usage.finish(), scenario.duration, wake_worth, tariff, plan);
  result.run.replication = run.replication;
  result.run.fingerprint = blocks.fingerprint().to_string();
  return result;
}

void apply_comparison(const nlohmann::json& request, scenarios::Scenario& scenario) {
  const auto compare = request.find("compare");
  if (compare == request.end()) return;
  models::runtime::PlatformOptions& options = scenario.platform.options;
  scenarios::choose_eviction(compare->at("eviction").get<std::string>(), options.eviction);
  if (options.eviction.wake_worth.count() == 0)
    options.eviction.wake_worth = sim::Duration{compare->at("wakeWorthNs").get<std::int64_t>()};
  options.tell_wakes = true;
  scenario.level = sim::TraceLevel::lifecycle;
}

}  // namespace commands
