#pragma once

#include <vector>

#include "models/worker/config_file.h"
#include "models/worker/project.h"

namespace models::worker {

/// The entry file that a folder without `main` most likely means: worker.js, index.js, src/index.js, ... or empty.
[[nodiscard]] std::string likely_main(const std::filesystem::path& folder);

/// If the configuration lacks something that a run needs, one problem whose remedy holds every line to add. What the
/// vendor's tool would assume when it runs a project locally is assumed, with a note that says what deploying needs.
void check_missing(const ConfigFile& config, Project& project, std::vector<ProjectProblem>& problems);

}  // namespace models::worker
