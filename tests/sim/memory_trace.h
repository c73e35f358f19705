#pragma once

// A trace kept in memory, block by block, and a simulation that writes to it.

#include <string>
#include <vector>

#include "sim/simulation.h"

namespace tests {

struct MemoryTrace : sim::TraceSink {
  std::vector<std::string> blocks;
  void write_block(std::string_view block) override { blocks.emplace_back(block); }
};

struct World {
  MemoryTrace sink;
  sim::TraceWriter trace{sim::TraceLevel::all, sink};
  sim::Choices choices{sim::RunSeed{}};
  sim::Simulation sim{sim::kDefaultStart, choices, trace};

  sim::RunOutcome run_for(sim::Duration length) { return sim.run({.horizon = sim::kDefaultStart + length}); }
};

}  // namespace tests
