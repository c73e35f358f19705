#pragma once

// What rooms store, written into the trace at the moments that checks ask for. Looking changes nothing in the run.

#include <string>
#include <vector>

#include "models/runtime/platform.h"
#include "scenarios/scenario.h"

namespace scenarios {

class StoredRooms {
 public:
  /// Must not outlive the platform.
  StoredRooms(models::runtime::Platform& platform, const std::vector<Expectation>& expectations);
  /// Moments count from now.
  void start();
  /// The last look.
  void at_end();

 private:
  void look(const StoredMoments& moments);
  void look_every(const StoredMoments& moments);

  models::runtime::Platform& platform_;
  std::vector<StoredMoments> moments_;
};

/// A room's storage as JSON: {kv: [[key, base64 of the serialised value]], tables: [{name, columns, rows, first}],
/// alarm, bytes}. Of each table there are 10,000 rows at most.
[[nodiscard]] std::string stored_contents(models::runtime::Actor& room);

}  // namespace scenarios
