#pragma once

#include <utility>

#include "models/js/engine_v8.h"
#include "models/js/script_error_v8.h"

namespace models::js {

/// Runs body, a `MaybeLocal<Value>(Local<Context>)`, as a turn or as a part of the turn that is running. The
/// outermost call enters the isolate, drains the microtasks and decides how the turn ended.
template <typename Body>
Outcome Engine::Impl::turn(Body body) {
  const bool outermost = depth == 0;
  std::optional<v8::Isolate::Scope> entered;
  if (outermost) entered.emplace(isolate);
  v8::HandleScope scope(isolate);
  const v8::Local<v8::Context> here = context.Get(isolate);
  v8::Context::Scope inside(here);
  if (outermost) begin_turn();
  ++depth;
  Outcome outcome = Handle();
  {
    v8::TryCatch caught(isolate);
    v8::Local<v8::Value> value;
    if (body(here).ToLocal(&value)) {
      outcome = handle(value);
    } else if (!stopping() && caught.HasCaught() && !caught.HasTerminated()) {
      outcome = Threw{script_error(here, caught.Exception(), caught.Message(), error_prototype.Get(isolate))};
    }
    caught.Reset();
    if (outermost && !stopping()) {
      isolate->PerformMicrotaskCheckpoint();
      if ((!open_rejections.empty() || !handled_late.empty()) && !stopping()) report_rejections();
    }
  }
  --depth;
  if (outermost) return end_turn(std::move(outcome));
  if (stopping()) isolate->TerminateExecution();
  if (aborting) return Aborted{};
  if (limit) return Limited{*limit};
  return outcome;
}

}  // namespace models::js
