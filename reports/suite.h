#pragma once

// What became of many scenarios, in the forms that build servers read. Equal results give equal bytes.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "reports/verdict_line.h"

namespace reports {

struct SuiteCase {
  std::string scenario;            // its path as it was found
  std::string run = {};            // which of its runs, if it asks for several: "visitors=10, replication 3"
  std::string outcome;             // holds, violated, untested, unknown, bad input
  std::string expected = "holds";  // what the scenario says of itself
  bool passed = false;             // the two are the same
  std::string why;                 // of unknown and bad input
  std::string repeat;              // the command that plays it alone
  std::string fingerprint;
  std::vector<VerdictLine> verdicts;
  double seconds = -1;  // of real time, for JUnit alone; < 0: not told
};

struct Suite {
  std::vector<SuiteCase> cases;
  std::string version;
};

[[nodiscard]] std::string name_of(const SuiteCase& one);
/// What its cases are: "scenarios", or "runs" if some scenario has several.
[[nodiscard]] std::string_view unit_of(const Suite& suite);

/// One sentence: which promise was broken first, or why there is no verdict.
[[nodiscard]] std::string reason_of(const SuiteCase& one);

/// The form that Jenkins, GitLab and the JUnit actions of GitHub read.
[[nodiscard]] std::string junit_xml(const Suite& suite);
[[nodiscard]] nlohmann::ordered_json suite_json(const Suite& suite);
/// Reads what suite_json() wrote; throws nlohmann::json::exception for anything else.
[[nodiscard]] Suite suite_of(const nlohmann::ordered_json& json);
/// SARIF 2.1.0: each broken promise as a result at its scenario.
[[nodiscard]] nlohmann::ordered_json sarif(const Suite& suite);
/// Workflow commands: an ::error or ::warning a scenario that did not pass.
[[nodiscard]] std::string github_annotations(const Suite& suite);
/// Markdown for $GITHUB_STEP_SUMMARY.
[[nodiscard]] std::string github_summary(const Suite& suite);

}  // namespace reports
