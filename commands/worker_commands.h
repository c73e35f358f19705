#pragma once

// How the worker for a request is started: each kind of room code has its own program beside ours.

#include <filesystem>
#include <nlohmann/json.hpp>

#include "sim/worker_process.h"

namespace commands {

[[nodiscard]] sim::WorkerCommand native_worker(const std::filesystem::path& folder, const nlohmann::json& request);

/// Throws scenarios::InputError in a build without the JavaScript engine.
[[nodiscard]] sim::WorkerCommand javascript_worker(const std::filesystem::path& folder, const nlohmann::json& request);

}  // namespace commands
