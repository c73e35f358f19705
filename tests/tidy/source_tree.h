#pragma once

#include <filesystem>

#include "tests/tidy/finding.h"

namespace tests::tidy {

/// The text files that git tracks below root; without git or a checkout (an unpacked archive), every text file
/// there but those of build/, node_modules/ and the like. Sorted by path.
[[nodiscard]] SourceTree read_project(const std::filesystem::path& root);

/// The same by a walk over the folders alone.
[[nodiscard]] SourceTree walk_project(const std::filesystem::path& root);

}  // namespace tests::tidy
