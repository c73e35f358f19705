#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "commands/supervise.h"

namespace commands {

struct ConformOptions {
  std::filesystem::path folder;    // with probes/ and recorded/
  std::vector<std::string> names;  // "ws-echo", "ws-*"; empty: all
  bool with_tcp_close = false;     // compare the ends of TCP connections, too
  bool all_differences = false;    // show each, not only the first
};

/// `dormouse conform`: plays probes that were recorded on the real runtime and compares.
[[nodiscard]] Exit conform(const ConformOptions& options);

}  // namespace commands
