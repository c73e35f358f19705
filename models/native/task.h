#pragma once

// The coroutines that native room code is written in. A Task begins when it is awaited, or when the host starts a
// handler; whoever holds it owns its frame, so an instance that leaves memory takes all of its frames with it.
//
//   Task<> ChatRoom::alarm() {
//     co_await ctx().storage().delete_all();
//   }

#include <coroutine>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

#include "sim/queue.h"

namespace models::native {

template <class T = void>
class Task;

class TaskPromise {
 public:
  std::suspend_always initial_suspend() noexcept { return {}; }
  struct Final {
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) const noexcept {
      const TaskPromise& promise = ended.promise();
      if (promise.ended_ != nullptr) promise.ended_->push_back(promise.number_);
      return promise.awaiting_ ? promise.awaiting_ : std::noop_coroutine();
    }
    void await_resume() const noexcept {}
  };
  Final final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { error_ = std::current_exception(); }

  void awaited_by(std::coroutine_handle<> awaiting) noexcept { awaiting_ = awaiting; }
  void reports_to(sim::Queue<std::uint32_t>& ended, std::uint32_t number) noexcept {
    ended_ = &ended;
    number_ = number;
  }
  [[nodiscard]] const std::exception_ptr& error() const { return error_; }

 private:
  std::coroutine_handle<> awaiting_;
  std::exception_ptr error_;
  sim::Queue<std::uint32_t>* ended_ = nullptr;
  std::uint32_t number_ = 0;
};

template <class T>
class TaskResult : public TaskPromise {
 public:
  void return_value(T value) { value_ = std::move(value); }
  T take() { return std::move(*value_); }

 private:
  std::optional<T> value_;
};

template <>
class TaskResult<void> : public TaskPromise {
 public:
  void return_void() noexcept {}
  void take() {}
};

template <class T>
class [[nodiscard]] Task {
 public:
  struct promise_type : TaskResult<T> {
    Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
  };

  Task() = default;  // none: only to be assigned or destroyed
  Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    if (this == &other) return *this;
    if (frame_) frame_.destroy();
    frame_ = std::exchange(other.frame_, nullptr);
    return *this;
  }
  ~Task() {
    if (frame_) frame_.destroy();
  }

  // ---- for the host
  [[nodiscard]] explicit operator bool() const { return static_cast<bool>(frame_); }
  [[nodiscard]] std::coroutine_handle<> frame() const { return frame_; }
  void resume() { frame_.resume(); }
  [[nodiscard]] bool done() const { return frame_.done(); }
  /// When it ends, its number goes to the end of that queue, which must live until then.
  void reports_to(sim::Queue<std::uint32_t>& ended, std::uint32_t number) {
    frame_.promise().reports_to(ended, number);
  }
  [[nodiscard]] const std::exception_ptr& error() const { return frame_.promise().error(); }
  /// What it returned; throws what it threw. Precondition: done().
  T take() {
    if (error()) std::rethrow_exception(error());
    return frame_.promise().take();
  }

  // ---- co_await
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
    frame_.promise().awaited_by(awaiting);
    return frame_;
  }
  T await_resume() { return take(); }

 private:
  explicit Task(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  std::coroutine_handle<promise_type> frame_;
};

/// Something awaited that is there at once: a key-value operation takes effect where it is written, and awaiting it
/// gives no other event a chance to come between (spec 3.1: storage operations of an SQLite-backed class).
template <class T = void>
class [[nodiscard]] Ready {
 public:
  explicit Ready(T value) : value_(std::move(value)) {}
  [[nodiscard]] bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  T await_resume() { return std::move(value_); }

 private:
  T value_;
};

/// Not [[nodiscard]]: a write that is not awaited has been made all the same.
template <>
class Ready<void> {
 public:
  [[nodiscard]] bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  void await_resume() const noexcept {}
};

}  // namespace models::native
