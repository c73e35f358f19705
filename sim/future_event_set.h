#pragma once

// Events that are still to come, in a total order: (time, tiebreak, sequence). Most events of a model come after one
// of a few fixed delays (a link's latency, a period, a handler's cost), so that the events of one delay are pushed in
// order already: such runs lie in a few lanes, first in first out, and what fits none of them in a 4-ary heap. The
// earliest event is the least of the lanes' fronts and the heap's, whichever way they were dealt out. Entries are 32
// bytes; what the events do lies beside them in slots that are used again. A cancelled event frees its slot at once and
// leaves a dead entry, which is skipped when it comes up; dead entries never outnumber the living by more than a
// constant.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/action.h"
#include "sim/queue.h"
#include "sim/time.h"

namespace sim {

/// Names one scheduled event. The generation tells a reused slot from the event that was meant.
struct EventHandle {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;  // 0: no event
  explicit operator bool() const { return generation != 0; }
  friend bool operator==(const EventHandle&, const EventHandle&) = default;
};

class FutureEventSet {
 public:
  FutureEventSet() = default;
  FutureEventSet(const FutureEventSet&) = delete;
  FutureEventSet& operator=(const FutureEventSet&) = delete;
  /// Drops the events one by one, so that what they hold may still cancel others as it goes.
  ~FutureEventSet();

  struct Event {
    Time at{};
    Action action;
  };

  /// Events of one time run in order of tiebreak; those of one tiebreak in the order they were pushed.
  EventHandle push(Time at, std::uint64_t tiebreak, Action&& action);
  /// Takes out the earliest event. Must not be empty.
  [[nodiscard]] Event pop();
  /// False, and nothing happens, unless the event is still to come.
  bool cancel(EventHandle handle);

  [[nodiscard]] bool contains(EventHandle handle) const {
    return handle.generation != 0 && handle.slot < slots_.size() && is_live(handle.slot, handle.generation);
  }
  /// When the earliest event is due. Must not be empty.
  [[nodiscard]] Time earliest() const { return front().at; }
  [[nodiscard]] std::size_t size() const { return entries_ - dead_; }
  [[nodiscard]] bool empty() const { return entries_ == 0; }
  /// Entries held, dead ones included: a measure of memory.
  [[nodiscard]] std::size_t entries() const { return entries_; }

 private:
  struct Entry {
    Time at{};
    std::uint64_t tiebreak = 0;
    std::uint64_t sequence = 0;
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
    [[nodiscard]] bool before(const Entry& other) const {
      if (at != other.at) return at < other.at;
      if (tiebreak != other.tiebreak) return tiebreak < other.tiebreak;
      return sequence < other.sequence;
    }
  };
  struct alignas(64) Slot {  // one cache line
    Action action;
    std::uint32_t generation = 1;
    std::uint32_t next_free = 0;
  };

  [[nodiscard]] bool is_live(std::uint32_t slot, std::uint32_t generation) const {
    return slots_[slot].generation == generation;
  }
  std::uint32_t take_slot();
  void free_slot(std::uint32_t slot);
  [[nodiscard]] const Entry& front() const { return first_ == kLanes ? heap_.front() : lanes_[first_].front(); }
  /// The lane whose last entry is the latest of those that `entry` may follow; kLanes, the heap, where there is none.
  [[nodiscard]] std::size_t lane_for(const Entry& entry) const;
  void find_first();
  void remove_front();
  void drop_dead_front();
  void drop_all_dead();
  void sift_up(std::size_t hole, const Entry& entry);
  void sift_down(std::size_t hole, const Entry& entry);

  static constexpr std::size_t kLanes = 4;
  std::array<Queue<Entry>, kLanes> lanes_;
  std::vector<Entry> heap_;
  std::size_t entries_ = 0;
  // Where the earliest entry lies: a lane, or kLanes for the heap. It is always live, so that earliest() and empty()
  // need no search.
  std::size_t first_ = kLanes;
  std::vector<Slot> slots_;
  std::uint32_t first_free_ = kNoSlot;
  std::uint64_t sequence_ = 0;
  std::size_t dead_ = 0;

  static constexpr std::uint32_t kNoSlot = 0xffffffff;
};

}  // namespace sim
