#include "sim/calendar.h"

#include "tests/catch.h"

namespace {

using namespace std::chrono_literals;
using sim::Duration;
using sim::format_duration;
using sim::format_time;
using sim::parse_time;
using sim::Time;

Time ns(std::int64_t count) { return Time{Duration{count}}; }

TEST_CASE("times are written in ISO 8601 with as many decimals as they need") {
  CHECK(format_time(sim::kDefaultStart) == "2026-08-01T00:00:00Z");
  CHECK(format_time(sim::kDefaultStart + 13h + 4min + 5s + 60ms) == "2026-08-01T13:04:05.060Z");
  CHECK(format_time(sim::kDefaultStart + 1us) == "2026-08-01T00:00:00.000001Z");
  CHECK(format_time(sim::kDefaultStart - 1ns) == "2026-07-31T23:59:59.999999999Z");
  CHECK(format_time(ns(0)) == "1970-01-01T00:00:00Z");
  CHECK(format_time(ns(-1'000'000'000)) == "1969-12-31T23:59:59Z");
}

TEST_CASE("a written time reads back as itself") {
  for (const std::int64_t count : {0LL, -1LL, 951'782'400'000'000'000LL, 1'785'542'400'123'456'789LL,
                                   -9'000'000'000'000'000'000LL, 9'000'000'000'000'000'000LL}) {
    CHECK(parse_time(format_time(ns(count))) == ns(count));
  }
}

TEST_CASE("times are read with any number of decimals up to nine") {
  CHECK(parse_time("2026-08-01T00:00:00Z") == sim::kDefaultStart);
  CHECK(parse_time("2026-08-01T00:00:00.5Z") == sim::kDefaultStart + 500ms);
  CHECK(parse_time("2026-08-01T00:00:00.000000001Z") == sim::kDefaultStart + 1ns);
  CHECK(parse_time("2024-02-29T23:59:59Z").has_value());
}

TEST_CASE("what is no time is not read as one") {
  for (const char* text : {"",
                           "2026",
                           "2026-08-01",
                           "2026-08-01T00:00:00",
                           "2026-08-01 00:00:00Z",
                           "2026-08-01T00:00:00z",
                           "2026-08-01T00:00:00+00:00",
                           "2026-08-01T00:00:00Z ",
                           " 2026-08-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-04-31T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-01-00T00:00:00Z",
                           "2026-08-01T24:00:00Z",
                           "2026-08-01T00:60:00Z",
                           "2026-08-01T00:00:60Z",
                           "2026-08-01T00:00:00.Z",
                           "2026-08-01T00:00:00.1234567890Z",
                           "1600-01-01T00:00:00Z",
                           "2300-01-01T00:00:00Z",
                           "2026-8-01T00:00:00Z",
                           "-026-08-01T00:00:00Z",
                           "2026-08-01T0x:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_time(text).has_value());
  }
}

TEST_CASE("the time of day counts from the UTC midnight before, also before 1970") {
  CHECK(sim::time_of_day(sim::kDefaultStart + 30h) == 6h);
  CHECK(sim::start_of_day(sim::kDefaultStart + 30h) == sim::kDefaultStart + 24h);
  CHECK(sim::time_of_day(ns(-1)) == 24h - 1ns);
  CHECK(sim::start_of_day(ns(-1)) == ns(0) - 24h);
  CHECK(sim::time_of_day(ns(0)) == 0h);
}

TEST_CASE("durations are written in the units that suit them") {
  CHECK(format_duration(720h) == "30 d");
  CHECK(format_duration(30h) == "1 d 06 h");
  CHECK(format_duration(2h + 3min) == "2 h 03 min");
  CHECK(format_duration(2h) == "2 h");
  CHECK(format_duration(4min + 5s) == "4 min 05 s");
  CHECK(format_duration(1min) == "1 min");
  CHECK(format_duration(1200ms) == "1.2 s");
  CHECK(format_duration(3s) == "3 s");
  CHECK(format_duration(80ms) == "80 ms");
  CHECK(format_duration(1500us) == "1.5 ms");
  CHECK(format_duration(1500ns) == "1.5 us");
  CHECK(format_duration(7ns) == "7 ns");
  CHECK(format_duration(0ns) == "0 s");
  CHECK(format_duration(-1200ms) == "-1.2 s");
}

TEST_CASE("rounding carries into the next unit") {
  CHECK(format_duration(59'949ms) == "59.9 s");
  CHECK(format_duration(59'950ms) == "1 min");
  CHECK(format_duration(59min + 59s + 500ms) == "1 h");
  CHECK(format_duration(23h + 59min + 29s) == "23 h 59 min");
  CHECK(format_duration(23h + 59min + 30s) == "1 d");
  CHECK(format_duration(999'950us) == "1 s");
  CHECK(format_duration(999'950ns) == "1 ms");
  CHECK(format_duration(Duration::max()) == "106752 d");
  CHECK(format_duration(Duration::min()) == "-106752 d");
}

}  // namespace
