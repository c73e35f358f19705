#include "reports/bill.h"

#include "tests/catch.h"

using namespace std::chrono_literals;
using reports::Exact;
using reports::Meter;
using reports::Plan;

namespace {

reports::Tariff today() { return reports::find_tariff(reports::kDefaultTariff).value(); }

}  // namespace

TEST_CASE("Use is scaled to a month before it is rounded: an invoice is never multiplied", "[reports]") {
  reports::Usage usage;
  usage.total.requests = Exact(50'000);  // in a day: 1.5M a month, one unit above the allowance
  const reports::RunBill bill = reports::bill_run(usage, 24h, today(), Plan::paid);
  CHECK(reports::plain(bill.as_played.total) == "5.00");
  CHECK(reports::plain(bill.month.total) == "5.15");
  const reports::BillLine* line = bill.month.find(Meter::object_requests);
  REQUIRE(line != nullptr);
  CHECK(line->used == Exact(1'500'000));
  CHECK(line->overage == Exact(500'000));
  CHECK(line->billed == Exact(1'000'000));
  CHECK(bill.scaling == "The use of 1 d is taken 30 times for a month of 30 days, then rounded and priced.");
}

TEST_CASE("One message above a whole unit is sold a unit more", "[reports]") {
  reports::Usage usage;
  usage.total.messages_in = Exact(40'000'000);
  CHECK(reports::plain(reports::price(usage, today(), Plan::paid).total) == "5.15");
  usage.total.messages_in = Exact(40'000'001);
  CHECK(reports::plain(reports::price(usage, today(), Plan::paid).total) == "5.30");
}

TEST_CASE("The free plan costs nothing and says which limit does not reach", "[reports]") {
  reports::Usage usage;
  usage.total.object_seconds = Exact(86'400);
  const reports::RunBill one = reports::bill_run(usage, 24h, today(), Plan::free);
  CHECK(one.month.total == reports::Money::cents(0));
  CHECK(one.month.find(Meter::object_duration)->used / Exact(30) == *Exact::parse("11059.2"));
  CHECK_FALSE(one.month.over_a_limit());
  usage.total.object_seconds = Exact(2 * 86'400);
  const reports::RunBill two = reports::bill_run(usage, 24h, today(), Plan::free);
  CHECK(two.month.over_a_limit());
  CHECK(two.month.total == reports::Money::cents(0));
}

TEST_CASE("A tariff without a meter bills nothing for it", "[reports]") {
  reports::Usage usage;
  usage.total.rows_written = Exact(1'000'000'000);
  const auto old = reports::find_tariff("cloudflare-2024-04");
  const reports::Bill bill = reports::price(usage, old.value(), Plan::paid);
  CHECK(bill.find(Meter::rows_written) == nullptr);
  CHECK(reports::plain(bill.total) == "5.00");
}

TEST_CASE("Every embedded tariff reads, under its own name", "[reports]") {
  for (const std::string_view name : reports::tariff_names()) CHECK(reports::find_tariff(name).value().name == name);
  CHECK(reports::tariff_names().front() == reports::kDefaultTariff);
  CHECK_FALSE(reports::find_tariff("nobody-2026"));
}

TEST_CASE("A tariff file is refused with every problem and its place", "[reports]") {
  const std::string text =
      "name: mine\nsince: 2026-01-01\ncurrency: USD\nbase fee: 5,00\nmessages per request: 0\n"
      "object memory gb: 0.128\nmeters:\n  object requests: {unit: 1000000, price: 1e-6, included: 0, rounding: up}\n"
      "  object minutes: {}\n  rows read: {unit: 1, unit: 1, price: 0, included: 0, rounding: pro rata}\nextra: 1\n";
  std::string message;
  try {
    (void)reports::parse_tariff(text, "mine.yaml");
  } catch (const reports::TariffError& error) {
    message = error.what();
  }
  const auto says = [&message](std::string_view part) { return message.find(part) != std::string::npos; };
  INFO(message);
  CHECK(says("mine.yaml:4:11: needs a plain decimal number of at least zero"));
  CHECK(says("mine.yaml:5:23: needs a plain decimal number above zero"));
  CHECK(says("mine.yaml:8:43: needs a plain decimal number"));
  CHECK(says("needs \"whole units\" or \"pro rata\""));
  CHECK(says("mine.yaml:9:3: \"object minutes\" is no key of the meters"));
  CHECK(says("mine.yaml:10:24: \"unit\" is here twice"));
  CHECK(says("mine.yaml:11:1: \"extra\" is no key of a tariff"));
  CHECK_THROWS_AS(reports::parse_tariff("a: [", "mine.yaml"), reports::TariffError);
  CHECK_THROWS_AS(reports::parse_tariff("", "mine.yaml"), reports::TariffError);
}
