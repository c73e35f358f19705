#pragma once

// A case as JSON, as a corpus keeps it: {seed, naps, mischief: [...]}.

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "scenarios/fuzz/mischief.h"

namespace scenarios::fuzz {

[[nodiscard]] nlohmann::json to_json(const Case& one);
/// Nothing if it is not such a case.
[[nodiscard]] std::optional<Case> case_from(const nlohmann::json& written);

}  // namespace scenarios::fuzz
