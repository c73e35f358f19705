#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "sim/queue.h"

namespace models::invariants {

/// What is known under a key, of the latest so many keys. Older ones are forgotten, in the order in which they came, so
/// that a property of a long run takes no more memory than that of a short one.
template <class Value>
class Recent {
 public:
  explicit Recent(std::size_t most) : most_(most) {}

  /// Null if it is unknown, or forgotten.
  [[nodiscard]] Value* find(std::uint64_t key) {
    const auto found = entries_.find(key);
    return found == entries_.end() ? nullptr : &found->second;
  }
  /// With whether it is new.
  std::pair<Value&, bool> add(std::uint64_t key) {
    const auto [entry, is_new] = entries_.try_emplace(key);
    if (!is_new) return {entry->second, false};
    order_.push_back(key);
    if (order_.size() > most_) {
      entries_.erase(order_.front());
      order_.pop_front();
      forgot_ = true;
    }
    return {entry->second, true};
  }
  [[nodiscard]] bool forgot() const { return forgot_; }

 private:
  std::size_t most_;
  std::unordered_map<std::uint64_t, Value> entries_;  // only ever looked up
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
