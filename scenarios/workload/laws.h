#pragma once

// Fitted distributions, rates and choices as a scenario writes them, each with a line that says how well it fits.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scenarios/workload/samples.h"

namespace scenarios::workload {

struct Law {
  std::string yaml;          // "{exponential: 40s}"
  std::string name;          // "lognormal"
  std::uint64_t values = 0;  // that it was fitted to
  double distance = -1;      // from the sample's distribution function, at most; below 0: there is none
  std::string remark;        // what else there is to know
};

/// Of durations, in seconds.
[[nodiscard]] Law law_of_durations(const Durations& durations);
/// Of sizes in bytes.
[[nodiscard]] Law law_of_sizes(std::vector<double> sizes);
/// Of counts from 1.
[[nodiscard]] Law law_of_counts(std::vector<double> counts);

struct Observed {
  sim::Time from{}, until{};
};
/// How visitors come: one rate, or one for each part of the day.
[[nodiscard]] Law law_of_arrivals(std::span<const sim::Time> at, const Observed& observed);
/// The same from counts: how many came in each stretch of time.
[[nodiscard]] Law law_of_counted_arrivals(const std::vector<std::pair<Observed, double>>& counts);

/// Which object a visit goes to: `visits` of each that had any, of so many visits in all.
[[nodiscard]] Law law_of_rooms(const std::vector<std::uint64_t>& visits);

/// Four digits, with the unit that suits: "43.21s", "2.31/s", "1.5KiB".
[[nodiscard]] std::string duration_text(double seconds);
[[nodiscard]] std::string rate_text(double per_second);
[[nodiscard]] std::string digits(double value);

}  // namespace scenarios::workload
