#pragma once

// Every entry into a room's code is a turn, and turns take the input lock one after another, in order of arrival. A
// critical section (blockConcurrencyWhile) lets only its own turns in until it ends (spec 3.1).

#include <cstdint>
#include <vector>

#include "sim/future_event_set.h"
#include "sim/queue.h"

namespace models::runtime {

/// A critical section of one instance; the root is what runs outside any.
enum class SectionId : std::uint32_t { root = 0 };

struct Turn {
  SectionId section = SectionId::root;
  sim::Action run;
};

class InputGate {
 public:
  /// Waits its turn. first: before all that waits already, but for those that were let in first before it: a
  /// constructor, the start of a critical section.
  void push(Turn turn, bool first = false);
  /// The next turn that may enter now; false if there is none.
  bool take(Turn& turn);
  [[nodiscard]] std::size_t turns_waiting() const { return turns_.size() + first_.size(); }
  [[nodiscard]] bool waiting() const { return !turns_.empty() || !first_.empty(); }

  /// From a running turn of the innermost section: everything else waits until end_section.
  SectionId begin_section();
  /// Turns that still belong to it go on under its parent.
  void end_section(SectionId section);
  [[nodiscard]] bool in_section() const { return !active_.empty(); }
  [[nodiscard]] std::size_t depth() const { return active_.size(); }

  /// The instance is gone.
  void clear();

 private:
  [[nodiscard]] SectionId innermost() const { return active_.empty() ? SectionId::root : active_.back(); }
  [[nodiscard]] SectionId living(SectionId section) const;

  bool take_from(sim::Queue<Turn>& turns, Turn& turn);

  sim::Queue<Turn> first_;
  sim::Queue<Turn> turns_;
  std::vector<SectionId> active_;  // outermost first
  std::vector<SectionId> parent_;  // by section number, from 1
};

}  // namespace models::runtime
