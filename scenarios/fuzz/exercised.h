#pragma once

// What runs came to, all of them together: which events met rooms in which states of their lives, which faults struck,
// and how many kinds of runs there were.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "models/records.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

enum class LifeState : std::uint8_t { never_made, idle, busy, hibernated, evicted, reset };
inline constexpr std::size_t kLifeStates = 6;
[[nodiscard]] std::string_view name_of(LifeState state);

/// A room in this state, and what comes to it: "message", "alarm", "fault crash-before-commit". Numbers, so that a set
/// of them is cheap.
using Meeting = std::uint16_t;
[[nodiscard]] std::string name_of(Meeting meeting);
/// All that can be: a message comes to nobody who has no socket.
[[nodiscard]] std::vector<Meeting> possible_meetings();

class Exercised {
 public:
  void begin_run();
  void visit(const sim::RawRecord& record);
  /// reached: by block, whether this run came to it.
  void end_run(const std::vector<bool>& reached);

  [[nodiscard]] const std::set<Meeting>& met() const { return met_; }
  /// By kind how often.
  [[nodiscard]] const std::map<models::FaultKind, std::uint64_t>& struck() const { return struck_; }
  /// Runs that met the same and reached the same are of one kind.
  [[nodiscard]] std::uint64_t kinds() const { return kinds_.size(); }
  /// Kinds of which there was one run.
  [[nodiscard]] std::uint64_t singles() const { return singles_; }

 private:
  struct Room {
    LifeState memory = LifeState::never_made;
    bool constructed = false;  // for the event that comes next, and that met the room as it was before
    std::uint32_t under_way = 0;
  };
  void meets(models::RoomId room, std::uint16_t event);

  std::map<models::RoomId, Room> rooms_;
  std::map<models::InvocationId, models::RoomId> under_way_;
  std::set<Meeting> met_in_run_, met_;
  std::map<models::FaultKind, std::uint64_t> struck_;
  std::map<std::uint64_t, std::uint64_t> kinds_;  // by hash, how often
  std::uint64_t singles_ = 0;
};

}  // namespace scenarios::fuzz
