#pragma once

// Which lines of the user's code a failure is about.

#include <string>
#include <vector>

#include "commands/sequence_diagram.h"
#include "scenarios/scenario.h"

namespace commands {

/// "worker.js:12:5  throws" for positions of stacks in the words, and "worker.js:9:3  webSocketMessage" for handlers
/// that the steps enter. Each once.
[[nodiscard]] std::vector<std::string> source_lines(const scenarios::Scenario& scenario,
                                                    const std::vector<std::string>& words,
                                                    const std::vector<ChainStep>& steps);

}  // namespace commands
