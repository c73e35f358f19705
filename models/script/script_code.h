#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>

#include "models/js/engine.h"
#include "models/room/source_map.h"

namespace models::script {

/// A module of the user's as one classic script, whose value is what the module exports (models/worker/bundle.mjs).
struct ScriptCode {
  std::string name;  // of the script in stacks
  std::string code;
  room::SourceMap map;
};

/// What was thrown, with places in the user's own files.
[[nodiscard]] js::ScriptError as_written(const ScriptCode& code, js::ScriptError error);
/// The limit and where the code was, in words.
[[nodiscard]] std::string as_written(const ScriptCode& code, const js::HostLimit& limit);

/// Host functions that every realm has: now, random, random_bytes. `draw` yields 64 random bits.
void define_clock_and_luck(js::Engine& engine, std::function<double()> now_ms, std::function<std::uint64_t()> draw);

}  // namespace models::script
