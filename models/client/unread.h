#pragma once

#include <cstddef>
#include <functional>

#include "models/client/group.h"
#include "sim/queue.h"
#include "sim/simulation.h"

namespace models::client {

/// What has come to a slow reader and waits to be read, in order. The platform has no part in it: a send never blocks
/// there and `bufferedAmount` does not exist, so what is not read waits on the way.
class Unread {
 public:
  Unread(sim::Simulation& simulation, ReadingPace pace) : simulation_(simulation), pace_(pace) {}
  Unread(const Unread&) = delete;
  Unread& operator=(const Unread&) = delete;
  ~Unread() { forget(); }

  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  /// `read` is called when its turn has come; what is no message takes no time of its own.
  void add(std::size_t bytes, bool message, std::function<void()> read);
  void forget();

 private:
  struct Item {
    sim::Duration takes{};
    std::function<void()> read;
  };
  void read_next();

  sim::Simulation& simulation_;
  ReadingPace pace_;
  sim::Queue<Item> waiting_;
  sim::EventHandle next_;
};

}  // namespace models::client
