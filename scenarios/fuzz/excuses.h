#pragma once

// What no room can do anything about: whoever waits may wait in vain once somebody was cut off, and a room whose
// instance was lost does nothing until something comes to it.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/records.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

class Excuses {
 public:
  /// The records of a run in their order.
  void visit(const sim::RawRecord& record);
  /// Somebody had been cut off by then, or held up for more than a second (not who left, whatever became of the close
  /// handshake; what a room itself refuses, or answers with an error, before anything has befallen the run, cuts nobody
  /// off), an alarm was late, or storage slow or full.
  [[nodiscard]] bool cut_off(sim::Time by = sim::Time::max()) const { return cut_off_ && *cut_off_ <= by; }
  /// An alarm had been late by then, or storage slow or full, or had failed.
  [[nodiscard]] bool delayed(sim::Time by) const { return delayed_ && *delayed_ <= by; }
  /// An alarm that failed has yet to run again.
  [[nodiscard]] bool retry_pending() const { return !retrying_.empty(); }
  /// Its instance had been lost, and nothing had come to it since. room: "room lobby".
  [[nodiscard]] bool lost(const std::string& room, sim::Time at) const;

 private:
  struct Loss {
    sim::Time at{};
    std::optional<sim::Time> until;  // something came
  };
  void visit_clients(const sim::RawRecord& record);

  std::set<models::ClientId> leaving_;  // of their own
  std::optional<sim::Time> cut_off_, delayed_;
  std::set<models::RoomId> retrying_;
  bool befallen_ = false;  // a fault, a reset or a broken connection
  std::map<models::RoomId, std::string> names_;
  std::map<models::RoomId, std::vector<Loss>> losses_;
};

}  // namespace scenarios::fuzz
