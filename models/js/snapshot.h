#pragma once

#include <string>
#include <string_view>

namespace models::js {

/// Runs a bundle of pure JavaScript in a fresh context and returns V8's startup snapshot of what it left behind.
/// V8 refuses a snapshot that another V8 or other flags made. Throws std::runtime_error with the script's error.
[[nodiscard]] std::string make_snapshot(std::string_view bundle_source);

/// What the bundle is called in stacks. Frames of scripts whose name starts like this are not shown to the user.
inline constexpr std::string_view kEngineScriptPrefix = "dormouse:";

}  // namespace models::js
