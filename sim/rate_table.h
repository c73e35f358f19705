#pragma once

#include <vector>

#include "sim/choice.h"
#include "sim/time.h"

namespace sim {

/// A rate that is constant between given moments, and the Poisson process of arrivals that has it.
class RateTable {
 public:
  struct Step {
    Duration from{};
    double per_second = 0;
  };
  /// Steps ascend and the first is from 0. With a period the table repeats; with none (0) the last step lasts for good.
  /// Throws std::invalid_argument for a table that is not so, and for one in which nobody ever arrives.
  explicit RateTable(std::vector<Step> steps, Duration period = Duration::zero());

  /// The first arrival after `since`, both counted from the table's beginning: inversion of the cumulative rate at one
  /// unit exponential, which is one ordinal. Duration::max(): nobody comes any more.
  [[nodiscard]] Duration next(Duration since, RandomStream& stream) const;
  /// Arrivals that are expected until then.
  [[nodiscard]] double expected(Duration until) const;

 private:
  struct Stretch {  // of one step: its end, and what is expected from the table's beginning to its own
    Duration from{};
    Duration until{};
    double per_second = 0;
    double before = 0;
  };
  [[nodiscard]] Duration when(double expected) const;

  std::vector<Stretch> stretches_;
  Duration period_;
  double a_period_ = 0;  // arrivals expected in one
};

}  // namespace sim
