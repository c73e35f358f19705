#pragma once

// First in, first out, in one ring of memory. Where a million things each own several queues that are nearly always
// empty, std::deque's half kilobyte apiece is what a run's memory goes to: an unused Queue is one null pointer.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <new>
#include <utility>

namespace sim {

template <class T>
class Queue {
 public:
  Queue() = default;
  Queue(Queue&& other) noexcept : ring_(std::exchange(other.ring_, nullptr)) {}
  Queue& operator=(Queue&& other) noexcept {
    std::swap(ring_, other.ring_);
    return *this;
  }
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;
  ~Queue() { clear(); }

  [[nodiscard]] bool empty() const { return ring_ == nullptr || ring_->size == 0; }
  [[nodiscard]] std::size_t size() const { return ring_ == nullptr ? 0 : ring_->size; }
  [[nodiscard]] T& operator[](std::size_t i) { return *place(i); }
  [[nodiscard]] const T& operator[](std::size_t i) const { return *place(i); }
  [[nodiscard]] T& front() { return *place(0); }
  [[nodiscard]] const T& front() const { return *place(0); }
  [[nodiscard]] T& back() { return *place(ring_->size - 1U); }
  [[nodiscard]] const T& back() const { return *place(ring_->size - 1U); }

  template <class... Arguments>
  T& emplace_back(Arguments&&... arguments) {
    if (ring_ == nullptr || ring_->size == ring_->capacity) grow();
    T* const made = ::new (static_cast<void*>(place(ring_->size))) T(std::forward<Arguments>(arguments)...);
    ++ring_->size;
    return *made;
  }
  void push_back(T value) { emplace_back(std::move(value)); }
  void pop_front() {
    std::destroy_at(place(0));
    ring_->begin = (ring_->begin + 1U) & (ring_->capacity - 1U);
    --ring_->size;
  }
  void pop_back() {
    std::destroy_at(place(ring_->size - 1U));
    --ring_->size;
  }
  /// Takes out the i-th; those after it move up.
  void erase_at(std::size_t i) {
    if (i == 0) return pop_front();
    for (; i + 1 < ring_->size; ++i) *place(i) = std::move(*place(i + 1));
    pop_back();
  }
  /// Empties it and gives its memory back.
  void clear() {
    Ring* const ring = std::exchange(ring_, nullptr);
    if (ring == nullptr) return;
    for (std::uint32_t i = 0; i < ring->size; ++i) std::destroy_at(place(*ring, i));
    ::operator delete(ring, kAlignment);
  }

  template <class Element, class Owner>
  struct Iterator {
    using iterator_category = std::forward_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = Element*;
    using reference = Element&;
    Owner* queue = nullptr;
    std::size_t at = 0;
    Element& operator*() const { return (*queue)[at]; }
    Element* operator->() const { return &(*queue)[at]; }
    Iterator& operator++() {
      ++at;
      return *this;
    }
    Iterator operator++(int) { return {queue, at++}; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at == b.at; }
  };
  [[nodiscard]] auto begin() { return Iterator<T, Queue>{this, 0}; }
  [[nodiscard]] auto end() { return Iterator<T, Queue>{this, size()}; }
  [[nodiscard]] auto begin() const { return Iterator<const T, const Queue>{this, 0}; }
  [[nodiscard]] auto end() const { return Iterator<const T, const Queue>{this, size()}; }

 private:
  struct Ring {
    std::uint32_t begin;
    std::uint32_t size;
    std::uint32_t capacity;  // a power of two
  };
  static constexpr std::size_t kAlign = alignof(T) > alignof(Ring) ? alignof(T) : alignof(Ring);
  static constexpr std::align_val_t kAlignment{kAlign};
  static constexpr std::size_t kItemsAt = (sizeof(Ring) + kAlign - 1) / kAlign * kAlign;

  static T* place(Ring& ring, std::size_t i) {
    auto* const items = reinterpret_cast<T*>(reinterpret_cast<std::byte*>(&ring) + kItemsAt);
    return items + ((ring.begin + i) & (ring.capacity - 1U));
  }
  [[nodiscard]] T* place(std::size_t i) const { return place(*ring_, i); }

  void grow() {
    const std::uint32_t size = ring_ == nullptr ? 0 : ring_->size;
    const std::uint32_t capacity = size == 0 ? 1 : 2 * size;
    auto* const ring = static_cast<Ring*>(::operator new(kItemsAt + capacity * sizeof(T), kAlignment));
    *ring = {0, size, capacity};
    for (std::uint32_t i = 0; i < size; ++i) {
      ::new (static_cast<void*>(place(*ring, i))) T(std::move(*place(i)));
    }
    Queue old;
    old.ring_ = std::exchange(ring_, ring);
  }

  Ring* ring_ = nullptr;
};

}  // namespace sim
