#pragma once

#include <atomic>

#include "commands/supervise.h"

namespace commands {

/// supervise(), stopped by whoever sets the flag, in Ctrl-C's place.
[[nodiscard]] WorkDone supervise_until(const std::atomic<bool>& stop, nlohmann::json request,
                                       const std::function<void(std::string_view)>& on_block);

}  // namespace commands
