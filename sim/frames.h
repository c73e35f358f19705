#pragma once

// What a worker process tells its supervisor.

#include <cstdint>

namespace sim {

/// The payload of each type of frame that a worker sends (see sim/worker_process.h).
enum class FrameType : std::uint32_t {
  block = 1,      // one block of the trace
  end = 2,        // the work is done: a JSON object about it
  bad_input = 3,  // what was asked cannot be done as it is: a JSON list of problems
  failed = 4,     // something went wrong that is nobody's input: a JSON object with a message
  host_limit = 5  // written when the process is about to die of a limit: text, the limit and the best-known position
};

}  // namespace sim
