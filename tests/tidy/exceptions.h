#pragma once

#include <string_view>
#include <vector>

#include "tests/tidy/finding.h"

namespace tests::tidy {

/// One finding that is let pass: "rule | path | subject | reason" in exceptions.txt.
struct Exception {
  std::string rule;
  std::string path;
  std::string subject;
  std::string reason;
  int line = 0;

  [[nodiscard]] bool covers(const Finding& finding) const {
    return finding.rule == rule && finding.path == path && finding.subject == subject;
  }
};

/// Blank lines and those that begin with # are left out. Throws std::runtime_error for a line without its four
/// columns, or without a reason of some words.
[[nodiscard]] std::vector<Exception> parse_exceptions(std::string_view text);

/// The findings that no exception covers.
[[nodiscard]] Findings uncovered(Findings findings, const std::vector<Exception>& exceptions);

/// The exceptions that cover nothing any more, as findings of the rule "stale-exception".
[[nodiscard]] Findings stale(const std::vector<Exception>& exceptions, const Findings& findings);

}  // namespace tests::tidy
