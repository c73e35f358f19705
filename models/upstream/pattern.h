#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace models::upstream {

/// What each * of the pattern stands for, if the pattern fits the whole text; each takes as little as it can.
[[nodiscard]] std::optional<std::vector<std::string>> matched(std::string_view pattern, std::string_view text);

/// Likewise for an absolute URL. A pattern may leave out the scheme, the path (then every path fits), the query (then
/// every query fits) and, if it begins with a slash, the host. Letters of the host are compared in lower case.
[[nodiscard]] std::optional<std::vector<std::string>> matched_url(std::string_view pattern, std::string_view url);

}  // namespace models::upstream
