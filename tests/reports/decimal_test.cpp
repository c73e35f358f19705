#include "reports/decimal.h"

#include <stdexcept>

#include "tests/catch.h"

using reports::Exact;
using reports::Money;

TEST_CASE("Fractions are kept reduced and exact", "[reports]") {
  CHECK(Exact::ratio(6, -4) == Exact::ratio(-3, 2));
  CHECK(Exact::ratio(1, 3) + Exact::ratio(1, 6) == Exact::ratio(1, 2));
  CHECK(Exact::ratio(1, 3) * Exact(3) == Exact(1));
  CHECK(Exact(1) / Exact::ratio(1, 20) == Exact(20));
  CHECK(Exact::ratio(1, 3) < Exact::ratio(34, 100));
  CHECK_THROWS_AS(Exact(1) / Exact(0), std::domain_error);
}

TEST_CASE("Rounding goes down, up, and half away from zero", "[reports]") {
  CHECK(Exact::ratio(-5, 2).floor() == -3);
  CHECK(Exact::ratio(-5, 2).ceil() == -2);
  CHECK(Exact::ratio(5, 2).ceil() == 3);
  CHECK(Exact(3).ceil() == 3);
  CHECK(Exact::ratio(5, 2).round_half_up() == 3);
  CHECK(Exact::ratio(-5, 2).round_half_up() == -3);
  CHECK(Exact::ratio(249, 100).round_half_up() == 2);
}

TEST_CASE("Decimals are read exactly, and anything else is refused", "[reports]") {
  CHECK(Exact::parse("0.128") == Exact::ratio(16, 125));
  CHECK(Exact::parse("25000000000") == Exact(25'000'000'000));
  CHECK(Exact::parse("-3.50") == Exact::ratio(-7, 2));
  for (const char* text : {"", ".", "1.", ".5", "1e6", "0x10", "1,000", " 1", "+1", "--1", "nan", "1234567890123456789",
                           "0.1234567890123"})
    CHECK_FALSE(Exact::parse(text));
}

TEST_CASE("A product that 128 bits do not hold is an error, not a wrong number", "[reports]") {
  const Exact large = Exact(INT64_MAX) * Exact(INT64_MAX);
  CHECK_THROWS_AS(large * Exact(INT64_MAX), std::overflow_error);
  CHECK(large * Exact::ratio(1, INT64_MAX) == Exact(INT64_MAX));
}

TEST_CASE("Numbers are written without noise", "[reports]") {
  CHECK(reports::grouped(Exact(1'234'567), 3) == "1,234,567");
  CHECK(reports::grouped(Exact::ratio(2'469'135, 2), 3) == "1,234,567.5");
  CHECK(reports::plain(Exact::ratio(2'469'135, 2), 3) == "1234567.5");
  CHECK(reports::plain(Exact::ratio(2, 3), 3) == "0.667");
  CHECK(reports::plain(Exact::ratio(9'999, 10'000), 3) == "1");
  CHECK(reports::plain(Exact::ratio(-1, 20), 2) == "-0.05");
  CHECK(reports::plain(Exact::ratio(-1, 2000), 2) == "0");
  CHECK(reports::plain(Exact(999), 0) == "999");
}

TEST_CASE("Money is rounded half up to a cent and printed with two decimals", "[reports]") {
  CHECK(Money::of(Exact::ratio(75, 1000)) == Money::cents(8));
  CHECK(Money::of(Exact::ratio(74'999, 1'000'000)) == Money::cents(7));
  CHECK(reports::grouped(Money::cents(415'500)) == "$4,155.00");
  CHECK(reports::plain(Money::cents(415'505)) == "4155.05");
  CHECK(reports::grouped(Money::cents(-5)) == "-$0.05");
  CHECK_THROWS_AS(Money::of(Exact(INT64_MAX)), std::overflow_error);
}
