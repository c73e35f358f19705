#pragma once

// What use costs. A tariff is a YAML file of reports/tariffs; those are embedded, so a program needs none beside it.

#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "reports/decimal.h"

namespace reports {

enum class Meter : std::uint8_t {
  object_requests,  // HTTP, upgrades, RPC sessions, alarms, and WebSocket messages at their ratio
  object_duration,  // GB-s
  rows_read,
  rows_written,
  stored,  // GB-months
  worker_requests,
  worker_cpu,  // ms
};
inline constexpr std::size_t kMeters = 7;
inline constexpr std::array<Meter, kMeters> kAllMeters = {
    Meter::object_requests, Meter::object_duration, Meter::rows_read, Meter::rows_written,
    Meter::stored,          Meter::worker_requests, Meter::worker_cpu};
/// As tariff files, tables and JSON call it: "object requests".
[[nodiscard]] std::string_view name_of(Meter meter);
/// What it counts: "requests", "GB-s".
[[nodiscard]] std::string_view quantity_of(Meter meter);

enum class Rounding : std::uint8_t { whole_units, pro_rata };
[[nodiscard]] std::string_view name_of(Rounding rounding);

/// What one meter costs above what is included each month.
struct Rate {
  Exact unit;      // sold in units of this many
  Exact price;     // dollars for a unit
  Exact included;  // each month, on the paid plan
  Rounding rounding = Rounding::whole_units;
  std::optional<Exact> free_daily;  // free plan: a UTC day's limit
  std::optional<Exact> free_total;  // free plan: the most at any time
};

struct Tariff {
  std::string name;
  std::string since;  // the date from which it held, as text
  Exact base_fee;     // dollars a month, on top of use
  Exact messages_per_request;
  Exact object_memory_gb;
  std::array<std::optional<Rate>, kMeters> rates;  // none: not billed under this tariff

  [[nodiscard]] const std::optional<Rate>& rate(Meter meter) const { return rates[static_cast<std::size_t>(meter)]; }
};

/// Everything wrong with a tariff file, a line "file:line:column: message" each.
class TariffError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws TariffError. Unknown, repeated and missing keys are errors; so are numbers that are not plain decimals.
[[nodiscard]] Tariff parse_tariff(std::string_view yaml, const std::string& file);

inline constexpr std::string_view kDefaultTariff = "cloudflare-2026-08";
/// The embedded tariffs, newest first.
[[nodiscard]] std::vector<std::string_view> tariff_names();
[[nodiscard]] std::optional<Tariff> find_tariff(std::string_view name);

}  // namespace reports
