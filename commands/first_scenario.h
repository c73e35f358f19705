#pragma once

// A first scenario for a Durable Object class, with comments that teach what each line is for.

#include <string>
#include <vector>

#include "commands/exchange.h"
#include "sim/time.h"

namespace commands {

struct Promise {
  std::string line;    // as `expect:` has it
  std::string remark;  // why it is left out; "": it is kept
};

struct FirstScenario {
  std::string worker;  // as the file names it
  std::string environment;
  sim::Duration duration = std::chrono::minutes(3);
  std::string about_duration;
  std::vector<Promise> promises;
  bool hibernates = true;  // what the run showed
};

[[nodiscard]] std::string first_scenario_yaml(const Exchange& exchange, const FirstScenario& first);

}  // namespace commands
