#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

namespace models::worker {

/// A wrangler configuration as JSON, whichever of its forms it is written in. Throws ProjectError for syntax errors,
/// with line and column.
[[nodiscard]] nlohmann::json read_config_file(const std::filesystem::path& file);

}  // namespace models::worker
