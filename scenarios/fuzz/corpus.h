#pragma once

// Cases that came to something new, and what becomes of them when one thing in them is changed.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scenarios/fuzz/mischief.h"
#include "sim/choice.h"

namespace scenarios::fuzz {

class Corpus {
 public:
  void add(Case one);
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  /// One that was changed less often than most. Must not be empty.
  [[nodiscard]] const Case& choose(sim::RandomStream& stream);

 private:
  struct Entry {
    Case one;
    std::uint64_t chosen = 0;
  };
  std::vector<Entry> entries_;
};

/// What a change may bring in: the present weather's seed, what may befall it, and another order of it.
struct Ingredients {
  std::uint64_t seed = 1;
  const std::vector<Mischief>* singles = nullptr;
  std::vector<Mischief> order;
};

/// Adds, drops or moves one thing or two, joins it with another case, puts it under another seed or order.
[[nodiscard]] Case mutated(const Case& one, const Case& other, const Ingredients& ingredients,
                           sim::RandomStream& stream);

/// Whether both are for the same occasion, which nothing can meet twice.
[[nodiscard]] bool same_occasion(const Mischief& one, const Mischief& other);

}  // namespace scenarios::fuzz
