#pragma once

// Whatever leaves a room waits for the writes that were unconfirmed when it was produced, and for the end of its own
// turn; nothing overtakes (spec 3.2).

#include <cstdint>
#include <utility>

#include "models/storage/rows.h"
#include "sim/future_event_set.h"
#include "sim/queue.h"
#include "sim/time.h"

namespace models::runtime {

class OutputGate {
 public:
  /// lock: the last transaction that must be durable first; 0 for none. Held until turn_ended says when.
  void push(storage::TransactionId lock, sim::Action release) {
    waiting_.push_back({lock, sim::Time::max(), std::move(release)});
  }
  /// What was pushed since the last call may leave from this moment on.
  void turn_ended(sim::Time at) {
    for (std::size_t i = waiting_.size(); i > 0 && waiting_[i - 1].not_before == sim::Time::max(); --i)
      waiting_[i - 1].not_before = at;
  }
  /// Lets out, in order, all that may leave.
  void flush(storage::TransactionId confirmed, sim::Time now) {
    while (!waiting_.empty() && waiting_.front().lock <= confirmed && waiting_.front().not_before <= now) {
      sim::Action release = std::move(waiting_.front().release);
      waiting_.pop_front();
      release();
    }
  }
  /// Lets out what waits for no transaction but confirmed ones, whenever its turn ends.
  void release_unlocked(storage::TransactionId confirmed) { flush(confirmed, sim::Time::max()); }
  /// A broken gate: what was held never leaves.
  void drop() { waiting_.clear(); }
  [[nodiscard]] bool empty() const { return waiting_.empty(); }

 private:
  struct Waiting {
    storage::TransactionId lock;
    sim::Time not_before;
    sim::Action release;
  };
  sim::Queue<Waiting> waiting_;
};

}  // namespace models::runtime
