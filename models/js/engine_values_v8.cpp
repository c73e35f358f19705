// Looking at values from outside a turn.

#include <utility>

#include "models/js/engine_v8.h"
#include "models/js/script_error_v8.h"

namespace models::js {

namespace {

/// Everything that looking at a value needs to be entered.
struct Look {
  explicit Look(const Engine::Impl& engine)
      : entered(engine.isolate),
        scope(engine.isolate),
        here(engine.context.Get(engine.isolate)),
        inside(here),
        caught(engine.isolate) {}
  v8::Isolate::Scope entered;
  v8::HandleScope scope;
  v8::Local<v8::Context> here;
  v8::Context::Scope inside;
  v8::TryCatch caught;
};

}  // namespace

Handle Engine::entry(std::string_view name) {
  Look look(*impl_);
  v8::Local<v8::Value> value;
  if (impl_->entries.IsEmpty() ||
      !impl_->entries.Get(impl_->isolate)->Get(look.here, impl_->text(name)).ToLocal(&value) || value->IsUndefined()) {
    return {};
  }
  return impl_->handle(value);
}

void Engine::define_host_module(std::string_view name, const Handle& exports) {
  Look look(*impl_);
  const v8::Local<v8::Value> object = impl_->local(exports);
  if (object->IsObject()) impl_->modules->define_host_module(std::string(name), object.As<v8::Object>());
}

Handle Engine::text(std::string_view utf8) {
  Look look(*impl_);
  return impl_->handle(impl_->text(utf8));
}

Handle Engine::shared_integers(std::span<std::int32_t> cells) {
  Look look(*impl_);
  auto store =
      v8::ArrayBuffer::NewBackingStore(cells.data(), cells.size_bytes(), [](void*, std::size_t, void*) {}, nullptr);
  const auto buffer = v8::ArrayBuffer::New(impl_->isolate, std::move(store));
  return impl_->handle(v8::Int32Array::New(buffer, 0, cells.size()));
}

std::string Engine::stack_here() { return current_stack(impl_->isolate).text; }

Handle Engine::property(const Handle& object, std::string_view name) {
  Look look(*impl_);
  const v8::Local<v8::Value> holder = impl_->local(object);
  if (!holder->IsObject()) return {};
  const v8::Local<v8::String> key = impl_->text(name);
  const auto from = holder.As<v8::Object>();
  v8::Local<v8::Value> value;
  if (!from->HasOwnProperty(look.here, key).FromMaybe(false) || !from->Get(look.here, key).ToLocal(&value)) return {};
  return impl_->handle(value);
}

std::optional<double> Engine::as_number(const Handle& value) {
  Look look(*impl_);
  const v8::Local<v8::Value> seen = impl_->local(value);
  if (!seen->IsNumber()) return std::nullopt;
  return seen.As<v8::Number>()->Value();
}

std::optional<std::string> Engine::as_text(const Handle& value) {
  Look look(*impl_);
  const v8::Local<v8::Value> seen = impl_->local(value);
  if (!seen->IsString()) return std::nullopt;
  return utf8(impl_->isolate, seen.As<v8::String>());
}

bool Engine::is_true(const Handle& value) {
  if (value.slot_ == impl_->yes.slot_) return true;
  if (value.slot_ == impl_->no.slot_ || value.slot_ == impl_->undefined.slot_) return false;
  Look look(*impl_);
  return impl_->local(value)->IsTrue();
}

bool Engine::is_function(const Handle& value) {
  Look look(*impl_);
  return impl_->local(value)->IsFunction();
}

ScriptError Engine::describe(const Handle& thrown) {
  Look look(*impl_);
  return script_error(look.here, impl_->local(thrown), {}, impl_->error_prototype.Get(impl_->isolate));
}

std::optional<Position> Engine::position_of(const Handle& function) {
  Look look(*impl_);
  const v8::Local<v8::Value> seen = impl_->local(function);
  if (!seen->IsFunction()) return std::nullopt;
  const v8::ScriptOrigin origin = seen.As<v8::Function>()->GetScriptOrigin();
  const v8::Local<v8::Value> file = origin.ResourceName();
  if (file.IsEmpty() || !file->IsString()) return std::nullopt;
  v8::Location place = seen.As<v8::Function>()->GetScriptLocation();
  return Position{utf8(impl_->isolate, file.As<v8::String>()), place.GetLineNumber() + 1, place.GetColumnNumber() + 1};
}

std::vector<std::string> Engine::own_property_names(const Handle& object) {
  Look look(*impl_);
  const v8::Local<v8::Value> holder = impl_->local(object);
  std::vector<std::string> names;
  v8::Local<v8::Array> keys;
  if (!holder->IsObject() || !holder.As<v8::Object>()->GetOwnPropertyNames(look.here).ToLocal(&keys)) return names;
  for (std::uint32_t i = 0; i < keys->Length(); ++i) {
    v8::Local<v8::Value> key;
    v8::Local<v8::String> name;
    if (keys->Get(look.here, i).ToLocal(&key) && key->ToString(look.here).ToLocal(&name)) {
      names.push_back(utf8(impl_->isolate, name));
    }
  }
  return names;
}

}  // namespace models::js
