#pragma once

// When a fault strikes, and whom: what all faults have in common.

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/fault.h"
#include "scenarios/map_reader.h"

namespace scenarios {

/// How `when:` names a moment, as an ECMAScript regular expression.
[[nodiscard]] std::string trigger_pattern();
/// The keys for it. chance: a probability alone will do, since the fault has occasions of its own.
void read_fault_times(MapReader& map, Fault& fault, bool chance, std::string_view example);
/// rooms, clients, links, hits: those of them that the map lets pass.
void read_fault_scope(MapReader& map, Fault& fault);

}  // namespace scenarios
