#pragma once

// `dormouse trace`: what a trace file holds, in other forms (docs/trace.md).

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "commands/supervise.h"

namespace commands {

struct TraceConvertOptions {
  std::filesystem::path from, to;
};
/// From a trace or .jsonl, to a trace, .jsonl or .csv; by the names' endings.
[[nodiscard]] Exit trace_convert(const TraceConvertOptions& options);

struct TraceGrepOptions {
  std::filesystem::path file;
  std::vector<std::string> kinds;
  std::string room, client, text, from, to;
  bool json = false;
};
/// Exit::holds if some record matches, Exit::violated if none does, as grep does.
[[nodiscard]] Exit trace_grep(const TraceGrepOptions& options);

/// Exit::holds if both say the same.
[[nodiscard]] Exit trace_diff(const std::filesystem::path& a, const std::filesystem::path& b);

[[nodiscard]] Exit trace_stats(const std::filesystem::path& file, bool json);

}  // namespace commands
