#pragma once

// Which message bodies a trace holds already. A month of chat has some hundred thousand different ones, and every
// message is looked up: a flat table with one probe's worth of memory traffic, instead of a node for each.

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
    if (2 * (size_ + 1) > entries_.size()) grow();
    Entry& entry = place_of(hash);
    if (entry.id != BodyId::empty) return {entry.id, false};
    entry = {hash, BodyId{static_cast<std::uint32_t>(++size_)}};
    return {entry.id, true};
  }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct Entry {
    ContentHash hash;
    BodyId id = BodyId::empty;
  };
  Entry& place_of(const ContentHash& hash) {
    const std::size_t mask = entries_.size() - 1;
    std::size_t at = hash.low & mask;
    while (entries_[at].id != BodyId::empty && entries_[at].hash != hash) at = (at + 1) & mask;
    return entries_[at];
  }
  void grow() {
    std::vector<Entry> before(entries_.empty() ? kFirstSize : 2 * entries_.size());
    before.swap(entries_);
    for (const Entry& entry : before)
      if (entry.id != BodyId::empty) place_of(entry.hash) = entry;
  }

  static constexpr std::size_t kFirstSize = 1024;  // a power of two, as every size of it
  std::vector<Entry> entries_;
  std::size_t size_ = 0;
};

}  // namespace sim
