#pragma once

// One module of a Worker that is written in several, in TypeScript or with packages from npm.

#include <cstdint>
#include <nlohmann/json.hpp>

#include "scenarios/scenario.h"

namespace commands {

/// Whether the user's code counts what of it runs (models/worker/instrument.mjs).
enum class Counters : std::uint8_t { none, blocks };

/// For a worker's request: a list for each Worker (scenarios::code_of()), with {code, map} for each revision of its
/// code, with counters also {blocks, sites}; null for one that is run file by file. Made anew only when something that
/// went into it has changed since. Throws scenarios::InputError for what the bundler refuses, with file, line and
/// column.
[[nodiscard]] nlohmann::json bundles_of(const scenarios::Scenario& scenario, Counters counters);

/// Of its client modules and checks, by file: {code, map} each. Throws as bundles_of.
[[nodiscard]] nlohmann::json scripts_of(const scenarios::Scenario& scenario);

/// What a project's code touches, handles and seems to be asked for (models/worker/survey). Throws as bundles_of.
[[nodiscard]] nlohmann::json survey_of(const models::worker::Project& project);

}  // namespace commands
