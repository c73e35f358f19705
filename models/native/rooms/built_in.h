#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "models/native/application.h"

namespace models::native::rooms {

/// The native applications that scenarios may name (`native: chat`).
[[nodiscard]] std::vector<std::string_view> built_in_names();
[[nodiscard]] std::optional<Application> find_built_in(std::string_view name);
/// One more, in a program that brings rooms of its own; before main() begins. The name must live as long as the
/// program.
void add_room(std::string_view name, Application (*make)());

}  // namespace models::native::rooms
