#pragma once

// A worker's answer to a look into a run: what its rooms are at one moment, as JSON.

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "models/runtime/platform.h"
#include "sim/time.h"

namespace commands {

/// How a stored value or an attachment is told to people.
using ShowValue = std::function<std::string(std::string_view bytes)>;
[[nodiscard]] std::string text_or_hex(std::string_view bytes);

/// The moment at which a request wants to look.
[[nodiscard]] sim::Time moment_of(const nlohmann::json& request);

/// request: {at, room?, entries, rooms}. With a room (its name, class:name or id) everything about it, with at most so
/// many entries of each kind; without, a line of each of so many rooms, those in memory first. Throws
/// scenarios::InputError if no such room was spoken of.
[[nodiscard]] nlohmann::json rooms_seen(const nlohmann::json& request, models::runtime::Platform& platform,
                                        const ShowValue& show);

}  // namespace commands
