#pragma once

// What an Engine is made of. Only the files of this folder that include V8 see it.

#include <v8.h>

#include <atomic>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/js/engine.h"
#include "models/js/isolate_v8.h"
#include "models/js/module_graph_v8.h"
#include "models/js/script_error_v8.h"
#include "models/js/turn_watchdog.h"

namespace models::js {

/// A value's place in V8's heap. Once the engine is gone it refers to nothing, so that a late owner does no harm.
struct Handle::Slot {
  Slot(v8::Isolate* isolate, v8::Local<v8::Value> value, std::shared_ptr<const bool> engine_lives)
      : global(isolate, value), lives(std::move(engine_lives)) {}
  ~Slot() {
    if (!*lives) global.Clear();
  }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  v8::Global<v8::Value> global;
  std::shared_ptr<const bool> lives;
};

/// The rest of a host function's call, behind Call.
struct Call::Native {
  const v8::FunctionCallbackInfo<v8::Value>& info;
  Engine::Impl& engine;
};

struct Engine::Impl {
  Impl(const std::string& snapshot_path, EngineLimits engine_limits);
  ~Impl();
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  /// A host function: its template is made once an engine, what it calls is each realm's own.
  struct HostName {
    v8::Global<v8::FunctionTemplate> made;
    v8::Global<v8::String> name;
    std::size_t place = 0;  // in host_functions
  };

  /// What belongs to one context; that of the context in use is in the members of the same names below.
  struct Realm {
    v8::Global<v8::Context> context;
    v8::Global<v8::Object> host;
    std::vector<const HostName*> given;
    v8::Global<v8::Object> entries;
    v8::Global<v8::Object> error_prototype;
    std::vector<HostFunction> host_functions;
    std::unique_ptr<ModuleGraph> modules;
  };

  void open_context();
  void close_context();
  void swap_realm(Realm& other);
  [[nodiscard]] static Impl& of(v8::Isolate* isolate) { return *static_cast<Impl*>(isolate->GetData(0)); }
  [[nodiscard]] Handle handle(v8::Local<v8::Value> value);
  [[nodiscard]] v8::Local<v8::Value> local(const Handle& handle) const;
  [[nodiscard]] v8::Local<v8::String> text(std::string_view utf8) const;
  /// Like text(), but null with a pending RangeError when V8 cannot hold a string of that length.
  [[nodiscard]] v8::MaybeLocal<v8::String> try_text(std::string_view utf8) const;
  [[nodiscard]] v8::MaybeLocal<v8::ArrayBuffer> buffer(std::string_view bytes) const;
  [[nodiscard]] v8::Local<v8::Value> argument(const Argument& value) const;
  [[nodiscard]] v8::Local<v8::Value> error_object(std::string_view error_class, std::string_view message);

  void define(std::string_view name, HostFunction function);
  void define_native(std::string_view name, v8::FunctionCallback function);
  /// What is known of the name, or what it is from now on.
  HostName& host_name(std::string_view name, v8::FunctionCallback function);
  /// The functions of the realm in use, for its glue.
  [[nodiscard]] v8::Local<v8::Object> host_object() const;
  /// Runs body as a turn, or as a part of the turn that is running; see Engine::call.
  template <typename Body>
  Outcome turn(Body body);
  void begin_turn();
  Outcome end_turn(Outcome outcome);
  [[nodiscard]] bool stopping() const { return limit.has_value() || aborting || escaped != nullptr; }
  /// Makes V8 unwind the JavaScript below the host function that is running.
  void unwind_now();
  void drop_jobs();
  void stop_at_limit(std::string what, CapturedStack stack);
  void stop_at_limit(std::string what) { stop_at_limit(std::move(what), current_stack(isolate)); }
  /// After the turn's jobs, and as part of it.
  void report_rejections();

  static void on_host_call(const v8::FunctionCallbackInfo<v8::Value>& info);
  static void on_rejection(v8::PromiseRejectMessage message);
  static void on_limit_interrupt(v8::Isolate* isolate, void* self);
  static void on_buffer_failure(void* self);
  static std::size_t on_heap_limit(void* self, std::size_t current, std::size_t initial);
  static void on_collected(v8::Isolate* isolate, v8::GCType type, v8::GCCallbackFlags flags, void* self);
  [[nodiscard]] std::uint64_t used_bytes() const;
  static void on_out_of_memory(const char* place, const v8::OOMDetails& details);

  EngineLimits limits;
  std::shared_ptr<bool> lives = std::make_shared<bool>(true);
  const std::string& snapshot;
  v8::StartupData startup{nullptr, 0};
  CappedAllocator allocator;
  v8::Isolate* isolate = nullptr;
  v8::Global<v8::Context> context;
  v8::Global<v8::Object> host;         // once installed
  std::vector<const HostName*> given;  // to the realm in use, in the order in which they were defined
  v8::Global<v8::Object> entries;
  v8::Global<v8::Object> error_prototype;
  Handle undefined;  // what most calls yield needs no place of its own
  Handle yes;
  Handle no;
  std::vector<HostFunction> host_functions;  // of the realm in use, by HostName::place
  std::map<std::string, HostName, std::less<>> host_names;
  std::unique_ptr<ModuleGraph> modules;
  std::unique_ptr<TurnWatchdog> watchdog;
  std::map<RealmId, Realm> realms;  // but for the one in use
  RealmId realm{};                  // the one in use
  std::uint32_t realms_opened = 0;
  std::map<std::string, v8::Global<v8::UnboundScript>, std::less<>> programs;
  v8::Global<v8::UnboundScript> spin;  // an endless loop: where a requested termination takes effect

  // What the simulated platform allows, not the machine.
  std::uint64_t memory_limit = 0;  // 0: none
  std::uint64_t next_look = 0;     // bytes with garbage that call for a full collection
  bool heap_calls_for_look = false;

  // The turn that is running.
  int depth = 0;
  Impl* interrupted = nullptr;  // whose turn this one is within
  std::uintptr_t stack_base = 0;
  bool aborting = false;
  bool heap_exhausted = false;
  std::atomic<std::uint64_t> overrun_turn = 0;  // set by the watchdog's thread
  CapturedStack buffer_failure;                 // where the allocator failed last
  std::optional<HostLimit> limit;
  std::exception_ptr escaped;  // thrown by a host function: may not pass through V8's frames

  struct Rejection {
    v8::Global<v8::Promise> promise;
    v8::Global<v8::Value> reason;
  };
  std::vector<Rejection> open_rejections;
  std::vector<v8::Global<v8::Promise>> handled_late;  // rejections that were reported before
  std::vector<ScriptError> unhandled;
};

}  // namespace models::js
