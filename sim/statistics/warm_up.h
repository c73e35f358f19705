#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace sim::statistics {

/// MSER-5 (White 1997; Spratt 1998): how many samples at the front to leave out, a multiple of five, so that the mean
/// of the rest has the least standard error. Nothing if that is more than half of them: the series is too short to say.
[[nodiscard]] std::optional<std::size_t> warm_up_length(std::span<const double> series);

}  // namespace sim::statistics
