#pragma once

#include <string>

#include "reports/bill.h"

namespace reports {

/// The table of meters, the totals and how they were come by, and what caused them.
[[nodiscard]] std::string bill_text(const RunBill& bill);

}  // namespace reports
