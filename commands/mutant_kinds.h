#pragma once

#include <span>
#include <string_view>

namespace commands {

/// A standard mistake (models/worker/mutants), and what notices it.
struct MutantKind {
  std::string_view name;
  std::string_view means;
  std::string_view caught_by;  // what kind of expectation, where none did
};

[[nodiscard]] std::span<const MutantKind> mutant_kinds();
/// Null if there is none of this name.
[[nodiscard]] const MutantKind* find_mutant_kind(std::string_view name);

}  // namespace commands
