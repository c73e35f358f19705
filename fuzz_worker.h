#pragma once

// The worker's side of a campaign: many short runs of one scenario in this process, what befalls each, and what of that
// matters.

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "stages.h"

namespace dormouse {

/// request: {scenario, bundles, scripts, seed, runs, seconds, job, jobs, round}, and if need be {strategy, depth,
/// corpus}; known: identities that are no findings; untilFailure: the first finding is the last; asItIs: findings are
/// told as faults and platform, in place of scenarios that are shrunk. Of the seeds from there on it takes each
/// jobs-th, from the round-th on. Sends a line of JSON as a block before each run ({playing}), for each new finding
/// ({finding}: as it was found, and again when it is shrunk), for each case that came to something new ({keep}) and
/// every half second, then an `end` frame. make_stages: for
/// the scenario, which outlives them.
void fuzz(const nlohmann::json& request,
          const std::function<std::unique_ptr<Stages>(const scenarios::Scenario&)>& make_stages);

}  // namespace dormouse
