#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "models/network/wire.h"
#include "sim/simulation.h"

namespace tests {

inline models::network::Frame text_frame(std::string text) {
  return {models::network::Opcode::text, models::network::Bytes(std::move(text)), 0};
}

/// What one end has heard, each with the milliseconds since the start.
struct Heard final : models::network::WireListener {
  explicit Heard(sim::Simulation& s) : simulation(s) {}
  sim::Simulation& simulation;
  std::vector<std::string> lines;

  void on_frame(const models::network::Frame& frame) override { note(*frame.bytes); }
  void on_lost(models::network::Loss loss) override {
    note(loss == models::network::Loss::peer_gone ? "peer gone" : "link lost");
  }
  void note(std::string_view what) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(simulation.now() - sim::kDefaultStart);
    lines.push_back(fmt::format("{} {}", ms.count(), what));
  }
};

}  // namespace tests
