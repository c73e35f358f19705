#pragma once

#include <coroutine>
#include <utility>

namespace sim {

class LivingProcesses;

/// The place of one coroutine in the list of those that a simulation keeps; part of the coroutine's own frame.
class LivingProcess {
 public:
  LivingProcess() = default;
  LivingProcess(const LivingProcess&) = delete;
  LivingProcess& operator=(const LivingProcess&) = delete;
  ~LivingProcess() {
    if (link_ == nullptr) return;
    *link_ = next_;
    if (next_ != nullptr) next_->link_ = link_;
  }

 private:
  friend class LivingProcesses;
  LivingProcess** link_ = nullptr;  // what points at this; null: in no list
  LivingProcess* next_ = nullptr;
  std::coroutine_handle<> frame_;
};

/// Coroutines that have begun and not ended. Those left at destruction are destroyed, the youngest first.
class LivingProcesses {
 public:
  LivingProcesses() = default;
  LivingProcesses(const LivingProcesses&) = delete;
  LivingProcesses& operator=(const LivingProcesses&) = delete;
  ~LivingProcesses() {
    while (first_ != nullptr) first_->frame_.destroy();
  }

  /// Takes the frame that holds the process. A destroyed frame leaves the list by itself.
  void add(LivingProcess& process, std::coroutine_handle<> frame) {
    process.frame_ = frame;
    process.link_ = &first_;
    process.next_ = std::exchange(first_, &process);
    if (process.next_ != nullptr) process.next_->link_ = &process.next_;
  }
  [[nodiscard]] bool empty() const { return first_ == nullptr; }

 private:
  LivingProcess* first_ = nullptr;
};

}  // namespace sim
