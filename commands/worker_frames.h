#pragma once

// The worker's side of the talk with its supervisor: what every worker program says, and how.

#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>

#include "sim/frames.h"
#include "sim/trace.h"

namespace commands {

/// Ends the process if nobody listens any more: there is nothing left to work for.
void send(sim::FrameType type, std::string_view payload);
void send(sim::FrameType type, const nlohmann::json& message);

/// Blocks of the trace, on their way to the supervisor.
class BlockSink final : public sim::TraceSink {
 public:
  void write_block(std::string_view block) override { send(sim::FrameType::block, block); }
};

/// Reads the request from standard input, hands it to the work, and reports what that throws.
void answer_request(const std::function<void(const nlohmann::json&)>& work);

}  // namespace commands
