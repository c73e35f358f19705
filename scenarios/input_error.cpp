#include "scenarios/input_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace scenarios {

InputError::InputError(std::vector<Problem> problems) : problems_(std::move(problems)) {
  for (const Problem& problem : problems_) {
    if (!text_.empty()) text_ += '\n';
    text_ += problem.file;
    if (problem.line > 0) text_ += fmt::format(":{}:{}", problem.line, problem.column);
    text_ += ": " + problem.message;
    std::string_view remedy = problem.remedy;
    while (!remedy.empty()) {
      const std::string_view line = remedy.substr(0, remedy.find('\n'));
      remedy.remove_prefix(std::min(remedy.size(), line.size() + 1));
      text_ += fmt::format("\n    {}", line);
    }
  }
}

}  // namespace scenarios
