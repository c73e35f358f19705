#include "commands/fuzz_report.h"

#include "tests/catch.h"

TEST_CASE("A campaign of long runs says what would find more") {
  commands::FuzzReport report;
  report.totals.runs = 3;
  report.totals.events = 90'000;
  CHECK(commands::text_of(report).find("a run has 30000 events in the mean: a shorter `duration:`") !=
        std::string::npos);
  report.totals.runs = 300;
  CHECK(commands::text_of(report).find("in the mean") == std::string::npos);
}
