#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace models::invariants {

/// Numbers that should only grow. The latest are kept, so that one that comes again is told from one that was
/// overtaken; of one that is older than all that are kept nothing can be said.
class GrowingNumbers {
 public:
  enum class Step : std::uint8_t { first, grew, repeated, overtaken, too_old };
  Step next(double number) {
    if (latest_.empty()) {
      latest_.push_back(number);
      return Step::first;
    }
    const bool grows = number > latest_.back();
    const auto place = grows ? latest_.end() : std::lower_bound(latest_.begin(), latest_.end(), number);
    if (!grows && *place == number) return Step::repeated;
    const bool too_old = !grows && place == latest_.begin() && latest_.size() == kKept;
    if (too_old) return Step::too_old;
    latest_.insert(place, number);
    if (latest_.size() > kKept) latest_.erase(latest_.begin());
    return grows ? Step::grew : Step::overtaken;
  }

 private:
  static constexpr std::size_t kKept = 32;
  std::vector<double> latest_;  // sorted
};

}  // namespace models::invariants
