#include "scenarios/wake_worth.h"

#include <algorithm>

#include "sim/choice.h"

namespace scenarios {
namespace {

/// By draws of its own, so that it is right for whatever a cost table may hold; always the same ones.
double mean_of(const sim::Distribution& cost) {
  constexpr int kDraws = 1 << 16;
  sim::Choices choices({.seed = 1});
  sim::RandomStream stream = choices.stream(sim::site("mean"), sim::entity("cost"));
  double sum = 0;
  for (int i = 0; i < kDraws; ++i) sum += cost.sample(stream);
  return sum / kDraws;
}

}  // namespace

sim::Duration wake_worth(const models::runtime::CostTable& costs) {
  const double ns = (mean_of(costs.wake) + mean_of(costs.constructor)) * (1 + kSecondsOfMemoryForASecondOfCpu);
  return sim::Duration{std::max<std::int64_t>(1, static_cast<std::int64_t>(ns))};
}

}  // namespace scenarios
