#pragma once

// Quantities with units as scenarios write them. All are read exactly, from decimal text to integers; none depends on
// a locale.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/time.h"

namespace scenarios {

/// "80ms", "1.5s", "3h", "30d", "2min", "1h 30min", "0". Negative ones are read too, so that they can be refused by
/// name.
[[nodiscard]] std::optional<sim::Duration> parse_duration(std::string_view text);
/// "1%", "0.1%", or a fraction with a point "0.01": a probability from 0 to 1. A bare "1" is neither.
[[nodiscard]] std::optional<double> parse_probability(std::string_view text);
/// "2/h", "3/d": events a second.
[[nodiscard]] std::optional<double> parse_rate(std::string_view text);
/// "$6", "$0.50": billionths of a dollar.
[[nodiscard]] std::optional<std::int64_t> parse_money(std::string_view text);
/// "$6", "$6 a month" or "$6/month": a budget is always a month's.
[[nodiscard]] std::optional<std::int64_t> parse_monthly(std::string_view text);
/// "16KiB", "2MB", "100B": bytes.
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text);
/// "750kbit/s", "10Mbit/s": bits a second.
[[nodiscard]] std::optional<std::uint64_t> parse_bit_rate(std::string_view text);
/// "07:00", "23:30": since midnight.
[[nodiscard]] std::optional<sim::Duration> parse_time_of_day(std::string_view text);
/// A plain decimal number.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text);

/// The same as ECMAScript regular expressions, for those that check a file as it is typed. They let nothing pass that
/// is written otherwise, but know no ranges.
[[nodiscard]] std::string duration_pattern();
[[nodiscard]] std::string size_pattern();
[[nodiscard]] std::string share_pattern();
[[nodiscard]] std::string rate_pattern();
[[nodiscard]] std::string money_pattern();

}  // namespace scenarios
