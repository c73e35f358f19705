#pragma once

// Reading recorded files of every format into one form.

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/workload/mapped_file.h"
#include "scenarios/workload/workload.h"

namespace scenarios::workload {

enum class Format : std::uint8_t { arrivals, messages, tail, workers_logs, logpush, analytics, analytics_table, trace };

struct ReadOptions {
  std::string format{};        // a name of known_formats(); empty: by what is in the file
  std::string object_class{};  // of the logs of several: this one; for analytics a namespace's id or name
  sim::Duration apart = std::chrono::minutes(30);  // messages so far apart are of two visits
};

/// As --format has them, in the order of Format.
[[nodiscard]] const std::vector<std::string_view>& known_formats();

/// Throws InputError with the file's line for what is not of the format, and for a file of no known format.
[[nodiscard]] Workload read_workload(const Input& input, const ReadOptions& options);

/// Of one format each.
[[nodiscard]] Workload read_arrivals(const Input& input);
[[nodiscard]] Workload read_messages_table(const Input& input);
[[nodiscard]] Workload read_log(const Input& input, Format format, const ReadOptions& options);
[[nodiscard]] Workload read_analytics(const Input& input, const ReadOptions& options);
[[nodiscard]] Workload read_analytics_table(const Input& input, const ReadOptions& options);
[[nodiscard]] Workload read_trace(const Input& input);

/// What of a table's first row looks like analytics: "dimensions.datetimeHour" is "datetimeHour".
[[nodiscard]] std::string_view column_name(std::string_view cell);

/// Orders the events by time. Throws InputError if there are none, or too many to hold (20 million).
void settle(Workload& workload, const Input& input);
inline constexpr std::size_t kMostEvents = 20'000'000;
[[noreturn]] void too_many(const Input& input);

}  // namespace scenarios::workload
