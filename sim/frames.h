#pragma once

// How a worker process speaks to its supervisor: frames of {u32 type, u32 payload size}, little-endian, and the
// payload, on one file descriptor.

#include <cstdint>
#include <string_view>

namespace sim {

/// The worker's end of the pipe.
inline constexpr int kFrameDescriptor = 3;

enum class FrameType : std::uint32_t {
  block = 1,      // one block of the trace
  end = 2,        // the work is done: a JSON object about it
  bad_input = 3,  // what was asked cannot be done as it is: a JSON list of problems
  failed = 4,     // something went wrong that is nobody's input: a JSON object with a message
  host_limit = 5  // written when the process is about to die of a limit: text, the limit and the best-known position
};

/// Writes one frame whole. Ends the process quietly if nobody reads any more.
void write_frame(int descriptor, FrameType type, std::string_view payload);

}  // namespace sim
