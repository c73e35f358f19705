#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "sim/trace_file.h"

namespace commands {

/// A trace that the user names. Throws scenarios::InputError if it cannot be read, or is none.
sim::Fingerprint read_trace(const std::filesystem::path& file, const sim::TraceReader::Visit& visit);
/// Likewise, block by block.
void read_trace_blocks(const std::filesystem::path& file, const std::function<void(std::string_view)>& on_block);

}  // namespace commands
