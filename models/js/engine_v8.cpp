#include "models/js/engine_v8.h"
#include "models/js/async_frame_v8.h"
#include "models/js/later_v8.h"

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "models/js/script_error_v8.h"
#include "models/js/serialization_v8.h"
#include "models/js/turn_v8.h"
#include "models/js/web_crypto_v8.h"

namespace models::js {

namespace {

constexpr std::size_t kYoungGenerationBytes = std::size_t{48} << 20;

/// Many engines start from one: it is read once. All run on one thread.
const std::string& snapshot_in(const std::string& path) {
  static std::map<std::string, std::string> read;
  std::string& snapshot = read[path];
  if (!snapshot.empty()) return snapshot;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  snapshot = std::move(text).str();
  if (snapshot.empty()) throw std::runtime_error("cannot read the engine's startup snapshot " + path);
  return snapshot;
}

}  // namespace

Handle::Handle() = default;
Handle::~Handle() = default;
Handle::Handle(const Handle&) = default;
Handle::Handle(Handle&&) noexcept = default;
Handle& Handle::operator=(const Handle&) = default;
Handle& Handle::operator=(Handle&&) noexcept = default;

Engine::Impl::Impl(const std::string& snapshot_path, EngineLimits engine_limits)
    : limits(engine_limits),
      snapshot(snapshot_in(snapshot_path)),
      startup{snapshot.data(), static_cast<int>(snapshot.size())},
      allocator(engine_limits.array_buffer_bytes, on_buffer_failure, this) {
  if (!startup.IsValid()) {
    throw std::runtime_error("The engine's startup snapshot " + snapshot_path +
                             " was made by another V8 or with other flags: build again.");
  }
  trust_snapshots();
  v8::Isolate::CreateParams params;
  params.snapshot_blob = &startup;
  params.external_references = functions_in_snapshots();
  params.array_buffer_allocator = &allocator;
  params.oom_error_callback = on_out_of_memory;
  params.allow_atomics_wait = false;
  params.constraints.set_max_old_generation_size_in_bytes(limits.heap_bytes);
  params.constraints.set_max_young_generation_size_in_bytes(kYoungGenerationBytes);
  // From the start: rooms make much that dies young, and growing to this size by and by copies it in vain.
  params.constraints.set_initial_young_generation_size_in_bytes(kYoungGenerationBytes);
  isolate = allocate_isolate();
  v8::Isolate::Initialize(isolate, params);
  isolate->SetData(0, this);
  isolate->SetMicrotasksPolicy(v8::MicrotasksPolicy::kExplicit);
  isolate->SetPromiseRejectCallback(on_rejection);
  isolate->AddNearHeapLimitCallback(on_heap_limit, this);
  open_context();
  watchdog = std::make_unique<TurnWatchdog>(limits.turn_cpu_ms, [this](std::uint64_t turn) {
    overrun_turn.store(turn);
    isolate->RequestInterrupt(on_limit_interrupt, this);
  });
}

void Engine::Impl::open_context() {
  v8::Isolate::Scope entered(isolate);
  v8::HandleScope scope(isolate);
  const v8::Local<v8::Context> here = v8::Context::New(isolate);
  here->AllowCodeGenerationFromStrings(false);
  v8::Context::Scope inside(here);
  context.Reset(isolate, here);
  undefined = handle(v8::Undefined(isolate));
  yes = handle(v8::True(isolate));
  no = handle(v8::False(isolate));
  error_prototype.Reset(isolate, v8::Exception::Error(text("")).As<v8::Object>()->GetPrototypeV2().As<v8::Object>());
  modules = std::make_unique<ModuleGraph>(isolate, here);
  if (spin.IsEmpty()) {
    v8::ScriptCompiler::Source unit(text("for (;;) {}"), v8::ScriptOrigin(text("dormouse:spin")));
    spin.Reset(isolate, v8::ScriptCompiler::CompileUnboundScript(isolate, &unit).ToLocalChecked());
  }
  define_native("serialize", serialize);
  define_native("deserialize", deserialize);
  define_native("kind_of", kind_of);
  define_web_crypto(*this);
  define_native("async_frame", async_frame);
  define_native("set_async_frame", set_async_frame);
}

void Engine::Impl::close_context() {
  if (memory_limit > 0) isolate->RemoveGCEpilogueCallback(on_collected, this);
  memory_limit = 0;
  heap_calls_for_look = false;
  modules.reset();
  open_rejections.clear();
  undefined = Handle();
  yes = Handle();
  no = Handle();
  error_prototype.Reset();
  entries.Reset();
  host.Reset();
  given.clear();
  context.Reset();
  host_functions.clear();
  unhandled.clear();
  *lives = false;
  lives = std::make_shared<bool>(true);
}

Engine::Impl::~Impl() {
  watchdog.reset();
  realms.clear();
  programs.clear();
  close_context();
  spin.Reset();
  host_names.clear();
  dispose_isolate(isolate);
}

bool Engine::start_anew() {
  if (impl_->limit || impl_->heap_exhausted || impl_->escaped) return false;
  use(RealmId{});
  impl_->realms.clear();
  {
    v8::Isolate::Scope entered(impl_->isolate);
    impl_->isolate->SetContinuationPreservedEmbedderDataV2(v8::Local<v8::Data>());
  }
  impl_->close_context();
  impl_->open_context();
  return true;
}

Handle Engine::Impl::handle(v8::Local<v8::Value> value) {
  if (value->IsUndefined() && !undefined.empty()) return undefined;
  if (value->IsTrue() && !yes.empty()) return yes;
  if (value->IsFalse() && !no.empty()) return no;
  Handle kept;
  kept.slot_ = std::make_shared<Handle::Slot>(isolate, value, lives);
  return kept;
}

v8::Local<v8::Value> Engine::Impl::local(const Handle& handle) const {
  if (handle.empty()) return v8::Undefined(isolate);
  return handle.slot_->global.Get(isolate);
}

v8::MaybeLocal<v8::String> Engine::Impl::try_text(std::string_view utf8) const {
  if (utf8.size() > static_cast<std::size_t>(v8::String::kMaxLength)) {
    isolate->ThrowException(v8::Exception::RangeError(text("Invalid string length")));
    return {};
  }
  return v8::String::NewFromUtf8(isolate, utf8.data(), v8::NewStringType::kNormal, static_cast<int>(utf8.size()));
}

v8::Local<v8::String> Engine::Impl::text(std::string_view utf8) const { return try_text(utf8).ToLocalChecked(); }

v8::MaybeLocal<v8::ArrayBuffer> Engine::Impl::buffer(std::string_view bytes) const {
  v8::Local<v8::ArrayBuffer> made;
  if (!v8::ArrayBuffer::MaybeNew(isolate, bytes.size()).ToLocal(&made)) {
    isolate->ThrowException(v8::Exception::RangeError(text("Array buffer allocation failed")));
    return {};
  }
  if (!bytes.empty()) bytes.copy(static_cast<char*>(made->Data()), bytes.size());
  return made;
}

v8::Local<v8::Value> Engine::Impl::argument(const Argument& value) const {
  if (const auto* utf8 = std::get_if<std::string_view>(&value)) return text(*utf8);
  if (const auto* kept = std::get_if<const Handle*>(&value)) return local(**kept);
  if (const auto* number = std::get_if<double>(&value)) return v8::Number::New(isolate, *number);
  if (const auto* truth = std::get_if<bool>(&value)) return v8::Boolean::New(isolate, *truth);
  if (const auto* bytes = std::get_if<BytesArg>(&value)) return buffer(bytes->bytes).ToLocalChecked();
  if (std::holds_alternative<Null>(value)) return v8::Null(isolate);
  return v8::Undefined(isolate);
}

v8::Local<v8::Value> Engine::Impl::error_object(std::string_view error_class, std::string_view message) {
  const v8::Local<v8::String> words = text(message);
  if (error_class == "TypeError") return v8::Exception::TypeError(words);
  if (error_class == "RangeError") return v8::Exception::RangeError(words);
  if (error_class == "Error") return v8::Exception::Error(words);
  const v8::Local<v8::Context> here = context.Get(isolate);
  const v8::Local<v8::String> class_name = text(error_class);
  v8::TryCatch caught(isolate);
  v8::Local<v8::Value> found;
  v8::Local<v8::Object> made;
  v8::Local<v8::Value> arguments[] = {words, class_name};
  for (const v8::Local<v8::String>& global : {class_name, text("DOMException")}) {
    if (here->Global()->Get(here, global).ToLocal(&found) && found->IsFunction() &&
        found.As<v8::Function>()->NewInstance(here, 2, arguments).ToLocal(&made)) {
      return made;
    }
  }
  made = v8::Exception::Error(words).As<v8::Object>();
  static_cast<void>(made->DefineOwnProperty(here, text("name"), class_name, v8::DontEnum).FromMaybe(false));
  return made;
}

void Engine::Impl::define(std::string_view name, HostFunction function) {
  v8::Isolate::Scope entered(isolate);
  v8::HandleScope scope(isolate);
  HostName& named = host_name(name, on_host_call);
  given.push_back(&named);
  if (host_functions.size() <= named.place) host_functions.resize(named.place + 1);
  host_functions[named.place] = std::move(function);
}

Engine::Impl::HostName& Engine::Impl::host_name(std::string_view name, v8::FunctionCallback function) {
  if (const auto known = host_names.find(name); known != host_names.end()) return known->second;
  HostName& made = host_names[std::string(name)];
  made.place = host_names.size() - 1;
  const auto place = v8::Integer::NewFromUnsigned(isolate, static_cast<std::uint32_t>(made.place));
  const auto signature = v8::Local<v8::Signature>();
  const auto pattern =
      v8::FunctionTemplate::New(isolate, function, place, signature, 0, v8::ConstructorBehavior::kThrow);
  const v8::Local<v8::String> words =
      v8::String::NewFromUtf8(isolate, name.data(), v8::NewStringType::kInternalized, static_cast<int>(name.size()))
          .ToLocalChecked();
  pattern->SetClassName(words);
  made.made.Reset(isolate, pattern);
  made.name.Reset(isolate, words);
  return made;
}

void Engine::Impl::define_native(std::string_view name, v8::FunctionCallback function) {
  given.push_back(&host_name(name, function));
}

/// In one piece: an object that gets its properties one by one gets as many maps.
v8::Local<v8::Object> Engine::Impl::host_object() const {
  const v8::Local<v8::Context> here = context.Get(isolate);
  v8::LocalVector<v8::Name> names(isolate);
  v8::LocalVector<v8::Value> functions(isolate);
  for (const HostName* one : given) {
    names.push_back(one->name.Get(isolate));
    functions.push_back(one->made.Get(isolate)->GetFunction(here).ToLocalChecked());
  }
  const v8::Local<v8::Value> prototype = v8::Object::New(isolate)->GetPrototypeV2();
  return v8::Object::New(isolate, prototype, names.data(), functions.data(), names.size());
}

void Engine::Impl::on_host_call(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Impl& engine = of(info.GetIsolate());
  const HostFunction& function = engine.host_functions[info.Data().As<v8::Uint32>()->Value()];
  // What a stopped turn still manages to call has no effect.
  if (engine.stopping()) return engine.unwind_now();
  Call::Native native{info, engine};
  Call call(native);
  try {
    function(call);
  } catch (...) {
    engine.escaped = std::current_exception();
  }
  if (engine.stopping()) engine.unwind_now();
}

Engine::Engine(const std::string& snapshot_path, EngineLimits limits)
    : impl_(std::make_unique<Impl>(snapshot_path, limits)) {}
Engine::~Engine() = default;

Engine::Stay::Stay(Engine& engine) : engine_(engine) { engine_.impl_->isolate->Enter(); }
Engine::Stay::~Stay() { engine_.impl_->isolate->Exit(); }

void Engine::define(std::string_view name, HostFunction fn) { impl_->define(name, std::move(fn)); }

Outcome Engine::install() {
  Impl& self = *impl_;
  return self.turn([&](v8::Local<v8::Context> here) -> v8::MaybeLocal<v8::Value> {
    const v8::Local<v8::Object> global = here->Global();
    v8::Local<v8::Value> glue;
    v8::Local<v8::Value> installer;
    if (!global->Get(here, self.text("__dormouse")).ToLocal(&glue)) return {};
    if (!glue->IsObject() || !glue.As<v8::Object>()->Get(here, self.text("install")).ToLocal(&installer) ||
        !installer->IsFunction()) {
      self.isolate->ThrowError("The startup snapshot has no globalThis.__dormouse.install.");
      return {};
    }
    v8::Local<v8::Value> host = self.host_object();
    self.host.Reset(self.isolate, host.As<v8::Object>());
    v8::Local<v8::Value> made;
    if (glue.As<v8::Object>()->Set(here, self.text("host"), host).IsNothing() ||
        global->Delete(here, self.text("__dormouse")).IsNothing() ||
        !installer.As<v8::Function>()->Call(here, glue, 1, &host).ToLocal(&made)) {
      return {};
    }
    if (made->IsObject()) self.entries.Reset(self.isolate, made.As<v8::Object>());
    return made;
  });
}

/// Says where, of an error that V8 threw on its own account.
static void place(Outcome& outcome, const Position& where) {
  auto* threw = std::get_if<Threw>(&outcome);
  if (threw == nullptr) return;
  threw->error.stack = "    at " + where.file + ":" + std::to_string(where.line) + ":" + std::to_string(where.column);
  threw->error.position = where;
}

Outcome Engine::load(std::string_view entry_specifier, ModuleSource& source) {
  Impl& self = *impl_;
  self.modules->use(source);
  std::optional<Position> import_position;
  v8::Global<v8::Promise> evaluation;
  v8::Global<v8::Module> entry;
  Outcome outcome = self.turn([&](v8::Local<v8::Context>) -> v8::MaybeLocal<v8::Value> {
    v8::Local<v8::Module> module;
    v8::Local<v8::Promise> promise;
    if (!self.modules->fetch(entry_specifier, "").ToLocal(&module)) {
      import_position = self.modules->take_failed_import();
      return {};
    }
    if (!self.modules->evaluate(module).ToLocal(&promise)) return {};
    promise->MarkAsHandled();
    evaluation.Reset(self.isolate, promise);
    entry.Reset(self.isolate, module);
    return module->GetModuleNamespace();
  });
  if (import_position) place(outcome, *import_position);
  if (!std::holds_alternative<Handle>(outcome)) return outcome;
  std::optional<Position> stalled;
  Outcome settled = self.turn([&](v8::Local<v8::Context> here) -> v8::MaybeLocal<v8::Value> {
    const v8::Local<v8::Promise> promise = evaluation.Get(self.isolate);
    if (promise->State() == v8::Promise::kFulfilled) return v8::Undefined(self.isolate);
    if (promise->State() == v8::Promise::kRejected) {
      self.isolate->ThrowException(promise->Result());
    } else {
      const auto [modules, messages] = entry.Get(self.isolate)->GetStalledTopLevelAwaitMessages(self.isolate);
      if (!messages.empty()) stalled = js::position_of(here, messages[0]);
      self.isolate->ThrowError("Top-level await did not settle: nothing can wake it before the module has loaded.");
    }
    return {};
  });
  if (stalled) place(settled, *stalled);
  return std::holds_alternative<Handle>(settled) ? outcome : settled;
}

Outcome Engine::call(const Handle& function, std::span<const Argument> arguments) {
  Impl& self = *impl_;
  return self.turn([&](v8::Local<v8::Context> here) -> v8::MaybeLocal<v8::Value> {
    const v8::Local<v8::Value> callee = self.local(function);
    if (!callee->IsFunction()) {
      self.isolate->ThrowException(v8::Exception::TypeError(self.text("the host called what is no function")));
      return {};
    }
    constexpr std::size_t kFew = 8;
    v8::Local<v8::Value> few[kFew];
    std::vector<v8::Local<v8::Value>> many;
    if (arguments.size() > kFew) many.resize(arguments.size());
    v8::Local<v8::Value>* values = arguments.size() > kFew ? many.data() : few;
    for (std::size_t i = 0; i < arguments.size(); ++i) values[i] = self.argument(arguments[i]);
    return callee.As<v8::Function>()->Call(here, v8::Undefined(self.isolate), static_cast<int>(arguments.size()),
                                           values);
  });
}

void Engine::allow_code_from_text(bool allowed) {
  v8::Isolate::Scope entered(impl_->isolate);
  v8::HandleScope scope(impl_->isolate);
  impl_->context.Get(impl_->isolate)->AllowCodeGenerationFromStrings(allowed);
}

void Engine::turn_goes_on() { impl_->watchdog->again(); }

void Engine::abort_turn() { impl_->aborting = true; }

std::vector<ScriptError> Engine::take_unhandled_rejections() { return std::exchange(impl_->unhandled, {}); }

}  // namespace models::js
