#pragma once

#include <v8.h>

namespace models::js {

/// Host function (value) -> ArrayBuffer: structured serialisation in V8's wire format, header included. What cannot
/// be cloned is thrown as the DataCloneError that the glue's entry "data_clone_error" makes of V8's message.
void serialize(const v8::FunctionCallbackInfo<v8::Value>& info);
/// Host function (ArrayBuffer or view) -> value.
void deserialize(const v8::FunctionCallbackInfo<v8::Value>& info);

}  // namespace models::js
