#include "scenarios/quantities.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "tests/catch.h"

using namespace std::chrono_literals;

namespace {

std::optional<std::int64_t> ns(std::string_view text) {
  const auto duration = scenarios::parse_duration(text);
  if (!duration) return std::nullopt;
  return duration->count();
}

}  // namespace

TEST_CASE("a duration is read in each of its units, exactly") {
  CHECK(ns("0") == 0);
  CHECK(ns("7ns") == 7);
  CHECK(ns("3us") == 3'000);
  CHECK(ns("80ms") == 80'000'000);
  CHECK(ns("2s") == 2'000'000'000);
  CHECK(ns("10min") == 600'000'000'000);
  CHECK(ns("3h") == 10'800'000'000'000);
  CHECK(ns("30d") == 2'592'000'000'000'000);
  CHECK(ns("0.1s") == 100'000'000);
  CHECK(ns("1.000000001s") == 1'000'000'001);
  CHECK(ns("0.5min") == 30'000'000'000);
  CHECK(ns("1h 30min") == 5'400'000'000'000);
  CHECK(ns("106751d") == 9'223'286'400'000'000'000);
}

TEST_CASE("a duration that is finer than a nanosecond or longer than virtual time is none") {
  CHECK_FALSE(ns("0.5ns"));
  CHECK_FALSE(ns("1.00000000005s"));
  CHECK_FALSE(ns("106752d"));
  CHECK_FALSE(ns("9999999999999999999999999d"));
  CHECK_FALSE(ns("106751d 106751d"));
}

TEST_CASE("what only looks like a duration is none") {
  for (const std::string_view text :
       {"", "-", "30", "s", "1.s", "1..5s", "1e3s", "5 parsecs", "1s 2", "0x1s", "1s,", "inf", "--1s"})
    CHECK_FALSE(ns(text));
}

TEST_CASE("a negative duration is read, so that it can be refused as one") { CHECK(ns("-5min") == -300'000'000'000); }

TEST_CASE("a probability is a percentage, or a fraction with a point") {
  CHECK(scenarios::parse_probability("1%") == 0.01);
  CHECK(scenarios::parse_probability("0.1%") == 0.001);
  CHECK(scenarios::parse_probability("100%") == 1.0);
  CHECK(scenarios::parse_probability("0.25") == 0.25);
  CHECK(scenarios::parse_probability("0") == 0.0);
}

TEST_CASE("a bare 1 is no probability: 1% and always are both meant by it") {
  for (const std::string_view text : {"1", "101%", "-1%", "1.5", "%", "", "nan%", "inf"})
    CHECK_FALSE(scenarios::parse_probability(text));
}

TEST_CASE("a rate is a number in a unit of time") {
  CHECK(scenarios::parse_rate("2/s") == 2.0);
  CHECK(scenarios::parse_rate("3/min") == 0.05);
  CHECK(scenarios::parse_rate("0/d") == 0.0);
  for (const std::string_view text : {"2", "2/", "/h", "-1/h", "2/parsec", "2/h/h"})
    CHECK_FALSE(scenarios::parse_rate(text));
}

TEST_CASE("money is exact to a billionth of a dollar") {
  CHECK(scenarios::parse_money("$6") == 6'000'000'000);
  CHECK(scenarios::parse_money("$0.50") == 500'000'000);
  CHECK(scenarios::parse_money("$0.000000001") == 1);
  for (const std::string_view text : {"$", "six", "-$1", "$-1", "$0.0000000001", "$99999999999", "6 EUR"})
    CHECK_FALSE(scenarios::parse_money(text));
}

TEST_CASE("a size has powers of 1000 or of 1024") {
  CHECK(scenarios::parse_size("100B") == 100);
  CHECK(scenarios::parse_size("16KiB") == 16'384);
  CHECK(scenarios::parse_size("2MB") == 2'000'000);
  CHECK(scenarios::parse_size("1.5GiB") == 1'610'612'736);
  for (const std::string_view text : {"16", "16 kilos", "-1B", "0.5B", "9999999999GiB"})
    CHECK_FALSE(scenarios::parse_size(text));
}

TEST_CASE("a time of day is two digits, a colon, and two digits, up to 24:00") {
  CHECK(scenarios::parse_time_of_day("07:05") == std::optional<sim::Duration>(7h + 5min));
  CHECK(scenarios::parse_time_of_day("24:00") == std::optional<sim::Duration>(24h));
  for (const std::string_view text :
       {"24:01", "7:5", "07:60", "0700", "07:005", ":00", "184467440737095517:00", "-1:00"})
    CHECK_FALSE(scenarios::parse_time_of_day(text));
}
