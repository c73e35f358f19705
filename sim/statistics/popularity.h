#pragma once

// How visits spread over places that nobody ranked beforehand.

#include <cstdint>
#include <span>
#include <vector>

namespace sim::statistics {

struct Popularity {
  double uniform_p = 1;  // of visits that choose alike being as unequal as these, or more (chi-squared)
  double s = 0;          // exponent of Zipf's law, by maximum likelihood, less its bias
  double s_error = 0;    // standard error of it
};

/// `counts`: visits of each place, none of them 0. Ranks are taken from the counts themselves, which makes the most
/// visited look more popular than they are; so much as that does to samples drawn at the exponent found is taken off
/// (a parametric bootstrap, whose draws are the same every time).
[[nodiscard]] Popularity fit_popularity(std::vector<std::uint64_t> counts);

}  // namespace sim::statistics
