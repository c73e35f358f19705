#pragma once

// Bounded exhaustive search: of a list of things that may befall a run all pairs, then all triples, as long as they are
// no more than a bound in all.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace scenarios::fuzz {

/// Each subset once, in the order of its members; those of `largest` members at most, from two on.
class Subsets {
 public:
  /// Sizes whose subsets would exceed the bound, those before counted in, are left out.
  Subsets(std::size_t elements, std::size_t largest, std::uint64_t bound);
  [[nodiscard]] std::optional<std::vector<std::size_t>> next();
  /// Of all sizes that come.
  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// The largest size that comes; 1 if not even pairs do.
  [[nodiscard]] std::size_t largest() const { return largest_; }

 private:
  std::size_t elements_;
  std::size_t largest_ = 1;
  std::uint64_t count_ = 0;
  std::vector<std::size_t> chosen_;  // the latest
};

}  // namespace scenarios::fuzz
