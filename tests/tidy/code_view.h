#pragma once

// C++ read just closely enough for the rules: comments and literals blanked, so that a rule sees code alone and a
// planted snippet in a test's string is no finding.

#include <string>
#include <string_view>
#include <vector>

namespace tests::tidy {

/// The text with the insides of comments, strings and character literals replaced by blanks; lines and columns stay.
[[nodiscard]] std::string code_of(std::string_view text);

/// Lines without their ends.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

struct Include {
  std::string path;
  bool quoted = false;  // "path" rather than <path>
  int line = 0;
};
[[nodiscard]] std::vector<Include> includes_of(std::string_view text);

struct Function {
  std::string name;  // as written before the parenthesis: "Engine::call", "TEST_CASE"
  int line = 0;      // where it begins
  int lines = 0;     // through its closing brace
};
/// Function definitions by their outermost bodies; a lambda or local class counts into the function around it.
[[nodiscard]] std::vector<Function> functions_of(std::string_view code);

[[nodiscard]] bool is_identifier_char(char c);
/// Positions where the word stands, not as a part of a longer identifier.
[[nodiscard]] std::vector<std::size_t> places_of(std::string_view code, std::string_view word);
/// From 1.
[[nodiscard]] int line_at(std::string_view text, std::size_t position);
/// The position after the bracket that closes the one at `open`; npos if there is none.
[[nodiscard]] std::size_t after_closing(std::string_view code, std::size_t open);

}  // namespace tests::tidy
