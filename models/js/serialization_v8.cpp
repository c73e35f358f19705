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

}  // namespace

void serialize(const v8::FunctionCallbackInfo<v8::Value>& info) {
  Engine::Impl& engine = Engine::Impl::of(info.GetIsolate());
  CloneErrors errors(engine);
  v8::ValueSerializer serializer(engine.isolate, &errors);
  serializer.WriteHeader();
  if (serializer.WriteValue(engine.context.Get(engine.isolate), info[0]).IsNothing()) return;
  const auto [bytes, size] = serializer.Release();
  v8::Local<v8::ArrayBuffer> buffer;
  if (engine.buffer({reinterpret_cast<const char*>(bytes), size}).ToLocal(&buffer)) info.GetReturnValue().Set(buffer);
  std::free(bytes);
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
  const v8::Local<v8::Context> here = engine.context.Get(engine.isolate);
  v8::ValueDeserializer reader(engine.isolate, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  v8::Local<v8::Value> value;
  if (reader.ReadHeader(here).FromMaybe(false) && reader.ReadValue(here).ToLocal(&value)) {
    info.GetReturnValue().Set(value);
  } else if (!engine.isolate->HasPendingException()) {
    engine.isolate->ThrowException(data_clone_error(engine, engine.text("Unable to deserialize cloned data.")));
  }
}

}  // namespace models::js
