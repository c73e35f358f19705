#pragma once

// Many runs of scenarios over the cores, by a pool of workers.

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "commands/bundle.h"
#include "commands/planned_run.h"
#include "commands/supervise.h"

namespace commands {

/// What is kept of a run: the same bytes wherever, whenever and beside whatever it was played.
struct RunResult {
  Exit exit = Exit::unknown;
  bool interrupted = false;     // not played to its end: Ctrl-C came first
  nlohmann::ordered_json line;  // what a file of results holds of it
};

struct CampaignOptions {
  unsigned jobs = 0;  // worker processes at a time; 0: one a core
  Counters counters = Counters::blocks;
};

struct CampaignListener {
  /// As they come, by the calling thread; `run` is the place in the list.
  std::function<void(std::size_t run, const RunResult&)> on_result;
  /// Several times a second, by the calling thread: those that have begun and not ended.
  std::function<void(const std::set<std::size_t>& running)> on_tick;
};

/// A scenario that is bad input is the result of its runs (Exit::bad_input), not an exception.
void play_campaign(const std::vector<PlannedRun>& runs, const CampaignOptions& options,
                   const CampaignListener& listener);

/// The word for an exit code in results: holds, violated, untested, unknown, bad input.
[[nodiscard]] std::string outcome_word(Exit exit);

}  // namespace commands
