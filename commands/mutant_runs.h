#pragma once

// Runs of code with a mistake in it, held against those without.

#include <optional>
#include <string>
#include <vector>

#include "commands/mutated_code.h"

namespace commands {

/// What in a run under the scenario's own seed told the mutant from the code as it is.
struct Catch {
  std::size_t scenario = 0;
  std::string name;  // the promise, or "the run": it could not be played to its end
  std::string how;   // violated; untested: nothing put the promise to the test any more; or what stopped the run
};

/// What the fuzzer found in the mutant, and does not find in the code as it is.
struct FuzzCatch {
  std::size_t scenario = 0;
  std::string oracle;
  std::vector<std::string> words;
  std::vector<std::string> faults, platform;  // that it needs besides the seed
  std::uint64_t seed = 0;
};

struct MutantResult {
  bool played = false;
  bool same_run = true;  // its traces are those of the code as it is, record for record
  std::vector<Catch> catches;
  std::optional<FuzzCatch> fuzzed;
};

/// Plays the scenario as it is, and fills in what it comes to. Returns how often each block of each code ran, as the
/// worker says it: [worker][revision]. Throws std::runtime_error if it is not played to its end.
[[nodiscard]] nlohmann::json play_unmutated(MutatedScenario& scenario);

/// The fuzzer is let at the code as it is for more runs than a mutant gets: so many times, each of them a task of its
/// own, so that what they find does not depend on how many are under way.
inline constexpr std::size_t kSlices = 4;
/// What one of them finds: the identities of the findings.
[[nodiscard]] std::vector<std::string> fuzz_unmutated(const MutatedScenario& scenario, std::size_t slice);

[[nodiscard]] MutantResult play_mutant(const std::vector<std::unique_ptr<MutatedScenario>>& scenarios,
                                       const MutatedCode& code, const NumberedMutant& mutant);

}  // namespace commands
