#include "reports/bill.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/calendar.h"

namespace reports {
namespace {

Exact used_of(const Amounts& amounts, Meter meter, const Tariff& tariff) {
  switch (meter) {
    case Meter::object_requests:
      return amounts.object_requests(tariff.messages_per_request);
    case Meter::object_duration:
      return amounts.object_seconds * tariff.object_memory_gb;
    case Meter::rows_read:
      return amounts.rows_read;
    case Meter::rows_written:
      return amounts.rows_written;
    case Meter::stored:
      return amounts.stored_gb_months;
    case Meter::worker_requests:
      return amounts.worker_requests;
    case Meter::worker_cpu:
      return amounts.worker_cpu_ms;
  }
  return {};
}

void price_overage(BillLine& line) {
  if (line.overage == Exact(0)) return;
  const Exact units = line.overage / line.unit;
  const Exact sold = line.rounding == Rounding::whole_units ? Exact::ratio(units.ceil(), 1) : units;
  line.billed = sold * line.unit;
  line.price = Money::of(sold * line.unit_price);
}

}  // namespace

std::string_view name_of(Plan plan) { return plan == Plan::paid ? "Workers Paid" : "Workers Free"; }

const BillLine* Bill::find(Meter meter) const {
  const auto it = std::ranges::find(lines, meter, &BillLine::meter);
  return it == lines.end() ? nullptr : &*it;
}

bool Bill::over_a_limit() const {
  return plan == Plan::free && std::ranges::any_of(lines, [](const BillLine& l) { return l.overage > Exact(0); });
}

Bill price(const Usage& usage, const Tariff& tariff, Plan plan) {
  Bill bill;
  bill.tariff = tariff.name;
  bill.plan = plan;
  if (plan == Plan::paid) bill.base_fee = Money::of(tariff.base_fee);
  bill.total = bill.base_fee;
  for (const Meter meter : kAllMeters) {
    const auto& rate = tariff.rate(meter);
    if (!rate) continue;
    BillLine line;
    line.meter = meter;
    line.rounding = rate->rounding;
    line.used = used_of(usage.total, meter, tariff);
    line.unit = rate->unit;
    line.unit_price = rate->price;
    line.included = rate->included;
    if (plan == Plan::free) {
      if (!rate->free_daily && !rate->free_total) continue;
      line.included = rate->free_daily ? *rate->free_daily * Exact(30) : *rate->free_total;
    }
    line.overage = std::max(Exact(0), line.used - line.included);
    if (plan == Plan::paid) price_overage(line);
    bill.total += line.price;
    bill.lines.push_back(line);
  }
  return bill;
}

RunBill bill_run(const Usage& usage, sim::Duration run_length, const Tariff& tariff, Plan plan) {
  RunBill result;
  result.used = usage;
  result.as_played = price(usage, tariff, plan);
  result.month = price(scale_to_month(usage, run_length), tariff, plan);
  const Exact factor = Exact::ratio(kMonth.count(), run_length.count());
  result.scaling = run_length == kMonth
                       ? "The run lasted a month of 30 days: its use is priced as it is."
                       : fmt::format("The use of {} is taken {} times for a month of 30 days, then rounded and priced.",
                                     sim::format_duration(run_length), grouped(factor, 3));
  return result;
}

}  // namespace reports
