#pragma once

// Which distribution a sample may have come from: families fitted by maximum likelihood, held against one another by
// the Bayesian information criterion, and each against the sample by its Kolmogorov-Smirnov distance.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sim::statistics {

enum class Family : std::uint8_t { constant, exponential, lognormal, weibull, gamma, pareto };
[[nodiscard]] std::string_view name_of(Family family);

struct Fit {
  Family family{};
  double a =
      0;  // constant: the value; exponential: mean; lognormal: median; weibull, gamma: scale; pareto: least value
  double b = 0;  // lognormal: standard deviation of the logarithm; weibull, gamma, pareto: shape
  double log_likelihood = 0;
  double bic = 0;       // parameters * ln n - 2 log_likelihood: the least is the best
  double distance = 0;  // the largest between the two distribution functions
  [[nodiscard]] double cumulative(double x) const;
  [[nodiscard]] double mean() const;  // infinity where there is none
};

/// Every family, the best one first; `constant` alone if all values are the same. Precondition: sorted, at least two
/// values, all positive.
[[nodiscard]] std::vector<Fit> fit_families(std::span<const double> sorted);

/// The mean of whole numbers from 1, as a geometric distribution: its distance from the sample. Precondition: sorted.
struct GeometricFit {
  double mean = 1;
  double distance = 0;
};
[[nodiscard]] GeometricFit fit_geometric(std::span<const double> sorted);

/// Beyond this a sample of so many values would lie in one of a thousand, if the distribution were known beforehand.
[[nodiscard]] double critical_distance(std::size_t samples);

}  // namespace sim::statistics
