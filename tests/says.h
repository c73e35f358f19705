#pragma once

#include <string>
#include <string_view>

#include "tests/catch.h"

namespace tests {

[[nodiscard]] inline bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Checks that a message holds these words. (The matcher for it has another name in each version of Catch2.)
inline void check_says(const std::string& message, std::string_view words) {
  INFO("message: " << message);
  INFO("expected in it: " << words);
  CHECK(message.find(words) != std::string::npos);
}

}  // namespace tests
