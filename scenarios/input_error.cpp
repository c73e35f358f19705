#include "scenarios/input_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace scenarios {
namespace {

constexpr std::size_t kMostShown = 100;

/// What a file says may hold anything, and a terminal obeys control characters.
std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      result += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      result += fmt::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

InputError::InputError(std::vector<Problem> problems) : problems_(std::move(problems)) {
  for (std::size_t i = 0; i < std::min(problems_.size(), kMostShown); ++i) {
    const Problem& problem = problems_[i];
    if (!text_.empty()) text_ += '\n';
    text_ += printable(problem.file);
    if (problem.line > 0) text_ += fmt::format(":{}:{}", problem.line, problem.column);
    text_ += ": " + printable(problem.message);
    std::string_view remedy = problem.remedy;
    while (!remedy.empty()) {
      const std::string_view line = remedy.substr(0, remedy.find('\n'));
      remedy.remove_prefix(std::min(remedy.size(), line.size() + 1));
      text_ += line.empty() ? "\n" : fmt::format("\n    {}", printable(line));
    }
  }
  if (problems_.size() > kMostShown) text_ += fmt::format("\nand {} more", problems_.size() - kMostShown);
}

InputError refused(std::string what, std::string message, std::string remedy) {
  return InputError({{std::move(what), 0, 0, std::move(message), std::move(remedy)}});
}

}  // namespace scenarios
