#pragma once

// The price of what was used.

#include <string>
#include <vector>

#include "reports/decimal.h"
#include "reports/tariff.h"
#include "reports/usage.h"

namespace reports {

enum class Plan : std::uint8_t { paid, free };
[[nodiscard]] std::string_view name_of(Plan plan);

struct BillLine {
  Meter meter{};
  Rounding rounding{};
  Exact used;
  Exact included;  // on the free plan: 30 days of a daily limit, or the limit in all
  Exact overage;
  Exact billed;  // the overage, or the whole units that hold it
  Exact unit;
  Exact unit_price;  // dollars
  Money price;       // rounded half up to cents; always zero on the free plan
};

/// An account's month that holds this use and nothing else.
struct Bill {
  std::string tariff;
  Plan plan{};
  Money base_fee;
  std::vector<BillLine> lines;  // one for each meter that the tariff bills
  Money total;                  // base fee and lines

  [[nodiscard]] const BillLine* find(Meter meter) const;
  /// Free plan: some limit does not reach, so that operations would fail until 00:00 UTC.
  [[nodiscard]] bool over_a_limit() const;
};

[[nodiscard]] Bill price(const Usage& usage, const Tariff& tariff, Plan plan);

/// A run's bill: use is brought to a month first, then rounded and priced; an invoice is never multiplied.
struct RunBill {
  Usage used;           // by the run itself
  Bill as_played;       // had the account's month held this run alone
  Bill month;           // had it gone on like this for 30 days
  std::string scaling;  // in words
};
/// Throws std::invalid_argument for a run of no length.
[[nodiscard]] RunBill bill_run(const Usage& usage, sim::Duration run_length, const Tariff& tariff, Plan plan);

}  // namespace reports
