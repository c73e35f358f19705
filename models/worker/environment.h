#pragma once

// A configuration as one of its environments (`env.NAME`) sees it, and what only a developer's machine adds to it.

#include <string>
#include <vector>

#include "models/worker/config_file.h"
#include "models/worker/project.h"

namespace models::worker {

/// Bindings, vars and defines are the environment's alone; every other key is the top level's, unless the environment
/// has its own (docs: wrangler environments). A Worker without a name of its own there is called NAME-ENVIRONMENT. An
/// unknown environment is a problem. The empty name is the top level.
void enter_environment(ConfigFile& config, const std::string& environment, std::vector<ProjectProblem>& problems);

/// The secrets of `.dev.vars.ENVIRONMENT`, or else of `.dev.vars`, beside the configuration: NAME=value lines, values
/// perhaps in quotes, `#` before a comment. They take the place of `vars` of the same name.
void read_dev_vars(const std::string& environment, Project& project, std::vector<ProjectProblem>& problems);

}  // namespace models::worker
