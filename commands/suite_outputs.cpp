#include "commands/suite_outputs.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "commands/played.h"
#include "reports/json.h"
#include "scenarios/input_error.h"

namespace commands {
namespace {

void write_output(const std::filesystem::path& file, const std::string& text,
                  std::ios::openmode mode = std::ios::trunc) {
  std::ofstream out(file, std::ios::binary | mode);
  out << text;
  if (!out.flush())
    throw scenarios::InputError({{file.string(), 0, 0, "cannot be written", "name a file in a folder of yours"}});
}

}  // namespace

void write_outputs(const reports::Suite& suite, const SuiteOutputs& outputs) {
  if (outputs.junit) write_output(*outputs.junit, reports::junit_xml(suite));
  if (outputs.json) write_output(*outputs.json, reports::json_text(reports::suite_json(suite)));
  if (outputs.sarif) write_output(*outputs.sarif, reports::json_text(reports::sarif(suite)));
  if (!outputs.github) return;
  fmt::print("{}", reports::github_annotations(suite));
  if (const char* summary = std::getenv("GITHUB_STEP_SUMMARY"); summary != nullptr && *summary != '\0')
    write_output(summary, reports::github_summary(suite), std::ios::app);
}

void print_case(const reports::SuiteCase& one) {
  const bool colours = ::isatty(STDOUT_FILENO) != 0;
  const char* word = one.passed ? "pass" : "FAIL";
  const std::string shown = colours ? fmt::format("\x1b[{}m{}\x1b[0m", one.passed ? 32 : 31, word) : word;
  const std::string took = one.seconds >= 0.1 ? fmt::format("  {:.1f} s", one.seconds) : "";
  const std::string expected = one.expected == "holds" ? "" : fmt::format(" (expected: {})", one.expected);
  fmt::print("{}  {}  {}{}{}\n", shown, name_of(one), one.outcome, expected, took);
  if (!one.passed) fmt::print("      {}\n      {}\n", reports::reason_of(one), one.repeat);
  std::fflush(stdout);
}

void print_total(const reports::Suite& suite, std::size_t unchanged) {
  const auto passed = std::ranges::count_if(suite.cases, [](const auto& one) { return one.passed; });
  fmt::print("{} of {} {} pass", passed, suite.cases.size(), unit_of(suite));
  if (unchanged > 0) fmt::print(", {} of them unchanged and not played again", unchanged);
  fmt::print("\n");
}

Exit exit_of(const reports::Suite& suite) {
  Exit worst = Exit::holds;
  for (const reports::SuiteCase& one : suite.cases) {
    if (one.passed) continue;
    const Exit exit = one.outcome == "bad input"  ? Exit::bad_input
                      : one.outcome == "unknown"  ? Exit::unknown
                      : one.outcome == "untested" ? Exit::untested
                                                  : Exit::violated;  // or holds, where something else was expected
    worst = std::max(worst, exit, less_grave);
  }
  return worst;
}

}  // namespace commands
