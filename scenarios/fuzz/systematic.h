#pragma once

// One thing after another: of each weather everything alone, and every small change of order; of the first weather then
// all pairs and all triples of those, as long as that ends.

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "scenarios/fuzz/neighbours.h"
#include "scenarios/fuzz/subsets.h"

namespace scenarios::fuzz {

class Systematic {
 public:
  explicit Systematic(const Patience& patience) : patience_(patience) {}

  /// The present weather: swept when what is being swept is done.
  void weather(std::uint64_t seed, const Occasions& occasions, const std::vector<RoomThread>& threads);
  /// Nothing: a new weather is wanted.
  [[nodiscard]] std::optional<Case> next();

  /// So many at once were all played, of the first weather: 1 singles, 2 pairs, ... 0: not even those yet.
  [[nodiscard]] std::size_t exhausted() const { return exhausted_; }
  /// Cases of the first weather so far.
  [[nodiscard]] std::uint64_t cases() const { return cases_; }

 private:
  [[nodiscard]] std::optional<Case> next_of_first();
  void sweep(std::uint64_t seed, const Occasions& occasions, const std::vector<RoomThread>& threads);

  Patience patience_;
  std::optional<std::uint64_t> first_seed_;
  std::uint64_t swept_seed_ = 0;
  std::vector<std::vector<Mischief>> elements_;  // of the first weather: what can be joined
  std::optional<Subsets> subsets_;
  std::deque<Case> singles_;
  std::size_t exhausted_ = 0;
  std::uint64_t cases_ = 0;  // of the first weather
  bool of_first_ = false;    // the turn of the first weather's pairs, else of another's singles
};

}  // namespace scenarios::fuzz
