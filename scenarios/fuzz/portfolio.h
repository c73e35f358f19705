#pragma once

// Shares the runs of a campaign among strategies by what each found of late: drawn in proportion to its gains a run,
// but for one run in eight, which goes to any. Counted in runs, never in seconds, so that the same seed shares alike.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/choice.h"

namespace scenarios::fuzz {

enum class Strategy : std::uint8_t { uniform, swarm, sweep, pct, coverage };
inline constexpr std::string_view kStrategies[] = {"uniform", "swarm", "sweep", "pct", "coverage"};
inline constexpr std::size_t kStrategyCount = std::size(kStrategies);

class Portfolio {
 public:
  [[nodiscard]] Strategy choose(sim::RandomStream& stream) const;
  /// One run more; gain: 0 for nothing new.
  void learn(Strategy strategy, std::uint64_t gain);

 private:
  struct Arm {
    std::uint64_t runs = 0;
    std::uint64_t gain = 0;
  };
  [[nodiscard]] static std::uint64_t weight(const Arm& arm);
  std::array<Arm, kStrategyCount> arms_;
  std::uint64_t learned_ = 0;
};

}  // namespace scenarios::fuzz
