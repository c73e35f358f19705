#pragma once

// Reports for people: plain text for 100 columns.

#include <string>
#include <string_view>

#include "reports/report.h"

namespace reports {

enum class Colours : std::uint8_t { none, ansi };

[[nodiscard]] std::string text_report(const Report& report, Colours colours);

/// Two bills of one tariff side by side, such as accept() against acceptWebSocket(): use and price of each meter.
[[nodiscard]] std::string compare_bills(std::string_view name_a, const Bill& a, std::string_view name_b, const Bill& b);

}  // namespace reports
