#pragma once

// Virtual time as people write it: ISO 8601 in UTC, and durations in words. No zone or locale of the machine enters.

#include <optional>
#include <string>
#include <string_view>

#include "sim/time.h"

namespace sim {

/// "2026-08-01T00:00:00Z"; with 3, 6 or 9 decimals of the second if it is not whole.
[[nodiscard]] std::string format_time(Time t);

/// Reads "2026-08-01T00:00:00Z", with up to 9 decimals of the second if wanted. Empty for anything else, for a date
/// that does not exist, and outside the years 1678 to 2261, which nanoseconds in 64 bits can tell.
[[nodiscard]] std::optional<Time> parse_time(std::string_view text);

/// The UTC midnight at or before t.
[[nodiscard]] Time start_of_day(Time t);
/// Since that midnight; at least 0 and less than 24 hours.
[[nodiscard]] Duration time_of_day(Time t);

/// Two units at most, rounded half up: "30 d", "1 d 06 h", "2 h 03 min", "4 min 05 s", "1.2 s", "80 ms", "1.5 us", "7
/// ns".
[[nodiscard]] std::string format_duration(Duration d);

}  // namespace sim
