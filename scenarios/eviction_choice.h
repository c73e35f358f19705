#pragma once

// Eviction policies by name: as a scenario has them, and as a command line does.

#include <string>
#include <string_view>

#include "models/eviction/policy.h"
#include "scenarios/map_reader.h"

namespace scenarios {

/// A word, or a map of one: {ttl: 60s}, {lru: 2GB}, {breakeven: 5s}. What the choice says of the vendor's own times
/// stays.
extern const KeyTable kEviction;
void read_eviction(const Node& node, models::eviction::Choice& choice, Problems& problems);

/// The same as one word: documented, ttl(60s), lru(2GB), breakeven, breakeven(5s). Throws std::invalid_argument, which
/// says what to write instead.
void choose_eviction(std::string_view text, models::eviction::Choice& choice);

}  // namespace scenarios
