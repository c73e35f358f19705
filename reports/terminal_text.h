#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace reports {

/// A run's own words for a terminal: control characters shown as \xNN, and cut with "..." to so many columns.
[[nodiscard]] std::string visible(std::string_view text, std::size_t columns);

}  // namespace reports
