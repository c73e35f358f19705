#pragma once

// Whom a fault is for, and how it strikes them.

#include <string>
#include <string_view>
#include <vector>

#include "models/runtime/actor.h"
#include "scenarios/fault.h"
#include "sim/choice.h"

namespace scenarios {

/// Patterns have * for any text; none at all fit everything.
[[nodiscard]] bool in_scope(const std::vector<std::string>& patterns, std::string_view name);
[[nodiscard]] bool in_scope(const Fault& fault, const models::runtime::Actor& actor);

/// Struck at a later occasion of the room's: its next commit, alarm or construction.
[[nodiscard]] bool awaits_occasion(const Fault& fault);
/// A state that lasts, as long as `for:` says.
[[nodiscard]] bool is_spell(const Fault& fault);
/// Does something to its victim when it strikes.
[[nodiscard]] inline bool is_immediate(const Fault& fault) { return !awaits_occasion(fault) && !is_spell(fault); }

/// The draws of one for the other.
[[nodiscard]] sim::Entity joined(sim::Entity one, sim::Entity other);

}  // namespace scenarios
