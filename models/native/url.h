#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace models::native {

/// The first value of a parameter in the URL's query, decoded as application/x-www-form-urlencoded.
[[nodiscard]] std::optional<std::string> query_parameter(std::string_view url, std::string_view name);

}  // namespace models::native
