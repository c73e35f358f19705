#include "sim/process.h"

namespace sim {
namespace {

/// Runs a process up to its next wait. Called by events only.
void resume(Process::Frame frame) {
  frame.resume();
  if (!frame.done()) return;
  const std::exception_ptr error = std::move(frame.promise().error);
  frame.destroy();
  if (error) std::rethrow_exception(error);
}

}  // namespace

void start(Simulation& sim, Process process) {
  const Process::Frame frame = std::exchange(process.frame_, nullptr);
  sim.processes().add(frame.promise(), frame);
  sim.at(sim.now(), [frame] { resume(frame); });
}

void Timer::await_suspend(Process::Frame frame) {
  sim_.at(wake_at_, [frame] { resume(frame); });
}

Signal::~Signal() {
  for (Waiting* waiting = first_; waiting != nullptr; waiting = waiting->next_) waiting->queued_ = false;
}

Signal::Waiting Signal::wait() { return {*this, Time::max()}; }

Signal::Waiting Signal::wait_until(Time t) { return {*this, t}; }

bool Signal::wake_one() {
  if (first_ == nullptr) return false;
  first_->wake();
  return true;
}

void Signal::wake_all() {
  while (wake_one()) {
  }
}

void Signal::Waiting::await_suspend(Process::Frame frame) {
  frame_ = frame;
  previous_ = std::exchange(signal_->last_, this);
  (previous_ == nullptr ? signal_->first_ : previous_->next_) = this;
  queued_ = true;
  if (give_up_at_ != Time::max()) {
    timeout_ = signal_->sim_.at(give_up_at_, [this] { give_up(); });
  }
}

void Signal::Waiting::leave() {
  if (!queued_) return;
  queued_ = false;
  (previous_ == nullptr ? signal_->first_ : previous_->next_) = next_;
  (next_ == nullptr ? signal_->last_ : next_->previous_) = previous_;
}

void Signal::Waiting::wake() {
  leave();
  woken_ = true;
  signal_->sim_.cancel(timeout_);
  const Process::Frame frame = frame_;
  signal_->sim_.at(signal_->sim_.now(), [frame] { resume(frame); });
}

void Signal::Waiting::give_up() {
  leave();
  resume(frame_);
}

}  // namespace sim
