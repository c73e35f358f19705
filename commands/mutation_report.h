#pragma once

// What a mutation campaign comes to, for people and for programs.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands/mutant_runs.h"

namespace commands {

struct JudgedMutant {
  const NumberedMutant* mutant = nullptr;
  std::string file;  // as the user calls it
  MutantResult result;
};

enum class MutantVerdict : std::uint8_t { caught, caught_by_fuzzing, survived, never_reached, not_played };
[[nodiscard]] MutantVerdict verdict_of(const JudgedMutant& one);

struct MutationReport {
  const std::vector<std::unique_ptr<MutatedScenario>>& scenarios;
  std::vector<JudgedMutant> mutants;
  [[nodiscard]] std::size_t count(MutantVerdict verdict) const;
};

[[nodiscard]] std::string text_of(const MutationReport& report);
[[nodiscard]] nlohmann::ordered_json json_of(const MutationReport& report);

}  // namespace commands
