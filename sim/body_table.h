#pragma once

// Which message bodies a trace holds already. A month of chat has some hundred thousand different ones, and nearly
// every body that is looked up is new: a probe touches one small cell of a flat table, and no hash but its own.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/record.h"

namespace sim {

/// 128 bits of a body's content.
struct ContentHash {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend bool operator==(const ContentHash&, const ContentHash&) = default;
};

/// Numbers contents from 1 in order of first use. Open addressing; nothing is ever taken out.
class BodyTable {
 public:
  struct Found {
    BodyId id = BodyId::empty;
    bool is_new = false;
  };
  Found find_or_add(const ContentHash& hash) {
    if (2 * (hashes_.size() + 1) > cells_.size()) grow();
    const auto tag = static_cast<std::uint32_t>(hash.low);
    Cell* cell = &cells_[tag & mask()];
    for (; cell->id != 0; cell = next(cell))
      if (cell->tag == tag && hashes_[cell->id - 1] == hash) return {BodyId{cell->id}, false};
    hashes_.push_back(hash);
    *cell = {tag, static_cast<std::uint32_t>(hashes_.size())};
    return {BodyId{cell->id}, true};
  }
  [[nodiscard]] std::size_t size() const { return hashes_.size(); }

 private:
  struct Cell {
    std::uint32_t tag = 0;  // the hash's low bits: they say where the search begins
    std::uint32_t id = 0;   // 0: free
  };
  [[nodiscard]] std::size_t mask() const { return cells_.size() - 1; }
  Cell* next(Cell* cell) { return cell == &cells_.back() ? &cells_.front() : cell + 1; }
  void grow() {
    std::vector<Cell> before(cells_.empty() ? kFirstSize : 2 * cells_.size());
    before.swap(cells_);
    for (const Cell& moved : before) {
      if (moved.id == 0) continue;
      Cell* cell = &cells_[moved.tag & mask()];
      while (cell->id != 0) cell = next(cell);
      *cell = moved;
    }
  }

  static constexpr std::size_t kFirstSize = 1024;  // a power of two, as every size of it
  std::vector<Cell> cells_;
  std::vector<ContentHash> hashes_;  // by id, from 1
};

}  // namespace sim
