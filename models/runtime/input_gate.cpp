#include "models/runtime/input_gate.h"

#include <algorithm>
#include <utility>

namespace models::runtime {

void InputGate::push(Turn turn, bool first) { (first ? first_ : turns_).push_back(std::move(turn)); }

SectionId InputGate::living(SectionId section) const {
  while (section != SectionId::root && std::find(active_.begin(), active_.end(), section) == active_.end())
    section = parent_[static_cast<std::uint32_t>(section) - 1];
  return section;
}

bool InputGate::take(Turn& turn) { return take_from(first_, turn) || take_from(turns_, turn); }

bool InputGate::take_from(sim::Queue<Turn>& turns, Turn& turn) {
  const SectionId allowed = innermost();
  for (std::size_t i = 0; i < turns.size(); ++i) {
    if (living(turns[i].section) != allowed) continue;
    turn = std::move(turns[i]);
    turns.erase_at(i);
    return true;
  }
  return false;
}

SectionId InputGate::begin_section() {
  parent_.push_back(innermost());
  const auto section = SectionId{static_cast<std::uint32_t>(parent_.size())};
  active_.push_back(section);
  return section;
}

void InputGate::end_section(SectionId section) {
  const auto it = std::find(active_.begin(), active_.end(), section);
  if (it != active_.end()) active_.erase(it);
}

void InputGate::clear() {
  first_.clear();
  turns_.clear();
  active_ = {};
  parent_ = {};
}

}  // namespace models::runtime
