#pragma once

// One played scenario, read from its trace while it is played.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "commands/bundle.h"
#include "commands/supervise.h"
#include "reports/code_lines.h"
#include "reports/report.h"
#include "scenarios/scenario.h"

namespace commands {

struct PlayRequest {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  std::optional<std::filesystem::path> trace;
  Counters counters = Counters::blocks;
  bool lines = false;
  bool progress = false;
};

struct Played {
  WorkDone work;
  reports::Report report;
  std::string client_transcript;  // equal for two runs whose clients saw the same; see ClientTranscript
  std::uint64_t records = 0;
  std::optional<reports::CodeLines> lines;  // if asked for, and the run was finished
};

/// Plays the scenario in a worker and reads its trace. Throws scenarios::InputError and std::runtime_error.
[[nodiscard]] Played play(const scenarios::Scenario& scenario, const PlayRequest& request);

}  // namespace commands
