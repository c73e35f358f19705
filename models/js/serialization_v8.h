#pragma once

#include <v8.h>

namespace models::js {

/// Host function (value, mark) -> ArrayBuffer: structured serialisation in V8's wire format, header included. What
/// cannot be cloned is thrown as the DataCloneError that the glue's entry "data_clone_error" makes of V8's message. An
/// object whose property `mark` (a symbol, optional) is a number stands for something that the glue carries by itself;
/// if it is an array, that is written, and the glue's entry "revive" makes the object of it again.
void serialize(const v8::FunctionCallbackInfo<v8::Value>& info);
/// Host function (ArrayBuffer or view, objects) -> value; a marked object is read as the element of `objects` with its
/// number.
void deserialize(const v8::FunctionCallbackInfo<v8::Value>& info);
/// Host function (value) -> what the serialiser takes it for: "plain", "array", "map", "set", "error", "callable" (also
/// any proxy), or "other" for what it deals with, or refuses, by itself.
void kind_of(const v8::FunctionCallbackInfo<v8::Value>& info);

}  // namespace models::js
