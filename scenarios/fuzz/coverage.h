#pragma once

// What a run came to that no run before had: how often each block of the user's code was entered, in steps of about a
// doubling, and which events met rooms in which states of their lives, and after which.

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "models/records.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

class Coverage {
 public:
  Coverage();
  void begin_run();
  /// The records of the run in their order.
  void visit(const sim::RawRecord& record);
  /// The run is over; entered: by block. How much of it is new.
  std::size_t end_run(std::span<const std::uint32_t> entered);
  /// Of all runs so far.
  [[nodiscard]] std::size_t pairs_seen() const { return pairs_seen_; }

 private:
  enum class Memory : std::uint8_t { never, awake, hibernated, evicted, reset };
  struct Room {
    Memory memory = Memory::never;
    std::uint32_t under_way = 0;
    std::uint32_t sockets = 0;
    bool alarm_set = false;
    std::uint8_t last = 0;  // event
  };
  void happens(models::RoomId room, std::uint8_t event);
  void happens_everywhere(std::uint8_t event);
  void visit_life(const sim::RawRecord& record);
  void visit_code(const sim::RawRecord& record);

  std::map<models::RoomId, Room> rooms_;
  std::map<models::InvocationId, models::RoomId> under_way_;
  std::vector<bool> met_;            // by state, the event before and the event
  std::vector<std::uint8_t> steps_;  // by block: which counts there were, a bit each
  std::size_t pairs_seen_ = 0;
  std::size_t gained_ = 0;
};

}  // namespace scenarios::fuzz
