#include "scenarios/fault_scope.h"

#include <algorithm>

#include "models/upstream/pattern.h"

namespace scenarios {

using models::FaultKind;

bool awaits_occasion(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::crash_before_commit:
    case FaultKind::crash_after_commit:
    case FaultKind::storage_write_fails:
    case FaultKind::storage_write_hangs:
    case FaultKind::alarm_late:
    case FaultKind::alarm_duplicate:
    case FaultKind::constructor_slow:
      return true;
    case FaultKind::slow_storage:
      return !fault.lasts;
    default:
      return false;
  }
}

bool is_spell(const Fault& fault) {
  return fault.kind == FaultKind::disk_full || fault.kind == FaultKind::overload ||
         fault.kind == FaultKind::clock_jump || (fault.kind == FaultKind::slow_storage && fault.lasts);
}

sim::Entity joined(sim::Entity one, sim::Entity other) {
  std::uint64_t hash = static_cast<std::uint64_t>(one);
  for (int i = 0; i < 8; ++i) {
    const char byte = static_cast<char>(static_cast<std::uint64_t>(other) >> (8 * i));
    hash = sim::stable_hash(std::string_view(&byte, 1), hash);
  }
  return sim::Entity{hash};
}

bool is_of_network(FaultKind kind) {
  return kind == FaultKind::half_open || kind == FaultKind::connection_reset || kind == FaultKind::clog ||
         kind == FaultKind::swizzle;
}

bool in_scope(const std::vector<std::string>& patterns, std::string_view name) {
  return patterns.empty() || std::ranges::any_of(patterns, [name](const std::string& pattern) {
           return models::upstream::matched(pattern, name).has_value();
         });
}

bool in_scope(const Fault& fault, const models::runtime::Actor& actor) {
  const auto& identity = actor.identity();
  return fault.rooms.empty() || in_scope(fault.rooms, identity.name ? *identity.name : identity.id.text());
}

}  // namespace scenarios
