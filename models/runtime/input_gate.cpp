#include "models/runtime/input_gate.h"

#include <algorithm>
#include <utility>

namespace models::runtime {

void InputGate::push(Turn turn, bool first) { (first ? first_ : turns_).push_back(std::move(turn)); }

SectionId InputGate::living(SectionId section) const {
  while (section != SectionId::root && std::find(active_.begin(), active_.end(), section) == active_.end())
    section = parent_[static_cast<std::uint32_t>(section)];
  return section;
}

bool InputGate::take(Turn& turn) { return take_from(first_, turn) || take_from(turns_, turn); }

bool InputGate::take_from(std::deque<Turn>& turns, Turn& turn) {
  const SectionId allowed = innermost();
  for (auto it = turns.begin(); it != turns.end(); ++it) {
    if (living(it->section) != allowed) continue;
    turn = std::move(*it);
    turns.erase(it);
    return true;
  }
  return false;
}

SectionId InputGate::begin_section() {
  const auto section = SectionId{static_cast<std::uint32_t>(parent_.size())};
  parent_.push_back(innermost());
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
  active_.clear();
  parent_.assign(1, SectionId::root);
}

}  // namespace models::runtime
