#pragma once

// Rooms that are woken again and again with nothing to do, for the expectation `constructor idempotent`. What each
// stores is written into the trace before the first wake and after each, with the member `wakes`.

#include <cstdint>
#include <vector>

#include "models/runtime/platform.h"
#include "scenarios/scenario.h"

namespace scenarios {

class WokenRooms {
 public:
  /// Must not outlive the platform.
  WokenRooms(models::runtime::Platform& platform, const std::vector<Expectation>& expectations);
  /// Moments count from now.
  void start();

 private:
  struct Plan {
    StoredMoments when;
    std::uint64_t wakes = 0;
  };
  /// One room on its way through the wakes.
  struct Room {
    models::runtime::Actor* actor = nullptr;
    std::uint64_t wakes = 0, most = 0;
    int patience = 0;
  };
  void begin(const Plan& plan);
  /// Looks at it and wakes it again when it has left memory; else waits for that.
  void go_on(Room room);

  models::runtime::Platform& platform_;
  std::vector<Plan> plans_;
};

}  // namespace scenarios
