#pragma once

// What `dormouse mutate` plays: scenarios as they are, and the code whose mutants are put in place of its own.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "commands/mutants.h"
#include "reports/verdict_line.h"
#include "scenarios/scenario.h"

namespace commands {

/// A scenario, or one variation of it, with what it comes to as it is.
struct MutatedScenario {
  scenarios::Scenario scenario;
  std::uint64_t seed = 1;
  nlohmann::json bundles, scripts;
  std::vector<reports::VerdictLine> verdicts;
  std::string fingerprint;
  std::uint64_t records = 0;       // of its trace
  std::uint64_t runs = 0;          // of the fuzzer for each mutant
  std::vector<std::string> known;  // what the fuzzer finds in the code as it is
  /// "chat.yaml visitors=10".
  [[nodiscard]] std::string name() const;
};

/// Code that one or several of the scenarios run.
struct MutatedCode {
  struct Place {
    std::size_t scenario;
    std::uint32_t worker, revision;
  };
  const models::worker::Project* project = nullptr;  // of a scenario that runs it
  nlohmann::json bundle;                             // without counters
  std::vector<std::string> classes;
  std::vector<Place> places;
};

struct NumberedMutant : Mutant {
  unsigned id = 0;  // from 1
  std::size_t code = 0;
};

/// Every variation of each file, by its own seed unless one is given. Throws scenarios::InputError, also for what has
/// no code that could be changed.
[[nodiscard]] std::vector<std::unique_ptr<MutatedScenario>> mutated_scenarios(
    const std::vector<std::filesystem::path>& files, std::optional<std::uint64_t> seed);

/// The same code once, whoever runs it.
[[nodiscard]] std::vector<MutatedCode> codes_of(const std::vector<std::unique_ptr<MutatedScenario>>& scenarios);

/// The scenario's bundles with the mutant's code in place of its own.
[[nodiscard]] nlohmann::json bundles_with(const MutatedScenario& scenario, std::size_t number, const MutatedCode& code,
                                          const NumberedMutant& mutant);

}  // namespace commands
