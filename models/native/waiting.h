#pragma once

// The coroutines of one instance, or of the Worker, that have begun and not ended, and what they wait for. They are
// resumed by the runtime's turns only.

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>

#include "models/native/task.h"
#include "models/native/values.h"
#include "models/runtime/actor.h"
#include "models/runtime/host.h"
#include "models/runtime/platform.h"
#include "sim/flat_map.h"
#include "sim/queue.h"

namespace models::native {

class Wait;

/// A coroutine that nobody awaits but the runtime.
struct Running {
  enum class Purpose : std::uint8_t { handler, wait_until, section };
  Purpose purpose = Purpose::handler;
  InvocationId invocation = InvocationId::none;
  runtime::WaitId wait{};    // wait_until: what the runtime counts it by
  Task<> task;               // of these two
  Task<Response> answering;  // one is there
};

/// abort() unwinds what runs with this. Code that catches it gains nothing: the object is reset when the turn ends.
struct Aborted {};

struct Coroutines {
  Coroutines(runtime::Platform& on, runtime::Actor* of) : platform(on), actor(of) {}

  runtime::Platform& platform;
  runtime::Actor* actor;  // null: the Worker
  sim::FlatMap<runtime::WaitId, Wait*> waits;
  sim::FlatMap<std::uint32_t, Running> running;  // by number, counted upwards
  sim::Queue<std::uint32_t> ended;               // of those, what ended in this turn, in that order
  std::uint32_t started = 0;
  struct Abort {
    runtime::CallError error;
    bool retry_alarm = true;
  };
  std::unique_ptr<Abort> abort;

  /// A wait is over: the coroutine goes on.
  void wait_over(runtime::WaitId wait, const runtime::FetchOutcome* outcome);
  /// From within a turn: begins a coroutine beside the one that runs, if any does.
  template <class T>
  void start(Running::Purpose purpose, InvocationId invocation, Task<T> task, runtime::WaitId wait = {}) {
    const std::coroutine_handle<> frame = task.frame();
    keep(purpose, invocation, std::move(task), wait);
    frame.resume();
  }
  /// Owns a coroutine that has begun already, or will.
  template <class T>
  void keep(Running::Purpose purpose, InvocationId invocation, Task<T> task, runtime::WaitId wait = {}) {
    task.reports_to(ended, started);
    Running kept{.purpose = purpose, .invocation = invocation, .wait = wait, .task = {}, .answering = {}};
    if constexpr (std::is_void_v<T>)
      kept.task = std::move(task);
    else
      kept.answering = std::move(task);
    running.emplace(started++, std::move(kept));
  }
  /// Takes out what ended first of those that have; nothing if none has.
  std::optional<Running> take_ended();
};

/// Suspends a coroutine until the runtime says that a wait is over. Lies in its frame.
class [[nodiscard]] Wait {
 public:
  explicit Wait(Coroutines& coroutines) : coroutines_(coroutines) {}
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

  [[nodiscard]] bool await_ready() const noexcept { return false; }

 protected:
  ~Wait() = default;
  void suspend(runtime::WaitId wait, std::coroutine_handle<> frame) {
    frame_ = frame;
    coroutines_.waits.emplace(wait, this);
  }
  Coroutines& coroutines_;
  std::optional<runtime::FetchOutcome> outcome_;

 private:
  friend struct Coroutines;
  std::coroutine_handle<> frame_;
};

/// A timer, as scheduler.wait() in JavaScript.
class [[nodiscard]] Sleep final : public Wait {
 public:
  Sleep(Coroutines& coroutines, sim::Duration delay) : Wait(coroutines), delay_(delay) {}
  void await_suspend(std::coroutine_handle<> frame);
  void await_resume() const noexcept {}

 private:
  sim::Duration delay_;
};

/// storage.sync().
class [[nodiscard]] Sync final : public Wait {
 public:
  explicit Sync(Coroutines& coroutines) : Wait(coroutines) {}
  bool await_suspend(std::coroutine_handle<> frame);
  void await_resume() const noexcept {}
};

/// stub.fetch(): sent when it is awaited. Throws Error if the call fails.
class [[nodiscard]] Call final : public Wait {
 public:
  struct Target {
    runtime::Actor& callee;
    std::uint32_t resets;  // how often it had been reset when the stub was first used
    InvocationId caller;   // of the Worker: the request that is being handled
  };
  Call(Coroutines& coroutines, const Target& target, Request request)
      : Wait(coroutines), target_(target), request_(std::move(request)) {}
  void await_suspend(std::coroutine_handle<> frame);
  Response await_resume();

 private:
  Target target_;
  Request request_;
};

/// Of another object, to call it.
class Stub {
 public:
  Stub(Coroutines& coroutines, runtime::Actor& callee, InvocationId caller)
      : coroutines_(coroutines), callee_(callee), caller_(caller) {}
  Call fetch(Request request) {
    // A stub speaks to the object as it was when the stub was first used (spec 1.5).
    if (!resets_) resets_ = callee_.resets();
    const Call::Target target{.callee = callee_, .resets = *resets_, .caller = caller_};
    return {coroutines_, target, std::move(request)};
  }

 private:
  Coroutines& coroutines_;
  runtime::Actor& callee_;
  InvocationId caller_;
  std::optional<std::uint32_t> resets_;
};

}  // namespace models::native
