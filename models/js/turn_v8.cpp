#include "models/js/turn_v8.h"

#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <utility>

#include "models/js/last_words.h"

namespace models::js {

namespace {

// Deep enough for any honest recursion; the same on every machine and build, so that how deep code may recurse is
// the same too.
constexpr std::uintptr_t kStackBytes = 900 * 1024;
constexpr std::size_t kHeapReserveBytes = std::size_t{64} << 20;

// The engine whose turn is running: what V8 calls when it gives the process up knows nothing else.
Engine::Impl* running_engine = nullptr;
LastWords g_last_words = nullptr;

/// Ends the process. V8 may fail again while its stack is read: then the words go without a place.
[[noreturn]] void say_last_words(const char* what) {
  static bool again = false;
  HostLimit limit{what, std::nullopt, ""};
  if (!std::exchange(again, true) && running_engine != nullptr) {
    CapturedStack stack = current_stack(running_engine->isolate);
    limit.position = std::move(stack.position);
    limit.stack = std::move(stack.text);
  }
  if (g_last_words != nullptr) g_last_words(limit);
  ::_exit(kHostLimitStatus);
}

void on_trap(int /*signal*/) { say_last_words("an allocation that V8 cannot represent"); }

}  // namespace

void on_fatal_error(LastWords last_words) {
  g_last_words = last_words;
  // V8's own fatal errors end in a trap; abort() is for bugs of this program, which are none of the host's limits.
  struct sigaction action = {};
  action.sa_handler = on_trap;
  action.sa_flags = SA_NODEFER;
  ::sigaction(SIGTRAP, &action, nullptr);
  ::sigaction(SIGILL, &action, nullptr);
}

void Engine::Impl::on_out_of_memory(const char* /*place*/, const v8::OOMDetails& /*details*/) {
  say_last_words("heap memory");
}

void Engine::Impl::begin_turn() {
  const auto base = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  if (base != stack_base) {
    stack_base = base;
    isolate->SetStackLimit(base - kStackBytes);
  }
  interrupted = std::exchange(running_engine, this);
  watchdog->begin();
}

Outcome Engine::Impl::end_turn(Outcome outcome) {
  open_rejections.clear();
  handled_late.clear();
  watchdog->end();
  running_engine = std::exchange(interrupted, nullptr);
  // A limit that was met, but not in time for JavaScript to be stopped at it.
  if (allocator.failing()) stop_at_limit("array buffer memory", std::move(buffer_failure));
  if (heap_exhausted) stop_at_limit("heap memory");
  heap_exhausted = false;
  allocator.forget_failure();
  if (!stopping()) return outcome;
  drop_jobs();
  if (escaped) std::rethrow_exception(std::exchange(escaped, nullptr));
  if (std::exchange(aborting, false) && !limit) return Aborted{};
  return Limited{*std::exchange(limit, std::nullopt)};
}

void Engine::Impl::report_rejections() {
  constexpr int kMostRounds = 1000;  // a listener may itself leave a rejection behind
  const v8::Local<v8::Context> here = context.Get(isolate);
  const auto entry = [&](const char* name) {
    v8::Local<v8::Value> value;
    if (!entries.IsEmpty() && !entries.Get(isolate)->Get(here, text(name)).ToLocal(&value)) value.Clear();
    return !value.IsEmpty() && value->IsFunction() ? value.As<v8::Function>() : v8::Local<v8::Function>();
  };
  const v8::Local<v8::Function> listener = entry("unhandled_rejection");
  for (int round = 0; round < kMostRounds && !open_rejections.empty() && !stopping(); ++round) {
    for (const Rejection& rejection : std::exchange(open_rejections, {})) {
      const v8::Local<v8::Value> reason = rejection.reason.Get(isolate);
      v8::Local<v8::Value> arguments[] = {rejection.promise.Get(isolate), reason};
      v8::Local<v8::Value> dealt_with;
      if (!listener.IsEmpty() &&
          listener->Call(here, v8::Undefined(isolate), 2, arguments).ToLocal(&dealt_with) && dealt_with->IsTrue())
        continue;
      if (stopping()) return;
      unhandled.push_back(
          script_error(here, reason, v8::Exception::CreateMessage(isolate, reason), error_prototype.Get(isolate)));
    }
    isolate->PerformMicrotaskCheckpoint();
  }
  const v8::Local<v8::Function> told_late = entry("rejection_handled");
  for (const auto& promise : std::exchange(handled_late, {})) {
    v8::Local<v8::Value> arguments[] = {promise.Get(isolate)};
    if (told_late.IsEmpty() || stopping()) return;
    static_cast<void>(told_late->Call(here, v8::Undefined(isolate), 1, arguments).IsEmpty());
    isolate->PerformMicrotaskCheckpoint();
  }
}

void Engine::Impl::drop_jobs() {
  v8::TryCatch caught(isolate);
  // A checkpoint that is terminated clears the queue of the turn's jobs.
  isolate->TerminateExecution();
  isolate->PerformMicrotaskCheckpoint();
  isolate->CancelTerminateExecution();
}

void Engine::Impl::stop_at_limit(std::string what, CapturedStack stack) {
  if (stopping()) return;
  limit = HostLimit{std::move(what), std::move(stack.position), std::move(stack.text)};
  isolate->TerminateExecution();
}

void Engine::Impl::unwind_now() {
  isolate->TerminateExecution();
  v8::TryCatch caught(isolate);
  // Termination takes effect in a loop only: this is one, so that the host function itself ends in it.
  const v8::Local<v8::Context> here = context.Get(isolate);
  static_cast<void>(spin.Get(isolate)->BindToCurrentContext()->Run(here).IsEmpty());
}

void Engine::Impl::on_limit_interrupt(v8::Isolate* /*isolate*/, void* self_address) {
  Impl& self = *static_cast<Impl*>(self_address);
  if (self.depth == 0) return;
  // V8 has collected garbage and tried again since the request; only what still fails is a limit. Its last resort is
  // to call the heap exhausted.
  if (self.allocator.failing()) self.stop_at_limit("array buffer memory", std::move(self.buffer_failure));
  if (self.heap_exhausted) self.stop_at_limit("heap memory");
  // The interrupt may come late, in a turn that has done nothing wrong.
  if (self.overrun_turn.load() == self.watchdog->turn()) self.stop_at_limit("CPU time in one turn");
}

void Engine::Impl::on_buffer_failure(void* self_address) {
  Impl& self = *static_cast<Impl*>(self_address);
  if (self.depth == 0) return;
  self.buffer_failure = current_stack(self.isolate);
  self.isolate->RequestInterrupt(on_limit_interrupt, self_address);
}

std::size_t Engine::Impl::on_heap_limit(void* self_address, std::size_t current, std::size_t /*initial*/) {
  Impl& self = *static_cast<Impl*>(self_address);
  self.heap_exhausted = true;
  self.isolate->RequestInterrupt(on_limit_interrupt, self_address);
  // Room to unwind in.
  return current + kHeapReserveBytes;
}

void Engine::Impl::on_rejection(v8::PromiseRejectMessage message) {
  const v8::Local<v8::Promise> promise = message.GetPromise();
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  auto& open = of(isolate).open_rejections;
  if (message.GetEvent() == v8::kPromiseRejectWithNoHandler) {
    open.push_back({v8::Global<v8::Promise>(isolate, promise), v8::Global<v8::Value>(isolate, message.GetValue())});
  } else if (message.GetEvent() == v8::kPromiseHandlerAddedAfterReject) {
    if (std::erase_if(open, [&](const Rejection& rejection) { return rejection.promise == promise; }) == 0)
      of(isolate).handled_late.emplace_back(isolate, promise);
  }
}

}  // namespace models::js
