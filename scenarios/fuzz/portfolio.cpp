#include "scenarios/fuzz/portfolio.h"

namespace scenarios::fuzz {
namespace {

constexpr std::uint64_t kAny = 8;            // one run in so many goes to any strategy
constexpr std::uint64_t kHalvedAfter = 512;  // runs: what was long ago counts less and less

}  // namespace

/// Gains a run, as if some runs more had gained a little: who was never tried is worth trying.
std::uint64_t Portfolio::weight(const Arm& arm) { return (arm.gain * 1024 + 4096) / (arm.runs + 16); }

Strategy Portfolio::choose(sim::RandomStream& stream) const {
  const bool any = stream.below(kAny) == 0;
  std::uint64_t all = 0;
  for (const Arm& arm : arms_) all += any ? 1 : weight(arm) + 1;
  std::uint64_t drawn = stream.below(all);
  for (std::size_t i = 0; i < arms_.size(); ++i) {
    const std::uint64_t own = any ? 1 : weight(arms_[i]) + 1;
    if (drawn < own) return static_cast<Strategy>(i);
    drawn -= own;
  }
  return Strategy::uniform;
}

void Portfolio::learn(Strategy strategy, std::uint64_t gain) {
  Arm& arm = arms_[static_cast<std::size_t>(strategy)];
  ++arm.runs;
  arm.gain += gain;
  if (++learned_ % kHalvedAfter != 0) return;
  for (Arm& each : arms_) {
    each.runs /= 2;
    each.gain /= 2;
  }
}

}  // namespace scenarios::fuzz
