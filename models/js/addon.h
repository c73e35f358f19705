#pragma once

// What makes a program out of a C++ main and the pinned Node binary:
//
//   node --require program.node program.node arguments...
//
// (`node program.node` does the same with a warning, if a package.json above says "type": "module".)

#include <span>
#include <string>

namespace models::js {

using AddonMain = int (*)(std::span<const std::string> arguments);

/// Names the main of this addon; called before Node initialises it.
bool register_addon_main(AddonMain main);

}  // namespace models::js

/// Makes `function`, an `int (std::span<const std::string> arguments)`, the main of this addon. When Node is started
/// with the addon as its program, it runs at once and its result is the exit status; when a script loads the addon,
/// it is the export `main(...arguments)`. Once in a program.
#define DORMOUSE_ADDON_MAIN(function) \
  [[maybe_unused]] static const bool dormouse_addon_main_is_registered = ::models::js::register_addon_main(&(function))
