#include "sim/statistics/proportion.h"

#include <boost/math/special_functions/beta.hpp>
#include <stdexcept>

namespace sim::statistics {

ProportionBounds proportion_bounds(std::uint64_t successes, std::uint64_t trials, double level) {
  if (successes > trials) throw std::invalid_argument("more successes than trials");
  if (!(level > 0 && level < 1)) throw std::invalid_argument("a level lies between 0 and 1");
  const double tail = (1 - level) / 2;
  const auto hits = static_cast<double>(successes), misses = static_cast<double>(trials - successes);
  ProportionBounds bounds;
  if (successes > 0) bounds.low = boost::math::ibeta_inv(hits, misses + 1, tail);
  if (successes < trials) bounds.high = boost::math::ibeta_inv(hits + 1, misses, 1 - tail);
  return bounds;
}

}  // namespace sim::statistics
