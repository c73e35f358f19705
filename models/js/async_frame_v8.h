#pragma once

// What V8 hands from a promise job's cause to the job itself: the one value behind AsyncLocalStorage.

#include <v8.h>

namespace models::js {

/// host.async_frame(): the value of what runs now; undefined at the beginning of a turn.
void async_frame(const v8::FunctionCallbackInfo<v8::Value>& info);

/// host.set_async_frame(value), for what runs from now on and for the jobs that it makes.
void set_async_frame(const v8::FunctionCallbackInfo<v8::Value>& info);

}  // namespace models::js
