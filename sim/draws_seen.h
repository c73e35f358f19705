#pragma once

// What was drawn, as one number: two runs that draw the same values under the same keys have the same, in whatever
// order they draw them.

#include <cstdint>

namespace sim {

struct DrawsSeen {
  std::uint64_t count = 0;
  std::uint64_t sum = 0;  // of the mixed key and value of each draw, modulo 2^64
  friend bool operator==(const DrawsSeen&, const DrawsSeen&) = default;
};

/// By every Choices of this thread since forget_draws(): a thread plays one world at a time.
[[nodiscard]] DrawsSeen draws_seen();
void forget_draws();

}  // namespace sim
