#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace reports {

/// A run's own words for a terminal: control characters shown as \xNN, and cut with "..." to so many columns.
[[nodiscard]] std::string visible(std::string_view text, std::size_t columns);

/// The same in whole, as lines of at most so many columns, broken at spaces where there are any.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

}  // namespace reports
