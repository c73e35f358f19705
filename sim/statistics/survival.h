#pragma once

#include <vector>

namespace sim::statistics {

/// A sample as it would be if nothing had been cut short: as many values as are whole, at equal steps of the
/// distribution function that Kaplan & Meier (1958) find from them and from those of which it is known only that they
/// are longer. Where that function ends below 1, because the longest of all was cut short, an exponential tail goes on
/// with the mean of what was seen. Sorted.
[[nodiscard]] std::vector<double> as_if_whole(std::vector<double> whole, std::vector<double> cut_short);

}  // namespace sim::statistics
