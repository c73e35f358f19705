#include "scenarios/fuzz/subsets.h"

#include <algorithm>
#include <numeric>

namespace scenarios::fuzz {

Subsets::Subsets(std::size_t elements, std::size_t largest, std::uint64_t bound) : elements_(elements) {
  std::uint64_t of_size = elements;
  for (std::size_t size = 2; size <= std::min(largest, elements); ++size) {
    // of_size <= bound, and elements are things that lie in memory: the product is far from 2^128.
    const auto more = static_cast<unsigned __int128>(of_size) * (elements - size + 1) / size;
    if (more + count_ > bound) break;
    of_size = static_cast<std::uint64_t>(more);
    count_ += of_size;
    largest_ = size;
  }
}

std::optional<std::vector<std::size_t>> Subsets::next() {
  const auto begin_with = [this](std::size_t size) {
    chosen_.resize(size);
    std::iota(chosen_.begin(), chosen_.end(), 0);
  };
  if (chosen_.empty()) {
    if (largest_ < 2) return std::nullopt;
    begin_with(2);
    return chosen_;
  }
  std::size_t i = chosen_.size();
  while (i > 0 && chosen_[i - 1] == elements_ - chosen_.size() + i - 1) --i;
  if (i > 0) {
    ++chosen_[i - 1];
    for (; i < chosen_.size(); ++i) chosen_[i] = chosen_[i - 1] + 1;
    return chosen_;
  }
  if (chosen_.size() >= largest_) return std::nullopt;
  begin_with(chosen_.size() + 1);
  return chosen_;
}

}  // namespace scenarios::fuzz
