#pragma once

// Members of JSON messages, as scenarios name them.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace models {

/// Whether everything that is wanted is there; objects may have more members.
[[nodiscard]] bool has_members(const nlohmann::json& got, const nlohmann::json& wanted);
/// The member of a path: "message.id", "items.0". Null if there is none.
[[nodiscard]] const nlohmann::json* member_at(const nlohmann::json& value, std::string_view path);
/// On one line, whatever its bytes are.
[[nodiscard]] std::string dumped(const nlohmann::json& value);

}  // namespace models
