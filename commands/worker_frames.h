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

/// What the supervisor wants, from standard input.
[[nodiscard]] nlohmann::json read_request();

/// Does one piece of work, which sends its `end` frame itself; what keeps it from that is said in its stead.
void answer(const std::function<void()>& work);

}  // namespace commands
