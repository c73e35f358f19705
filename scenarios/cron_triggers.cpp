#include "scenarios/cron_triggers.h"

#include <utility>

namespace scenarios {

CronTriggers::CronTriggers(models::runtime::Platform& platform,
                           const std::vector<std::vector<const models::worker::Project*>>& code)
    : platform_(platform) {
  std::string problem;
  for (std::uint32_t worker = 0; worker < code.size(); ++worker)
    for (const std::string& cron : code[worker].front()->crons)
      if (auto schedule = models::worker::CronSchedule::parse(cron, problem))
        triggers_.push_back({worker, cron, std::move(*schedule)});
}

void CronTriggers::start() {
  for (const Trigger& trigger : triggers_) plan(trigger);
}

void CronTriggers::plan(const Trigger& trigger) {
  const auto due = trigger.schedule.next(platform_.simulation().now());
  if (!due) return;
  platform_.simulation().at(*due, sim::Action([this, &trigger] {
    platform_.scheduled(trigger.worker, trigger.cron);
    plan(trigger);
  }));
}

}  // namespace scenarios
