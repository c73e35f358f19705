#include <fmt/format.h>

#include "reports/suite.h"

namespace reports {
namespace {

/// Text of an XML attribute or element; what XML 1.0 cannot hold becomes a question mark.
std::string xml(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? '?' : c;
    }
  }
  return out;
}

/// As GitHub's runner reads the text behind ::, and a property's value before it.
std::string command_text(const std::string& text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%')
      out += "%25";
    else if (c == '\n')
      out += "%0A";
    else if (c == '\r')
      out += "%0D";
    else if (property && c == ':')
      out += "%3A";
    else if (property && c == ',')
      out += "%2C";
    else
      out += c;
  }
  return out;
}

std::string told_in_full(const SuiteCase& one) {
  std::string text;
  for (const VerdictLine& line : one.verdicts) {
    text += fmt::format("{}: {}\n", name_of(line.verdict), line.name);
    for (const std::string& detail : line.details) text += "  " + detail + "\n";
  }
  if (!one.why.empty()) text += one.why + "\n";
  return text + one.repeat + "\n";
}

/// No verdict is an error of the test, a broken promise its failure.
bool is_failure(const SuiteCase& one) { return one.outcome != "bad input" && one.outcome != "unknown"; }

/// What a suite's attributes say of its cases.
struct Sums {
  std::size_t tests = 0, failures = 0, errors = 0;
  double seconds = 0;
  void add(const SuiteCase& one) {
    ++tests;
    if (!one.passed) ++(is_failure(one) ? failures : errors);
    if (one.seconds > 0) seconds += one.seconds;
  }
  [[nodiscard]] std::string attributes() const {
    return fmt::format(R"(tests="{}" failures="{}" errors="{}" time="{:.3f}")", tests, failures, errors, seconds);
  }
};

std::string junit_case(const SuiteCase& one) {
  std::string out = fmt::format(R"(    <testcase name="{}" classname="dormouse")", xml(name_of(one)));
  if (one.seconds >= 0) out += fmt::format(R"( time="{:.3f}")", one.seconds);
  if (one.passed) return out + "/>\n";
  const char* tag = is_failure(one) ? "failure" : "error";
  return out + fmt::format(">\n      <{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n    </testcase>\n", tag,
                           xml(reason_of(one)), xml(one.outcome), xml(told_in_full(one)));
}

std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '`') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

}  // namespace

std::string junit_xml(const Suite& suite) {
  // One suite for each scenario: importers that hold files to Jenkins' schema (xunit-plugin, junit-10.xsd) know of a
  // suite's file, and refuse a case's.
  std::string suites;
  Sums all;
  for (std::size_t i = 0; i < suite.cases.size();) {
    const std::string& scenario = suite.cases[i].scenario;
    Sums sums;
    std::string cases;
    for (; i < suite.cases.size() && suite.cases[i].scenario == scenario; ++i) {
      sums.add(suite.cases[i]);
      all.add(suite.cases[i]);
      cases += junit_case(suite.cases[i]);
    }
    suites += fmt::format("  <testsuite name=\"{0}\" file=\"{0}\" skipped=\"0\" {1}>\n{2}  </testsuite>\n",
                          xml(scenario), sums.attributes(), cases);
  }
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dormouse\" {}>\n{}</testsuites>\n",
                     all.attributes(), suites);
}

std::string github_annotations(const Suite& suite) {
  std::string out;
  for (const SuiteCase& one : suite.cases)
    if (!one.passed)
      out += fmt::format(
          "::{} file={},line=1,title={}::{}\n", one.outcome == "untested" ? "warning" : "error",
          command_text(one.scenario, true),
          command_text(fmt::format("dormouse: {}{}{}", one.outcome, one.run.empty() ? "" : ", ", one.run), true),
          command_text(reason_of(one) + "\n" + one.repeat, false));
  return out;
}

std::string github_summary(const Suite& suite) {
  std::size_t passed = 0;
  for (const SuiteCase& one : suite.cases) passed += one.passed ? 1 : 0;
  std::string out = fmt::format("## Dormouse: {} of {} {} pass\n\n", passed, suite.cases.size(), unit_of(suite));
  out += "| | scenario | outcome | |\n|---|---|---|---|\n";
  for (const SuiteCase& one : suite.cases) {
    const std::string outcome =
        one.expected == "holds" ? one.outcome : fmt::format("{} (expected: {})", one.outcome, one.expected);
    out += fmt::format("| {} | {} | {} | {} |\n", one.passed ? "pass" : "**FAIL**", cell(name_of(one)), cell(outcome),
                       one.passed ? "" : cell(reason_of(one)));
  }
  return out;
}

}  // namespace reports
