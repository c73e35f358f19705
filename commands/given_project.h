#pragma once

#include <filesystem>
#include <string>

#include "models/worker/project.h"

namespace commands {

/// The project that a command is given: a folder, its configuration or its entry file. Throws scenarios::InputError
/// with all that is wrong with it, and if it has no Durable Object.
[[nodiscard]] models::worker::Project given_project(const std::filesystem::path& path, const std::string& environment);

}  // namespace commands
