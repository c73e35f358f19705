#pragma once

// The conditions of `vary: constraint:`, such as "$clients <= 100 or $link == fibre".

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scenarios {

/// A variation's names and what they stand for; a map or list stands for nothing that can be compared: "".
using Values = std::vector<std::pair<std::string, std::string>>;

/// and, or, not, == != < <= > >=, + - * /, parentheses, $names, and numbers, durations, sizes, shares or words. If it
/// cannot be said, problem says why.
[[nodiscard]] bool holds(std::string_view condition, const Values& values, std::string& problem);

}  // namespace scenarios
