#include "models/js/serialization_v8.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "models/js/engine_v8.h"
#include "models/js/script_error_v8.h"
#include "models/js/serialized_integer.h"

namespace models::js {

namespace {

v8::Local<v8::Value> data_clone_error(Engine::Impl& engine, v8::Local<v8::String> message) {
  const v8::Local<v8::Context> here = engine.context.Get(engine.isolate);
  v8::Local<v8::Value> hook;
  v8::Local<v8::Value> error;
  v8::Local<v8::Value> words = message;
  for (const auto* object : {&engine.entries, &engine.host}) {
    if (!object->IsEmpty() && object->Get(engine.isolate)->Get(here, engine.text("data_clone_error")).ToLocal(&hook) &&
        hook->IsFunction() &&
        hook.As<v8::Function>()->Call(here, v8::Undefined(engine.isolate), 1, &words).ToLocal(&error)) {
      return error;
    }
  }
  return engine.error_object("DataCloneError", utf8(engine.isolate, message));
}

/// In place of a marked object's number: its parts come next.
constexpr std::uint32_t kPartsFollow = 0xffffffff;

/// The glue's entry "revive": parts -> the object.
v8::MaybeLocal<v8::Object> revived(Engine::Impl& engine, v8::Local<v8::Value> parts) {
  const v8::Isolate::AllowJavascriptExecutionScope allow(engine.isolate);  // it is forbidden while a value is read
  const v8::Local<v8::Context> here = engine.context.Get(engine.isolate);
  v8::Local<v8::Value> entry, object;
  if (!engine.entries.IsEmpty() &&
      engine.entries.Get(engine.isolate)->Get(here, engine.text("revive")).ToLocal(&entry) && entry->IsFunction() &&
      entry.As<v8::Function>()->Call(here, v8::Undefined(engine.isolate), 1, &parts).ToLocal(&object) &&
      object->IsObject())
    return object.As<v8::Object>();
  return {};
}

class CloneErrors final : public v8::ValueSerializer::Delegate {
 public:
  CloneErrors(Engine::Impl& engine, v8::Local<v8::Symbol> mark) : engine_(engine), mark_(mark) {}
  void writes_with(v8::ValueSerializer& serializer) { serializer_ = &serializer; }
  void ThrowDataCloneError(v8::Local<v8::String> message) override {
    engine_.isolate->ThrowException(data_clone_error(engine_, message));
  }
  bool HasCustomHostObject(v8::Isolate* /*isolate*/) override { return !mark_.IsEmpty(); }
  v8::Maybe<bool> IsHostObject(v8::Isolate* /*isolate*/, v8::Local<v8::Object> object) override {
    return object->HasOwnProperty(engine_.context.Get(engine_.isolate), mark_);
  }
  v8::Maybe<bool> WriteHostObject(v8::Isolate* isolate, v8::Local<v8::Object> object) override {
    const v8::Local<v8::Context> here = engine_.context.Get(isolate);
    v8::Local<v8::Value> number;
    if (mark_.IsEmpty() || !object->Get(here, mark_).ToLocal(&number)) {
      if (!isolate->HasPendingException()) ThrowDataCloneError(engine_.text("The object could not be cloned."));
      return v8::Nothing<bool>();
    }
    if (!number->IsArray()) {
      serializer_->WriteUint32(number->Uint32Value(here).FromMaybe(0));
      return v8::Just(true);
    }
    serializer_->WriteUint32(kPartsFollow);
    return serializer_->WriteValue(here, number);
  }

 private:
  Engine::Impl& engine_;
  v8::Local<v8::Symbol> mark_;
  v8::ValueSerializer* serializer_ = nullptr;
};

/// Reads marked objects.
class Revival final : public v8::ValueDeserializer::Delegate {
 public:
  Revival(Engine::Impl& engine, v8::Local<v8::Value> objects) : engine_(engine), objects_(objects) {}
  void reads_with(v8::ValueDeserializer& reader) { reader_ = &reader; }
  v8::MaybeLocal<v8::Object> ReadHostObject(v8::Isolate* isolate) override {
    std::uint32_t number = 0;
    v8::Local<v8::Value> object;
    const bool read = reader_->ReadUint32(&number);
    if (read && number == kPartsFollow) {
      v8::Local<v8::Value> parts;
      if (!reader_->ReadValue(engine_.context.Get(isolate)).ToLocal(&parts)) return {};
      return revived(engine_, parts);
    }
    if (read && objects_->IsObject() &&
        objects_.As<v8::Object>()->Get(engine_.context.Get(isolate), number).ToLocal(&object) && object->IsObject())
      return object.As<v8::Object>();
    isolate->ThrowException(data_clone_error(engine_, engine_.text("Unable to deserialize cloned data.")));
    return {};
  }

 private:
  Engine::Impl& engine_;
  v8::Local<v8::Value> objects_;
  v8::ValueDeserializer* reader_ = nullptr;
};

bool is_small_integer(v8::Local<v8::Value> value) {
  return !v8::internal::Internals::HasHeapObjectTag(v8::internal::ValueHelper::ValueAsAddress(*value));
}

/// The value's bytes, or an exception pending in the isolate.
std::optional<std::string> bytes_of(Engine::Impl& engine, v8::Local<v8::Value> value, v8::Local<v8::Symbol> mark = {}) {
  if (is_small_integer(value)) return serialized_integer(value.As<v8::Int32>()->Value());
  CloneErrors errors(engine, mark);
  v8::ValueSerializer serializer(engine.isolate, &errors);
  errors.writes_with(serializer);
  serializer.WriteHeader();
  if (serializer.WriteValue(engine.context.Get(engine.isolate), value).IsNothing()) return std::nullopt;
  const auto [bytes, size] = serializer.Release();
  std::string copy(reinterpret_cast<const char*>(bytes), size);
  std::free(bytes);
  return copy;
}

void return_value(Engine::Impl& engine, std::string_view bytes, v8::ReturnValue<v8::Value> result,
                  v8::Local<v8::Value> objects) {
  if (const auto number = deserialized_integer(bytes)) return result.Set(*number);
  const v8::Local<v8::Context> here = engine.context.Get(engine.isolate);
  Revival revival(engine, objects);
  v8::ValueDeserializer reader(engine.isolate, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
                               &revival);
  revival.reads_with(reader);
  v8::Local<v8::Value> value;
  if (reader.ReadHeader(here).FromMaybe(false) && reader.ReadValue(here).ToLocal(&value)) {
    result.Set(value);
  } else if (!engine.isolate->HasPendingException()) {
    engine.isolate->ThrowException(data_clone_error(engine, engine.text("Unable to deserialize cloned data.")));
  }
}

}  // namespace

std::optional<std::string> Call::serialized(int i, int mark) {
  const v8::Local<v8::Value> symbol = native_.info[mark];
  return bytes_of(native_.engine, native_.info[i],
                  symbol->IsSymbol() ? symbol.As<v8::Symbol>() : v8::Local<v8::Symbol>());
}

void Call::returns_deserialized(std::string_view bytes) {
  return_value(native_.engine, bytes, native_.info.GetReturnValue(), v8::Undefined(native_.engine.isolate));
}

void serialize(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Engine::Impl& engine = Engine::Impl::of(info.GetIsolate());
  const auto mark = info[1]->IsSymbol() ? info[1].As<v8::Symbol>() : v8::Local<v8::Symbol>();
  const auto bytes = bytes_of(engine, info[0], mark);
  v8::Local<v8::ArrayBuffer> buffer;
  if (bytes && engine.buffer(*bytes).ToLocal(&buffer)) info.GetReturnValue().Set(buffer);
}

void deserialize(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Engine::Impl& engine = Engine::Impl::of(info.GetIsolate());
  std::string_view bytes;
  if (info[0]->IsArrayBuffer()) {
    const auto buffer = info[0].As<v8::ArrayBuffer>();
    bytes = {static_cast<const char*>(buffer->Data()), buffer->ByteLength()};
  } else if (info[0]->IsArrayBufferView()) {
    const auto view = info[0].As<v8::ArrayBufferView>();
    bytes = {static_cast<const char*>(view->Buffer()->Data()) + view->ByteOffset(), view->ByteLength()};
  } else {
    info.GetIsolate()->ThrowException(v8::Exception::TypeError(engine.text("deserialize takes bytes")));
    return;
  }
  return_value(engine, bytes, info.GetReturnValue(), info[1]);
}

void kind_of(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Engine::Impl& engine = Engine::Impl::of(info.GetIsolate());
  const v8::Local<v8::Value> value = info[0];
  const auto is = [&](std::string_view kind) { info.GetReturnValue().Set(engine.text(kind)); };
  if (value->IsFunction() || value->IsProxy()) return is("callable");
  if (value->IsArray()) return is("array");
  if (value->IsMap()) return is("map");
  if (value->IsSet()) return is("set");
  if (value->IsNativeError()) return is("error");
  const bool special = value->IsArgumentsObject() || value->IsGeneratorObject() || value->IsPromise() ||
                       value->IsDate() || value->IsRegExp() || value->IsArrayBuffer() || value->IsArrayBufferView() ||
                       value->IsSharedArrayBuffer() || value->IsWeakMap() || value->IsWeakSet() || value->IsWeakRef() ||
                       value->IsMapIterator() || value->IsSetIterator() || value->IsModuleNamespaceObject() ||
                       value->IsBooleanObject() || value->IsNumberObject() || value->IsStringObject() ||
                       value->IsBigIntObject() || value->IsSymbolObject() || value->IsExternal() ||
                       value->IsWasmMemoryObject() || value->IsWasmModuleObject();
  is(special || !value->IsObject() ? "other" : "plain");
}

}  // namespace models::js
