#pragma once

// Cron triggers: each fires scheduled() of its Worker at its minutes, in UTC.

#include <string>
#include <vector>

#include "models/runtime/platform.h"
#include "models/worker/cron_schedule.h"
#include "models/worker/project.h"

namespace scenarios {

/// The platform must outlive the simulation's run.
class CronTriggers {
 public:
  /// code: as code_of() gives it. An upgrade leaves the triggers as they are.
  CronTriggers(models::runtime::Platform& platform,
               const std::vector<std::vector<const models::worker::Project*>>& code);
  void start();

 private:
  struct Trigger {
    std::uint32_t worker = 0;
    std::string cron;
    models::worker::CronSchedule schedule;
  };
  void plan(const Trigger& trigger);

  models::runtime::Platform& platform_;
  std::vector<Trigger> triggers_;
};

}  // namespace scenarios
