#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace sim {

/// What an event does. Move-only; callables of up to kInlineBytes live inside it without an allocation.
/// Calling an empty or moved-from Action throws std::bad_function_call.
class Action {
 public:
  static constexpr std::size_t kInlineBytes = 48;

  Action() = default;

  template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, Action> && std::invocable<std::decay_t<F>&>)
  Action(F&& callable) {  // NOLINT(google-explicit-constructor): a lambda is an action
    using Callable = std::decay_t<F>;
    if constexpr (kFitsInline<Callable>) {
      ::new (static_cast<void*>(storage_)) Callable(std::forward<F>(callable));
      operations_ = &kInline<Callable>;
    } else {
      auto* const owned = new Callable(std::forward<F>(callable));
      std::memcpy(storage_, &owned, sizeof(owned));
      operations_ = &kOnHeap<Callable>;
    }
  }

  Action(Action&& other) noexcept { take(other); }
  Action& operator=(Action&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  Action(const Action&) = delete;
  Action& operator=(const Action&) = delete;
  ~Action() { reset(); }

  void operator()() {
    if (operations_ == nullptr) throw std::bad_function_call();
    operations_->call(storage_);
  }
  [[nodiscard]] explicit operator bool() const { return operations_ != nullptr; }

  /// Destroys the callable; the Action is empty afterwards.
  void reset() noexcept {
    if (operations_ == nullptr) return;
    const Operations* const operations = std::exchange(operations_, nullptr);
    if (operations->destroy != nullptr) operations->destroy(storage_);
  }

 private:
  struct Operations {
    void (*call)(void* storage);
    void (*relocate)(void* from, void* to) noexcept;  // null: copy the bytes
    void (*destroy)(void* storage) noexcept;          // null: nothing to do
  };

  template <class F>
  static constexpr bool kFitsInline =
      sizeof(F) <= kInlineBytes && alignof(F) <= alignof(void*) && std::is_nothrow_move_constructible_v<F>;
  template <class F>
  static constexpr bool kIsBytes = std::is_trivially_copyable_v<F> && std::is_trivially_destructible_v<F>;

  template <class F>
  static F* inside(void* storage) {
    return std::launder(static_cast<F*>(storage));
  }
  template <class F>
  static F* owned_by(void* storage) {
    F* owned = nullptr;
    std::memcpy(&owned, storage, sizeof(owned));
    return owned;
  }
  template <class F>
  static void relocate_inside(void* from, void* to) noexcept {
    F* const source = inside<F>(from);
    ::new (to) F(std::move(*source));
    std::destroy_at(source);
  }

  template <class F>
  static constexpr Operations kInline{
      [](void* storage) { static_cast<void>(std::invoke(*inside<F>(storage))); },
      kIsBytes<F> ? nullptr : &relocate_inside<F>,
      kIsBytes<F> ? nullptr : +[](void* storage) noexcept { std::destroy_at(inside<F>(storage)); }};
  template <class F>
  static constexpr Operations kOnHeap{[](void* storage) { static_cast<void>(std::invoke(*owned_by<F>(storage))); },
                                      nullptr, [](void* storage) noexcept { delete owned_by<F>(storage); }};

  void take(Action& other) noexcept {
    operations_ = std::exchange(other.operations_, nullptr);
    if (operations_ == nullptr) return;
    if (operations_->relocate != nullptr) {
      operations_->relocate(other.storage_, storage_);
    } else {
      copy_bytes(other.storage_);
    }
  }

  // All bytes, set or not: one copy of a fixed size is faster than asking how many there are.
  void copy_bytes(const std::byte* from) noexcept {
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
    std::memcpy(storage_, from, kInlineBytes);
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
  }

  const Operations* operations_ = nullptr;
  alignas(void*) std::byte storage_[kInlineBytes];
};

}  // namespace sim
