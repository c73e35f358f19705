#pragma once

// A sorted map in one block of memory, for the few entries that each of very many things may have: an unused one is a
// null pointer. Iterators and references end with the next insertion or erasure.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace sim {

template <class Key, class Value>
class FlatMap {
 public:
  using value_type = std::pair<Key, Value>;
  using iterator = value_type*;
  using const_iterator = const value_type*;

  FlatMap() = default;
  FlatMap(FlatMap&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  FlatMap& operator=(FlatMap&& other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  FlatMap(const FlatMap&) = delete;
  FlatMap& operator=(const FlatMap&) = delete;
  ~FlatMap() { clear(); }

  [[nodiscard]] bool empty() const { return block_ == nullptr || block_->size == 0; }
  [[nodiscard]] std::size_t size() const { return block_ == nullptr ? 0 : block_->size; }
  [[nodiscard]] iterator begin() { return items(block_); }
  [[nodiscard]] iterator end() { return items(block_) + size(); }
  [[nodiscard]] const_iterator begin() const { return items(block_); }
  [[nodiscard]] const_iterator end() const { return items(block_) + size(); }

  [[nodiscard]] iterator find(const Key& key) {
    // Keys that are counted and seldom erased lie as far from the first as their number says.
    if constexpr (std::is_enum_v<Key> || std::is_integral_v<Key>) {
      if (empty()) return end();
      const auto guess = static_cast<std::size_t>(key) - static_cast<std::size_t>(begin()->first);
      if (guess < size() && begin()[guess].first == key) return begin() + guess;
    }
    return is_at(lower_bound(key), key);
  }
  [[nodiscard]] const_iterator find(const Key& key) const { return const_cast<FlatMap*>(this)->find(key); }
  [[nodiscard]] bool contains(const Key& key) const { return find(key) != end(); }
  [[nodiscard]] Value& at(const Key& key) {
    const iterator found = find(key);
    if (found == end()) throw std::out_of_range("a FlatMap has no such key");
    return found->second;
  }
  [[nodiscard]] const Value& at(const Key& key) const { return const_cast<FlatMap*>(this)->at(key); }
  Value& operator[](const Key& key) { return emplace(key, Value{}).first->second; }

  /// As std::map: an entry that is there stays as it is.
  std::pair<iterator, bool> emplace(const Key& key, Value value) {
    const iterator found = lower_bound(key);
    if (found != end() && found->first == key) return {found, false};
    const auto at = static_cast<std::size_t>(found - begin());
    if (block_ == nullptr || block_->size == block_->capacity) grow();
    iterator place = begin() + at;
    ::new (static_cast<void*>(end())) value_type(key, std::move(value));
    ++block_->size;
    if (place + 1 != end()) std::rotate(place, end() - 1, end());
    return {place, true};
  }
  iterator erase(iterator place) {
    std::move(place + 1, end(), place);
    std::destroy_at(end() - 1);
    --block_->size;
    return place;
  }
  std::size_t erase(const Key& key) {
    const iterator found = find(key);
    if (found == end()) return 0;
    erase(found);
    return 1;
  }
  /// Empties it and gives its memory back.
  void clear() {
    Block* const block = std::exchange(block_, nullptr);
    if (block == nullptr) return;
    std::destroy_n(items(block), block->size);
    ::operator delete(block, kAlignment);
  }
  template <class Predicate>
  friend std::size_t erase_if(FlatMap& map, Predicate&& wanted) {
    const std::size_t before = map.size();
    const iterator rest = std::remove_if(map.begin(), map.end(), std::forward<Predicate>(wanted));
    while (map.end() != rest) map.erase(map.end() - 1);
    return before - map.size();
  }

 private:
  struct Block {
    std::uint32_t size;
    std::uint32_t capacity;
  };
  static constexpr std::size_t kAlign = alignof(value_type) > alignof(Block) ? alignof(value_type) : alignof(Block);
  static constexpr std::align_val_t kAlignment{kAlign};
  static constexpr std::size_t kItemsAt = (sizeof(Block) + kAlign - 1) / kAlign * kAlign;

  static value_type* items(Block* block) {
    if (block == nullptr) return nullptr;
    return reinterpret_cast<value_type*>(reinterpret_cast<std::byte*>(block) + kItemsAt);
  }
  [[nodiscard]] iterator lower_bound(const Key& key) {
    // Keys are mostly counted upwards, so the end is where most searches end, too.
    if (empty() || (end() - 1)->first < key) return end();
    return std::lower_bound(begin(), end(), key, [](const value_type& item, const Key& k) { return item.first < k; });
  }
  [[nodiscard]] iterator is_at(iterator found, const Key& key) {
    return found != end() && found->first == key ? found : end();
  }
  void grow() {
    const std::uint32_t size = block_ == nullptr ? 0 : block_->size;
    const std::uint32_t capacity = size == 0 ? 1 : 2 * size;
    auto* const block = static_cast<Block*>(::operator new(kItemsAt + capacity * sizeof(value_type), kAlignment));
    *block = {size, capacity};
    std::uninitialized_move_n(begin(), size, items(block));
    FlatMap old;
    old.block_ = std::exchange(block_, block);
  }

  Block* block_ = nullptr;
};

}  // namespace sim
