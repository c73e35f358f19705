#pragma once

#include <string>
#include <vector>

#include "sim/worker_process.h"

namespace models::js {

/// A program of ours that runs inside the pinned Node (models/js/addon.h).
struct NodeProgram {
  std::string addon;                   // path of the .node file
  std::vector<std::string> arguments;  // of its main
  std::string node = "";               // path of the Node binary; "": the one of the build
};

/// How it is started: with the flags that take every choice of the machine's out of V8, and an environment that holds
/// a fixed zone and locale and nothing of the supervisor's.
[[nodiscard]] sim::WorkerCommand worker_command(const NodeProgram& program);

/// A script that the pinned Node itself runs, in the same environment: a tool of ours, no room code.
[[nodiscard]] sim::WorkerCommand script_command(const std::string& script);

}  // namespace models::js
