#pragma once

// One played scenario, read from its trace while it is played.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "commands/bundle.h"
#include "commands/ingredients.h"
#include "commands/supervise.h"
#include "reports/code_lines.h"
#include "reports/report.h"
#include "scenarios/scenario.h"

namespace commands {

struct PlayRequest {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  std::optional<std::filesystem::path> trace = std::nullopt;
  Counters counters = Counters::blocks;
  bool lines = false;
  bool progress = false;
  std::function<void(std::string_view block)> also = nullptr;  // hears the trace, too
};

struct Played {
  WorkDone work;
  reports::Report report;
  std::string client_transcript;  // equal for two runs whose clients saw the same; see ClientTranscript
  std::uint64_t records = 0;
  IngredientDigests ingredients;
  std::optional<reports::CodeLines> lines;  // if asked for, and the run was finished
};

/// Takes the blocks of one run as they come, and makes all of them that is said of the run.
class RunReader {
 public:
  /// Throws scenarios::InputError if the trace cannot be written there. The scenario must live as long as this does.
  explicit RunReader(const scenarios::Scenario& scenario, const std::optional<std::filesystem::path>& trace = {});
  ~RunReader();
  RunReader(const RunReader&) = delete;
  RunReader& operator=(const RunReader&) = delete;
  void block(std::string_view block);
  /// Of the latest record.
  [[nodiscard]] sim::Time last() const { return last_; }
  /// Call once.
  [[nodiscard]] Played finish(WorkDone work);

 private:
  struct Readers;
  void add_verdicts();

  const scenarios::Scenario& scenario_;
  std::unique_ptr<Readers> readers_;
  sim::Time last_;
  Played played_;
};

/// Why nothing of this code can be counted; empty if it can.
[[nodiscard]] std::string why_uncounted(const scenarios::Scenario& scenario, Counters counters);
/// Throws scenarios::InputError if the scenario takes CPU times from counts that there will not be.
void refuse_uncounted(const scenarios::Scenario& scenario, Counters counters);

/// Plays the scenario in a worker and reads its trace. Throws scenarios::InputError and std::runtime_error.
[[nodiscard]] Played play(const scenarios::Scenario& scenario, const PlayRequest& request);

[[nodiscard]] Exit exit_of(const Played& played);
/// Of two runs, the graver one's code is the command's.
[[nodiscard]] bool less_grave(Exit a, Exit b);

}  // namespace commands
