#include "models/js/turn_v8.h"

#include <cstdint>

namespace models::js {

namespace {

// Deep enough for any honest recursion; the same on every machine and build, so that how deep code may recurse is
// the same too.
constexpr std::uintptr_t kStackBytes = 900 * 1024;
// What the stack in use at the outermost call may move by before the limit moves with it.
constexpr std::size_t kHeapReserveBytes = std::size_t{64} << 20;

}  // namespace

void Engine::Impl::begin_turn() {
  const auto base = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  if (base != stack_base) {
    stack_base = base;
    isolate->SetStackLimit(base - kStackBytes);
  }
  watchdog->begin();
}

Outcome Engine::Impl::end_turn(Outcome outcome) {
  watchdog->end();
  if (!stopping() && allocator.failing()) stop_at_limit("array buffer memory");
  if (const char* what = pending_limit.exchange(nullptr); what != nullptr && !stopping()) stop_at_limit(what);
  if (!open_rejections.empty()) {
    for (const Rejection& rejection : std::exchange(open_rejections, {})) {
      v8::TryCatch caught(isolate);
      const v8::Local<v8::Value> reason = rejection.reason.Get(isolate);
      unhandled.push_back(script_error(context.Get(isolate), reason, v8::Exception::CreateMessage(isolate, reason),
                                       error_prototype.Get(isolate)));
    }
  }
  if (!stopping()) return outcome;
  drop_jobs();
  if (escaped) std::rethrow_exception(std::exchange(escaped, nullptr));
  if (std::exchange(aborting, false) && !limit) return Aborted{};
  return Limited{*std::exchange(limit, std::nullopt)};
}

void Engine::Impl::drop_jobs() {
  v8::TryCatch caught(isolate);
  // A checkpoint that is terminated clears the queue of the turn's jobs.
  isolate->TerminateExecution();
  isolate->PerformMicrotaskCheckpoint();
  isolate->CancelTerminateExecution();
}

void Engine::Impl::stop_at_limit(std::string what) {
  if (stopping()) return;
  CapturedStack stack = current_stack(isolate);
  limit = HostLimit{std::move(what), std::move(stack.position), std::move(stack.text)};
  isolate->TerminateExecution();
}

void Engine::Impl::unwind_now() {
  isolate->TerminateExecution();
  v8::TryCatch caught(isolate);
  // Termination takes effect in a loop only: this is one, so that the host function itself ends in it.
  const v8::Local<v8::Context> here = context.Get(isolate);
  static_cast<void>(spin.Get(isolate)->Call(here, v8::Undefined(isolate), 0, nullptr).IsEmpty());
}

void Engine::Impl::request_limit(const char* what) {
  pending_limit.store(what);
  isolate->RequestInterrupt(on_limit_interrupt, this);
}

void Engine::Impl::on_limit_interrupt(v8::Isolate* /*isolate*/, void* self_address) {
  Impl& self = *static_cast<Impl*>(self_address);
  const char* what = self.pending_limit.exchange(nullptr);
  if (what != nullptr && self.depth > 0) self.stop_at_limit(what);
}

void Engine::Impl::on_buffer_interrupt(v8::Isolate* /*isolate*/, void* self_address) {
  Impl& self = *static_cast<Impl*>(self_address);
  // V8 has collected garbage and tried again since the request; only what still fails is a limit.
  if (self.depth > 0 && self.allocator.failing()) self.stop_at_limit("array buffer memory");
}

std::size_t Engine::Impl::on_heap_limit(void* self_address, std::size_t current, std::size_t /*initial*/) {
  // Room to unwind in.
  static_cast<Impl*>(self_address)->request_limit("heap memory");
  return current + kHeapReserveBytes;
}

void Engine::Impl::on_rejection(v8::PromiseRejectMessage message) {
  const v8::Local<v8::Promise> promise = message.GetPromise();
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  auto& open = of(isolate).open_rejections;
  if (message.GetEvent() == v8::kPromiseRejectWithNoHandler) {
    open.push_back({v8::Global<v8::Promise>(isolate, promise), v8::Global<v8::Value>(isolate, message.GetValue())});
  } else if (message.GetEvent() == v8::kPromiseHandlerAddedAfterReject) {
    std::erase_if(open, [&](const Rejection& rejection) { return rejection.promise == promise; });
  }
}

}  // namespace models::js
