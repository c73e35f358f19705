#pragma once

// One record of the vendor's logs, whichever way it is written.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "scenarios/workload/read.h"

namespace scenarios::workload {

struct LogItem {
  enum class What : std::uint8_t { other, open, message, close, request, alarm };
  What what = What::other;
  std::optional<std::int64_t> ms;  // since 1970
  std::string object_class;        // empty: the Worker itself
  std::string object;              // its id, if the log has it
  std::string method, path;
  std::uint16_t code = 0;
  std::int64_t wall_ms = 0;
};

/// tail: TraceItem of the vendor's types, as wrangler prints it. logpush: the dataset workers_trace_events.
/// workers_logs: $workers, $metadata and timestamp. Throws nlohmann::json::exception for members of other types than
/// documented.
[[nodiscard]] LogItem log_item(const nlohmann::json& record, Format format);

}  // namespace scenarios::workload
