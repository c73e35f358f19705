#pragma once

// A value as room code in JavaScript would have stored it: the wire format of V8's serialiser, version 15, for what
// JSON can say.

#include <string>

#include "scenarios/yaml_document.h"

namespace scenarios {

/// Bare words are what YAML means by them, as json_of() has it; the bytes are those that put() of the same literal
/// would have stored.
[[nodiscard]] std::string stored_value(const Node& node);

}  // namespace scenarios
