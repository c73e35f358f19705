#pragma once

// Processes: coroutines that live in virtual time.
//
//   sim::Process customer(sim::Simulation& sim, sim::Signal& served) {
//     co_await sim::delay(sim, std::chrono::minutes(5));
//     while (!done) co_await served.wait();
//   }
//   sim::start(sim, customer(sim, served));
//
// A process is resumed by the run loop only, in an event of its own: whoever wakes it schedules that event and goes
// on. The simulation owns what it has started; a process that still waits when the simulation is destroyed is
// destroyed with it, so its local variables go, but no further statement runs.
// Arguments are kept by the coroutine as they are declared: what is taken by reference must live as long as it does.

#include <coroutine>
#include <exception>
#include <utility>

#include "sim/simulation.h"

namespace sim {

/// A coroutine that has not begun. Dropping it drops the coroutine.
class [[nodiscard]] Process {
 public:
  struct promise_type;
  using Frame = std::coroutine_handle<promise_type>;

  struct promise_type : LivingProcess {
    std::exception_ptr error;
    Process get_return_object() { return Process(Frame::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { error = std::current_exception(); }
  };

  Process(Process&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  Process& operator=(Process&& other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~Process() {
    if (frame_) frame_.destroy();
  }

 private:
  friend void start(Simulation& sim, Process process);
  explicit Process(Frame frame) : frame_(frame) {}
  Frame frame_;
};

/// Gives the process to the simulation, which begins it in an event at the present time. What it throws comes out of
/// Simulation::run.
void start(Simulation& sim, Process process);

/// Suspends a process until t; if t is past, to the end of the present instant's queue.
class [[nodiscard]] Timer {
 public:
  Timer(Simulation& sim, Time wake_at) : sim_(sim), wake_at_(wake_at) {}
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  void await_suspend(Process::Frame frame);
  void await_resume() const noexcept {}

 private:
  Simulation& sim_;
  Time wake_at_;
};

inline Timer delay(Simulation& sim, Duration d) { return {sim, later(sim.now(), d)}; }
inline Timer until(Simulation& sim, Time t) { return {sim, t}; }

/// A condition that processes wait for, without memory: a wake reaches those that wait at that moment, in the order in
/// which they came. Destroyed before them, it leaves them waiting for good.
class Signal {
 public:
  class Waiting;

  explicit Signal(Simulation& sim) : sim_(sim) {}
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  ~Signal();

  /// co_await yields true when woken.
  Waiting wait();
  /// co_await yields true when woken, false when t came first.
  Waiting wait_until(Time t);

  /// False if nobody waits.
  bool wake_one();
  void wake_all();
  [[nodiscard]] bool has_waiting() const { return first_ != nullptr; }

 private:
  Simulation& sim_;
  Waiting* first_ = nullptr;
  Waiting* last_ = nullptr;
};

/// One process's wait; lies in its frame.
class [[nodiscard]] Signal::Waiting {
 public:
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() { leave(); }

  [[nodiscard]] bool await_ready() const noexcept { return false; }
  void await_suspend(Process::Frame frame);
  [[nodiscard]] bool await_resume() const noexcept { return woken_; }

 private:
  friend class Signal;
  Waiting(Signal& signal, Time give_up_at) : signal_(&signal), give_up_at_(give_up_at) {}
  void leave();
  void wake();
  void give_up();

  Signal* signal_;  // followed only while queued_: the signal may be gone afterwards
  Time give_up_at_;
  Process::Frame frame_;
  EventHandle timeout_;
  Waiting* previous_ = nullptr;
  Waiting* next_ = nullptr;
  bool queued_ = false;
  bool woken_ = false;
};

}  // namespace sim
