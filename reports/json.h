#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "reports/report.h"

namespace reports {

/// The report for programs. Money and quantities are decimal texts ("5.15"; quantities to nine decimals), counts are
/// numbers; what the trace does not tell is null. Equal runs give equal bytes: real time is left out.
[[nodiscard]] nlohmann::ordered_json json_report(const Report& report);
[[nodiscard]] nlohmann::ordered_json json_bill(const Bill& bill);
/// Indented, with a newline at the end. Bytes of the run that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& json);

}  // namespace reports
