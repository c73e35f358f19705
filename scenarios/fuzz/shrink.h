#pragma once

// Which elements of a list a failure needs: delta debugging (A. Zeller, R. Hildebrandt, "Simplifying and isolating
// failure-inducing input", IEEE TSE 28, 2002), with complements only.

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace scenarios::fuzz {

/// A sublist of `all`, in its order, that still fails and from which no single element can be taken. fails(all) is
/// taken for granted; it is asked of sublists only.
template <class T, class Fails>
std::vector<T> minimal(std::vector<T> all, Fails&& fails) {
  std::size_t parts = 2;
  while (!all.empty()) {
    parts = std::min(parts, all.size());
    bool smaller = false;
    for (std::size_t part = 0; part < parts && !smaller; ++part) {
      const auto begin = static_cast<std::ptrdiff_t>(part * all.size() / parts);
      const auto end = static_cast<std::ptrdiff_t>((part + 1) * all.size() / parts);
      std::vector<T> rest(all.begin(), all.begin() + begin);
      rest.insert(rest.end(), all.begin() + end, all.end());
      if (!fails(std::as_const(rest))) continue;
      all = std::move(rest);
      parts = std::max<std::size_t>(2, parts - 1);
      smaller = true;
    }
    if (smaller) continue;
    if (parts == all.size()) break;
    parts *= 2;
  }
  return all;
}

}  // namespace scenarios::fuzz
