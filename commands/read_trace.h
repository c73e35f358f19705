#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "sim/trace_file.h"

namespace commands {

/// A trace that the user names; each block is handed on when its records have been visited. Throws
/// scenarios::InputError if it cannot be read, or is none.
sim::Fingerprint read_trace(const std::filesystem::path& file, const sim::TraceReader::Visit& visit,
                            const std::function<void(std::string_view)>& on_block = {});

}  // namespace commands
