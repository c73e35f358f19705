#pragma once

// Whatever leaves a room waits for the writes that were unconfirmed when it was produced, and for the end of its own
// turn; nothing overtakes (spec 3.2).

#include <cstdint>
#include <utility>

#include "models/network/frame.h"
#include "models/record_kinds.h"
#include "models/storage/rows.h"
#include "sim/action.h"
#include "sim/queue.h"
#include "sim/time.h"

namespace models::runtime {

class OutputGate {
 public:
  /// lock: the last transaction that must be durable first; 0 for none. Held until turn_ended says when.
  void push(storage::TransactionId lock, sim::Action release) {
    waiting_.push_back({.lock = lock, .release = std::move(release)});
  }
  /// A frame, most of what leaves, needs no Action of its own.
  void push(storage::TransactionId lock, SocketId socket, network::Frame frame) {
    waiting_.push_back({.lock = lock, .socket = socket, .frame = std::move(frame)});
  }
  /// What was pushed since the last call may leave from this moment on.
  void turn_ended(sim::Time at) {
    for (std::size_t i = waiting_.size(); i > 0 && waiting_[i - 1].not_before == sim::Time::max(); --i)
      waiting_[i - 1].not_before = at;
  }
  /// Lets out, in order, all that may leave; frames through send(SocketId, Frame&&).
  template <class Send>
  void flush(storage::TransactionId confirmed, sim::Time now, const Send& send) {
    while (!waiting_.empty() && waiting_.front().lock <= confirmed && waiting_.front().not_before <= now) {
      Waiting first = std::move(waiting_.front());
      waiting_.pop_front();
      if (first.frame.bytes)
        send(first.socket, std::move(first.frame));
      else
        first.release();
    }
  }
  /// A broken gate: what was held never leaves.
  void drop() { waiting_.clear(); }
  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  [[nodiscard]] std::size_t held() const { return waiting_.size(); }

 private:
  struct Waiting {
    storage::TransactionId lock = 0;
    sim::Time not_before = sim::Time::max();
    SocketId socket{};
    network::Frame frame{};  // if it has no bytes, release says what happens
    sim::Action release{};
  };
  sim::Queue<Waiting> waiting_;
};

}  // namespace models::runtime
