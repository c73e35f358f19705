#pragma once

// The corpus of a campaign on disk: one small file a case.

#include <filesystem>
#include <nlohmann/json.hpp>

#include "scenarios/scenario.h"

namespace commands {

/// Below `root` a folder for this scenario and variation.
[[nodiscard]] std::filesystem::path corpus_folder(const std::filesystem::path& root,
                                                  const scenarios::Scenario& scenario);

/// What is there, in the order of the files' names, which depend on what is in them alone; 500 at most. Throws
/// scenarios::InputError for a file that is no such case.
[[nodiscard]] nlohmann::json load_corpus(const std::filesystem::path& folder);

/// Unless it is there already. Throws scenarios::InputError if it cannot be written.
void keep_in_corpus(const std::filesystem::path& folder, const nlohmann::json& one);

}  // namespace commands
