#pragma once

// Globals that are made when code first looks at them. To code they are properties like any other.

#include <v8.h>

#include <cstdint>

namespace models::js {

/// What a startup snapshot knows the functions of this program by: the same list when it is made and when it is read.
[[nodiscard]] const intptr_t* functions_in_snapshots();

/// For the script of a startup snapshot: `__dormouse_later(name, load, enumerable)` puts a property on the global
/// object whose value is load()[name]. load() is called when code first reads the property, and what it throws is
/// thrown there.
void offer_later(v8::Local<v8::Context> context);
void take_back_later(v8::Local<v8::Context> context);

}  // namespace models::js
