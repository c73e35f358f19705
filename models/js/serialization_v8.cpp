#include "models/js/serialization_v8.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "models/js/engine_v8.h"
#include "models/js/script_error_v8.h"

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

class CloneErrors final : public v8::ValueSerializer::Delegate {
 public:
  explicit CloneErrors(Engine::Impl& engine) : engine_(engine) {}
  void ThrowDataCloneError(v8::Local<v8::String> message) override {
    engine_.isolate->ThrowException(data_clone_error(engine_, message));
  }

 private:
  Engine::Impl& engine_;
};

/// The value's bytes, or an exception pending in the isolate.
std::optional<std::string> bytes_of(Engine::Impl& engine, v8::Local<v8::Value> value) {
  CloneErrors errors(engine);
  v8::ValueSerializer serializer(engine.isolate, &errors);
  serializer.WriteHeader();
  if (serializer.WriteValue(engine.context.Get(engine.isolate), value).IsNothing()) return std::nullopt;
  const auto [bytes, size] = serializer.Release();
  std::string copy(reinterpret_cast<const char*>(bytes), size);
  std::free(bytes);
  return copy;
}

void return_value(Engine::Impl& engine, std::string_view bytes, v8::ReturnValue<v8::Value> result) {
  const v8::Local<v8::Context> here = engine.context.Get(engine.isolate);
  v8::ValueDeserializer reader(engine.isolate, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  v8::Local<v8::Value> value;
  if (reader.ReadHeader(here).FromMaybe(false) && reader.ReadValue(here).ToLocal(&value)) {
    result.Set(value);
  } else if (!engine.isolate->HasPendingException()) {
    engine.isolate->ThrowException(data_clone_error(engine, engine.text("Unable to deserialize cloned data.")));
  }
}

}  // namespace

std::optional<std::string> Call::serialized(int i) { return bytes_of(native_.engine, native_.info[i]); }

void Call::returns_deserialized(std::string_view bytes) {
  return_value(native_.engine, bytes, native_.info.GetReturnValue());
}

void serialize(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Engine::Impl& engine = Engine::Impl::of(info.GetIsolate());
  const auto bytes = bytes_of(engine, info[0]);
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
  return_value(engine, bytes, info.GetReturnValue());
}

}  // namespace models::js
