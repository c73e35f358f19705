#pragma once

// One module of a Worker that is written in several, in TypeScript or with packages from npm.

#include <nlohmann/json.hpp>

#include "scenarios/scenario.h"

namespace commands {

/// {code, map}, for a worker's request; null if its files can be run as they are. Made anew only when
/// something that went into it has changed since. Throws scenarios::InputError for what the bundler refuses, with file,
/// line and column.
[[nodiscard]] nlohmann::json bundle_of(const scenarios::Scenario& scenario);

}  // namespace commands
