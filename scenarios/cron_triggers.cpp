#include "scenarios/cron_triggers.h"

#include <utility>

namespace scenarios {

CronTriggers::CronTriggers(models::runtime::Platform& platform, const std::vector<std::string>& crons)
    : platform_(platform) {
  std::string problem;
  for (const std::string& cron : crons)
    if (auto schedule = models::worker::CronSchedule::parse(cron, problem))
      triggers_.push_back({cron, std::move(*schedule)});
}

void CronTriggers::start() {
  for (const Trigger& trigger : triggers_) plan(trigger);
}

void CronTriggers::plan(const Trigger& trigger) {
  const auto due = trigger.schedule.next(platform_.simulation().now());
  if (!due) return;
  platform_.simulation().at(*due, sim::Action([this, &trigger] {
    platform_.scheduled(trigger.cron);
    plan(trigger);
  }));
}

}  // namespace scenarios
