#pragma once

// Probabilistic concurrency testing (S. Burckhardt, P. Kothari, M. Musuvathi, S. Nagarakatte, "A randomized scheduler
// with probabilistic guarantees of finding bugs", ASPLOS 2010), with clients and alarms as threads and what reaches
// rooms as steps. Threads get priorities at random, of those that have something to bring the highest goes first, and
// at d - 1 random steps the one whose turn it would be becomes lower than all others. A bug of depth d, one that needs
// d pairs of steps in a certain order, is met with a probability of at least 1 / (n k^(d-1)) by n threads of k steps in
// all, if what they bring lies within the window.

#include <cstdint>
#include <optional>

#include "scenarios/fuzz/holds.h"
#include "sim/choice.h"

namespace scenarios::fuzz {

struct PctOptions {
  std::optional<unsigned> depth;  // none: drawn, each further one half as often
  Patience patience;
};

/// All steps, ends of handlers that let others in among them.
[[nodiscard]] std::size_t steps_of(const std::vector<RoomThread>& threads);

/// One order, as what holds the others back. Empty if no thread has to wait.
[[nodiscard]] std::vector<Mischief> pct(const std::vector<RoomThread>& threads, const PctOptions& options,
                                        sim::RandomStream& stream);

}  // namespace scenarios::fuzz
