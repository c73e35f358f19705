#pragma once

// How long rooms were in memory, how often they came back, and what the best that knew the future would have done with
// the same gaps. Read from a trace of any level; how long wakes were waited for only where the run was asked to tell.

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "models/records.h"
#include "sim/time.h"
#include "sim/trace.h"

namespace reports {

struct Residence {
  sim::Duration in_memory{};  // of all rooms together, loading included
  sim::Duration idle{};       // of that: between events, when the room could have hibernated
  std::uint64_t wakes = 0;    // constructed, but not for the first time
  std::uint64_t first_constructions = 0;
  std::uint64_t hibernations = 0;         // with sockets kept
  std::uint64_t evictions = 0;            // nothing was lost but memory
  std::uint64_t evictions_with_work = 0;  // timers, waits or calls of its own were lost
  std::uint64_t resets = 0;               // by whatever else
  std::uint64_t forced_out = 0;           // resets, because the policy needed the memory
  std::uint64_t sockets_cut = 0;          // by those
  std::vector<double> waited_ms;          // for each wake

  // Each gap between two events of a room, by whoever knew how long it would be: kept if that is cheaper than a wake.
  sim::Duration optimal_idle{};
  std::uint64_t optimal_wakes = 0;

  /// What memory and wakes cost together, in seconds of an object's memory.
  [[nodiscard]] double cost_s(sim::Duration wake_worth) const { return cost_s(idle, wakes, wake_worth); }
  [[nodiscard]] double optimal_cost_s(sim::Duration wake_worth) const {
    return cost_s(optimal_idle, optimal_wakes, wake_worth);
  }
  [[nodiscard]] sim::Duration optimal_in_memory() const { return in_memory - idle + optimal_idle; }

 private:
  static double cost_s(sim::Duration idle, std::uint64_t wakes, sim::Duration wake_worth) {
    return 1e-9 *
           (static_cast<double>(idle.count()) + static_cast<double>(wakes) * static_cast<double>(wake_worth.count()));
  }
};

class ResidenceReader {
 public:
  /// wake_worth: the residence that costs as much as a wake.
  explicit ResidenceReader(sim::Duration wake_worth) : wake_worth_(wake_worth) {}
  void visit(const sim::RawRecord& record);
  /// Up to the last record.
  [[nodiscard]] Residence finish() const;

 private:
  struct Room {
    std::optional<sim::Time> in_memory_since;
    std::optional<sim::Time> idle_since;  // since its last event, if one was
    std::optional<sim::Time> left_at;     // in that gap
    bool billed = false;
    bool is_new = false;  // its instance is its first
  };
  void active_again(Room& room, sim::Time at);
  void leaves(Room& room, sim::Time at);
  void constructed(const models::InstanceConstructed& record, sim::Time at);

  sim::Duration wake_worth_;
  std::map<models::RoomId, Room> rooms_;
  Residence seen_;
  sim::Time last_{};
};

}  // namespace reports
