#pragma once

// A simulation whose trace is kept, for tests of models.

#include <string>
#include <vector>

#include "models/records.h"
#include "sim/simulation.h"
#include "sim/trace.h"

namespace tests {

struct KeptTrace final : sim::TraceSink {
  std::vector<std::string> blocks;
  void write_block(std::string_view block) override { blocks.emplace_back(block); }
};

template <class R>
struct Happened {
  sim::Duration after;  // since the start
  R record;
};

/// Everything runs at level all, from the default start.
struct RunFixture {
  explicit RunFixture(std::uint64_t seed = 1)
      : choices({.seed = seed}), writer(sim::TraceLevel::all, sink), simulation(sim::kDefaultStart, choices, writer) {}

  KeptTrace sink;
  sim::Choices choices;
  sim::TraceWriter writer;
  sim::Simulation simulation;

  sim::RunOutcome run_for(sim::Duration length) { return simulation.run({.horizon = simulation.now() + length}); }

  /// The records of one kind, in order. Ends the trace.
  template <class R>
  std::vector<Happened<R>> records() {
    std::vector<Happened<R>> found;
    for_each([&](const sim::RawRecord& raw) {
      if (raw.kind != R::kKind) return;
      R record;
      if (!sim::decode(raw.body, record)) throw std::logic_error("a record does not decode");
      found.push_back({raw.at - sim::kDefaultStart, record});
    });
    return found;
  }
  template <class Visit>
  void for_each(Visit visit) {
    writer.finish();
    sim::TraceReader reader;
    for (const std::string& block : sink.blocks) reader.read_block(block, visit);
  }
  /// The bytes behind a body id. Ends the trace.
  std::string body(sim::BodyId id) {
    for (const auto& [after, record] : records<sim::BodyRecord>())
      if (record.id == id) return record.bytes;
    return {};
  }
};

}  // namespace tests
