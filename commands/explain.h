#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "commands/supervise.h"

namespace commands {

struct ExplainOptions {
  std::filesystem::path run;          // a trace, or a scenario
  std::filesystem::path scenario;     // whose promises a trace is held to
  std::string event = "violation";    // a record's number, "violation", or the name of a promise
  std::optional<std::uint64_t> seed;  // of a scenario
  std::string variation;
  std::uint32_t replication = 0;
  std::size_t most = 40;
  bool mermaid = false;
};

/// `dormouse explain`: prints what led to an event.
[[nodiscard]] Exit explain(const ExplainOptions& options);

}  // namespace commands
