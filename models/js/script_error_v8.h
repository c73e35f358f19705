#pragma once

#include <v8.h>

#include <optional>
#include <string>

#include "models/js/engine.h"

namespace models::js {

/// What was thrown, in words. Reads name, message and stack of the value, which may run the user's getters: call it
/// inside a turn. message is V8's own record of the throw, or empty.
[[nodiscard]] ScriptError script_error(v8::Local<v8::Context> context, v8::Local<v8::Value> thrown,
                                       v8::Local<v8::Message> message, v8::Local<v8::Object> error_prototype);

/// Where V8 says something happened; nothing if that is no file of the user's.
[[nodiscard]] std::optional<Position> position_of(v8::Local<v8::Context> context, v8::Local<v8::Message> message);

struct CapturedStack {
  std::optional<Position> position;  // of the innermost frame of the user's
  std::string text;
};
/// Where JavaScript is at this moment.
[[nodiscard]] CapturedStack current_stack(v8::Isolate* isolate);

[[nodiscard]] std::string utf8(v8::Isolate* isolate, v8::Local<v8::String> text);

}  // namespace models::js
