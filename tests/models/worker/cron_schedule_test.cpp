#include "models/worker/cron_schedule.h"

#include "sim/calendar.h"
#include "tests/catch.h"

namespace {

/// The first times after this one.
std::string firings(const char* cron, const char* after, int count = 1) {
  std::string problem;
  const auto schedule = models::worker::CronSchedule::parse(cron, problem);
  if (!schedule) return problem;
  std::string all;
  auto at = sim::parse_time(after).value();
  for (int i = 0; i < count; ++i) {
    const auto next = schedule->next(at);
    if (!next) return all + "never";
    at = *next;
    all += (all.empty() ? "" : " ") + sim::format_time(at).substr(0, 16);
  }
  return all;
}

TEST_CASE("minutes, hours, steps, lists and names", "[cron]") {
  CHECK(firings("* * * * *", "2026-08-01T00:00:00Z", 2) == "2026-08-01T00:01 2026-08-01T00:02");
  CHECK(firings("*/30 * * * *", "2026-08-01T00:00:01Z", 2) == "2026-08-01T00:30 2026-08-01T01:00");
  CHECK(firings("5/20 3,4 * * *", "2026-08-01T00:00:00Z", 4) ==
        "2026-08-01T03:05 2026-08-01T03:25 2026-08-01T03:45 2026-08-01T04:05");
  CHECK(firings("0 15 1 * *", "2026-08-01T15:00:00Z") == "2026-09-01T15:00");
  CHECK(firings("0 0 1 jan *", "2026-08-01T00:00:00Z") == "2027-01-01T00:00");
  CHECK(firings("59 23 31 * *", "2026-08-31T23:59:00Z") == "2026-10-31T23:59");
  CHECK(firings("0 0 29 2 *", "2026-08-01T00:00:00Z") == "2028-02-29T00:00");
  CHECK(firings("0 0 30 2 *", "2026-08-01T00:00:00Z") == "never");
}

TEST_CASE("weekdays count from 1, Sunday", "[cron]") {
  // 2026-08-01 is a Saturday.
  CHECK(firings("0 17 * * 1", "2026-08-01T00:00:00Z") == "2026-08-02T17:00");
  CHECK(firings("0 17 * * sun", "2026-08-01T00:00:00Z") == "2026-08-02T17:00");
  CHECK(firings("10 7 * * mon-fri", "2026-08-01T00:00:00Z") == "2026-08-03T07:10");
  CHECK(firings("10 7 * * 2-6", "2026-08-07T08:00:00Z") == "2026-08-10T07:10");
  CHECK(firings("0 0 * * L", "2026-08-02T00:00:00Z") == "2026-08-08T00:00");
}

TEST_CASE("last, nearest and n-th days", "[cron]") {
  CHECK(firings("0 18 * * 6L", "2026-08-01T00:00:00Z") == "2026-08-28T18:00");
  CHECK(firings("0 18 * * friL", "2026-08-01T00:00:00Z") == "2026-08-28T18:00");
  CHECK(firings("59 23 LW * *", "2026-08-01T00:00:00Z", 2) == "2026-08-31T23:59 2026-09-30T23:59");
  CHECK(firings("0 0 LW 10 *", "2026-08-01T00:00:00Z") == "2026-10-30T00:00");  // the 31st is a Saturday
  CHECK(firings("0 0 L * *", "2026-02-01T00:00:00Z") == "2026-02-28T00:00");
  CHECK(firings("0 0 L-3 * *", "2026-08-01T00:00:00Z") == "2026-08-28T00:00");
  CHECK(firings("0 0 15W * *", "2026-08-01T00:00:00Z") == "2026-08-14T00:00");  // the 15th is a Saturday
  CHECK(firings("0 0 1W 8 *", "2026-07-01T00:00:00Z") == "2026-08-03T00:00");   // not back into July
  CHECK(firings("0 0 * * 3#2", "2026-08-01T00:00:00Z") == "2026-08-11T00:00");
}

TEST_CASE("if both a day and a weekday are given, either fits", "[cron]") {
  CHECK(firings("0 0 13 * 6", "2026-08-01T00:00:00Z", 3) == "2026-08-07T00:00 2026-08-13T00:00 2026-08-14T00:00");
}

TEST_CASE("what is no cron expression says why", "[cron]") {
  const auto says = [](const char* cron, const char* text) {
    return firings(cron, "2026-08-01T00:00:00Z").find(text) != std::string::npos;
  };
  CHECK(says("* * * *", "five fields"));
  CHECK(says("* * * * * *", "not 6"));
  CHECK(says("60 * * * *", "\"60\" is no minute: 0 to 59"));
  CHECK(says("* * * * 0", "1 is Sunday"));
  CHECK(says("* * * * 8", "SUN to SAT"));
  CHECK(says("* * 0 * *", "day of the month"));
  CHECK(says("* * * foo *", "JAN to DEC"));
  CHECK(says("*/0 * * * *", "\"*/0\""));
  CHECK(says("5-1 * * * *", "\"5-1\""));
  CHECK(says("1,,2 * * * *", "\"\""));
  CHECK(says("* * LX * *", "\"LX\""));
  CHECK(says("* * * * 3#6", "\"3#6\""));
  CHECK(says("L * * * *", "\"L\""));
}

}  // namespace
