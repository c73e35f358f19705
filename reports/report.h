#pragma once

// All that a report of one run is made from.

#include <string>
#include <vector>

#include "reports/bill.h"
#include "reports/summary.h"
#include "reports/verdict_line.h"
#include "sim/time.h"

namespace reports {

/// What the program knows about a run and the trace does not say.
struct RunFacts {
  sim::Duration virtual_length{};
  double real_seconds = 0;  // for people's text only: it differs from run to run
  std::string fingerprint;
  std::string repeat_command;
  std::string outcome;
};

struct Report {
  RunFacts facts;
  RunSummary summary;
  std::vector<VerdictLine> verdicts;
  RunBill bill;
};

}  // namespace reports
