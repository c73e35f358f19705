#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "commands/supervise.h"

namespace commands {

struct ConformOptions {
  /// [DIR] [NAMES]: a folder with probes/ and recorded/ (default: tests/conformance), and which of its probes.
  std::vector<std::string> words;
  bool with_tcp_close = false;   // compare the ends of TCP connections, too
  bool all_differences = false;  // show each in whole, not only the first
  unsigned jobs = 0;             // worker processes at a time; 0: one a core
  /// A file that names what is known to fail: nothing else may, and all of it must.
  std::optional<std::filesystem::path> expected_failures;
};

/// `dormouse conform`: plays probes that were recorded on the real runtime and compares. Exit::violated if one fails
/// (or, with expected failures, if something else happens than expected).
[[nodiscard]] Exit conform(const ConformOptions& options);

}  // namespace commands
