#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace reports {

/// A run's own words for a terminal: control characters shown as \xNN, and cut with "..." to so many columns.
[[nodiscard]] std::string visible(std::string_view text, std::size_t columns);

/// The same in whole, as lines of at most so many columns, broken at spaces where there are any.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// wrapped() in a page's 98 columns, each line indented by so many spaces and ended.
[[nodiscard]] std::string indented(std::string_view text, std::size_t by);

[[nodiscard]] std::string first_line(std::string_view text);

/// "1 room", "2 rooms".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view one, std::string_view many);

}  // namespace reports
