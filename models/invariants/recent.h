#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/queue.h"

namespace models::invariants {

/// What is known under a key, of the latest so many keys. Older ones are forgotten, in the order in which they came, so
/// that a property of a long run takes no more memory than that of a short one. A flat table with open addressing, and
/// the places that are free: an entry is made for nearly every message, and a node of its own cost more than all else
/// that a property does.
template <class Value>
class Recent {
 public:
  explicit Recent(std::size_t most) : most_(most) {}

  /// Null if it is unknown, or forgotten; until the next add().
  [[nodiscard]] Value* find(std::uint64_t key) {
    if (cells_.empty()) return nullptr;
    const std::size_t cell = cell_of(key);
    return cells_[cell].used ? &cells_[cell].value : nullptr;
  }
  /// With whether it is new; until the next add().
  std::pair<Value&, bool> add(std::uint64_t key) {
    if (4 * (order_.size() + 1) > 3 * cells_.size()) grow();
    std::size_t cell = cell_of(key);
    if (cells_[cell].used) return {cells_[cell].value, false};
    if (order_.size() == most_) {
      erase(cell_of(order_.front()));
      order_.pop_front();
      forgot_ = true;
      cell = cell_of(key);  // others may have moved up
    }
    order_.push_back(key);
    cells_[cell] = {.key = key, .value = Value{}, .used = true};
    return {cells_[cell].value, true};
  }
  [[nodiscard]] bool forgot() const { return forgot_; }

 private:
  struct Cell {
    std::uint64_t key = 0;
    Value value{};
    bool used = false;
  };
  [[nodiscard]] std::size_t mask() const { return cells_.size() - 1; }
  /// Keys need not be mixed: ids count up.
  [[nodiscard]] std::size_t home(std::uint64_t key) const {
    const std::uint64_t mixed = key * 0x9e3779b97f4a7c15ULL;
    return static_cast<std::size_t>(mixed ^ (mixed >> 32)) & mask();
  }
  /// The key's own, or the free one where it would be put.
  [[nodiscard]] std::size_t cell_of(std::uint64_t key) const {
    std::size_t cell = home(key);
    while (cells_[cell].used && cells_[cell].key != key) cell = (cell + 1) & mask();
    return cell;
  }
  /// Those behind it that were kept from its place move up, so that no search ends too soon.
  void erase(std::size_t hole) {
    for (std::size_t next = (hole + 1) & mask(); cells_[next].used; next = (next + 1) & mask()) {
      const std::size_t wanted = home(cells_[next].key);
      if (((next - wanted) & mask()) < ((next - hole) & mask())) continue;
      cells_[hole] = std::move(cells_[next]);
      hole = next;
    }
    cells_[hole] = {};
  }
  void grow() {
    std::vector<Cell> before(std::max<std::size_t>(kFirstSize, 2 * cells_.size()));
    before.swap(cells_);
    for (Cell& moved : before)
      if (moved.used) cells_[cell_of(moved.key)] = std::move(moved);
  }

  static constexpr std::size_t kFirstSize = 64;  // a power of two, as every size of it
  std::size_t most_;
  std::vector<Cell> cells_;
  sim::Queue<std::uint64_t> order_;
  bool forgot_ = false;
};

/// One key of two, well mixed.
[[nodiscard]] constexpr std::uint64_t key_of(std::uint64_t one, std::uint64_t another) {
  std::uint64_t mixed = one + 0x9e3779b97f4a7c15ULL * (another + 1);
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
  return mixed ^ (mixed >> 31);
}

}  // namespace models::invariants
