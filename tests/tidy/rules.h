#pragma once

#include "tests/tidy/finding.h"

namespace tests::tidy {

inline constexpr int kMaxFileLines = 400;
inline constexpr int kMaxFunctionLines = 60;

/// Rule "file-length": code files, but for the fixtures that the project plays as they are.
[[nodiscard]] Findings check_file_length(const SourceTree& tree);
/// Rule "function-length", C++ only.
[[nodiscard]] Findings check_function_length(const SourceTree& tree);
/// What would let a run depend on the machine or the library: rules "random", "hash", "clock", "locale", "format".
/// tests/bench is left out: it measures.
[[nodiscard]] Findings check_banned_words(const SourceTree& tree);
/// Rule "unordered-iteration": loops over, or begin() of, a variable declared unordered in the file or in the header
/// of its name.
[[nodiscard]] Findings check_unordered_iteration(const SourceTree& tree);
/// Rules "pragma-once" and "using-namespace".
[[nodiscard]] Findings check_headers(const SourceTree& tree);
/// Rule "names": types and files that do not say what they are.
[[nodiscard]] Findings check_names(const SourceTree& tree);
/// Rule "machine": paths of one machine, hosts of package registries, download addresses in a lock file.
[[nodiscard]] Findings check_machine_words(const SourceTree& tree);

}  // namespace tests::tidy
