#pragma once

// Messages that died with an instance: their handler was not over, or what it wrote was not durable yet. Whoever sent
// one was told nothing, as if the connection had broken a moment sooner.

#include <map>
#include <set>

#include "models/records.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

class Interrupted {
 public:
  /// The records of a run in their order.
  void visit(const sim::RawRecord& record);
  [[nodiscard]] bool any() const { return any_; }

 private:
  struct Work {
    std::set<models::InvocationId> open;
    bool told = false;   // by a message, since the last commit
    bool wrote = false;  // since then
  };
  std::map<models::RoomId, Work> rooms_;
  std::map<models::InvocationId, models::RoomId> open_;
  bool any_ = false;
};

}  // namespace scenarios::fuzz
