#include "tests/tidy/exceptions.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "tests/tidy/code_view.h"

namespace tests::tidy {
namespace {

/// Takes the next column off the line.
std::string next_column(std::string_view& line) {
  const std::size_t end = std::min(line.find('|'), line.size());
  std::string_view column = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  column.remove_prefix(std::min(column.find_first_not_of(' '), column.size()));
  return std::string(column.substr(0, column.find_last_not_of(' ') + 1));
}

}  // namespace

std::vector<Exception> parse_exceptions(std::string_view text) {
  std::vector<Exception> exceptions;
  int number = 0;
  for (std::string_view line : lines_of(text)) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const std::string_view whole = line;
    Exception exception;
    exception.rule = next_column(line);
    exception.path = next_column(line);
    exception.subject = next_column(line);
    exception.reason = next_column(line);
    exception.line = number;
    if (std::ranges::count(exception.reason, ' ') < 2 || !line.empty()) {
      throw std::runtime_error(
          fmt::format("exceptions.txt:{}: write \"rule | path | subject | reason\", the reason in words that another "
                      "can judge: {}",
                      number, whole));
    }
    exceptions.push_back(std::move(exception));
  }
  return exceptions;
}

Findings uncovered(Findings findings, const std::vector<Exception>& exceptions) {
  std::erase_if(findings, [&](const Finding& finding) {
    return std::ranges::any_of(exceptions, [&](const Exception& e) { return e.covers(finding); });
  });
  return findings;
}

Findings stale(const std::vector<Exception>& exceptions, const Findings& findings) {
  Findings out;
  for (const Exception& exception : exceptions) {
    if (std::ranges::any_of(findings, [&](const Finding& f) { return exception.covers(f); })) continue;
    out.push_back({"stale-exception", "tests/tidy/exceptions.txt", exception.line, exception.subject,
                   fmt::format("nothing breaks the rule \"{}\" with \"{}\" in {} any more; remove the line",
                               exception.rule, exception.subject, exception.path)});
  }
  return out;
}

}  // namespace tests::tidy
