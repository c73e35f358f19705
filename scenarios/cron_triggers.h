#pragma once

// Cron triggers: each fires scheduled() of the Worker at its minutes, in UTC.

#include <string>
#include <vector>

#include "models/runtime/platform.h"
#include "models/worker/cron_schedule.h"

namespace scenarios {

/// The platform must outlive the simulation's run.
class CronTriggers {
 public:
  /// Expressions that were read before (Project::crons, `crons:`).
  CronTriggers(models::runtime::Platform& platform, const std::vector<std::string>& crons);
  void start();

 private:
  struct Trigger {
    std::string cron;
    models::worker::CronSchedule schedule;
  };
  void plan(const Trigger& trigger);

  models::runtime::Platform& platform_;
  std::vector<Trigger> triggers_;
};

}  // namespace scenarios
