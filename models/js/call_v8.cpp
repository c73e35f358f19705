// What a host function sees of its call.

#include <cmath>
#include <limits>

#include "models/js/engine_v8.h"
#include "models/js/script_error_v8.h"

namespace models::js {

int Call::size() const { return native_.info.Length(); }
// Beyond the last argument V8 yields undefined.
bool Call::is_undefined(int i) const { return native_.info[i]->IsUndefined(); }
bool Call::is_null(int i) const { return native_.info[i]->IsNull(); }
bool Call::is_string(int i) const { return native_.info[i]->IsString(); }
bool Call::is_bytes(int i) const {
  const v8::Local<v8::Value> value = native_.info[i];
  return value->IsArrayBuffer() || value->IsArrayBufferView();
}

double Call::number(int i) const {
  const v8::Local<v8::Value> value = native_.info[i];
  return value->IsNumber() ? value.As<v8::Number>()->Value() : std::numeric_limits<double>::quiet_NaN();
}

std::int64_t Call::integer(int i) const {
  const v8::Local<v8::Value> value = native_.info[i];
  const v8::internal::Address address = v8::internal::ValueHelper::ValueAsAddress(*value);
  if (!v8::internal::Internals::HasHeapObjectTag(address)) return v8::internal::Internals::SmiValue(address);
  if (value->IsInt32()) return value.As<v8::Int32>()->Value();
  if (value->IsBigInt()) return value.As<v8::BigInt>()->Int64Value();
  const double wide = number(i);
  constexpr double kLimit = 9223372036854775808.0;  // 2^63, which a double holds exactly
  if (std::isnan(wide)) return 0;
  if (wide >= kLimit) return std::numeric_limits<std::int64_t>::max();
  if (wide < -kLimit) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(wide);
}

bool Call::boolean(int i) const { return native_.info[i]->BooleanValue(native_.engine.isolate); }

std::string Call::text(int i) const {
  const v8::Local<v8::Value> value = native_.info[i];
  return value->IsString() ? utf8(native_.engine.isolate, value.As<v8::String>()) : std::string();
}

std::string Call::text_as_is(int i) const {
  const v8::Local<v8::Value> value = native_.info[i];
  if (!value->IsString()) return {};
  const auto text = value.As<v8::String>();
  v8::Isolate* isolate = native_.engine.isolate;
  constexpr int kSmall = 256;
  if (text->Length() <= kSmall) {
    char small[kSmall * 3];
    return std::string(small, text->WriteUtf8V2(isolate, small, sizeof small));
  }
  std::string all(text->Utf8LengthV2(isolate), '\0');
  all.resize(text->WriteUtf8V2(isolate, all.data(), all.size()));
  return all;
}

std::string Call::bytes(int i) const {
  const v8::Local<v8::Value> value = native_.info[i];
  if (value->IsArrayBuffer()) {
    const auto buffer = value.As<v8::ArrayBuffer>();
    return std::string(static_cast<const char*>(buffer->Data()), buffer->ByteLength());
  }
  if (!value->IsArrayBufferView()) return "";
  const auto view = value.As<v8::ArrayBufferView>();
  std::string copy(view->ByteLength(), '\0');
  view->CopyContents(copy.data(), copy.size());
  return copy;
}

Handle Call::value(int i) const { return native_.engine.handle(native_.info[i]); }

void Call::returns(bool value) { native_.info.GetReturnValue().Set(value); }
void Call::returns(double value) { native_.info.GetReturnValue().Set(value); }
void Call::returns_null() { native_.info.GetReturnValue().SetNull(); }
void Call::returns(const Handle& value) { native_.info.GetReturnValue().Set(native_.engine.local(value)); }

void Call::returns(std::string_view text) {
  v8::Local<v8::String> string;
  if (native_.engine.try_text(text).ToLocal(&string)) native_.info.GetReturnValue().Set(string);
}

void Call::returns_bytes(std::string_view bytes) {
  v8::Local<v8::ArrayBuffer> buffer;
  if (native_.engine.buffer(bytes).ToLocal(&buffer)) native_.info.GetReturnValue().Set(buffer);
}

void Call::returns_numbers(std::span<const double> numbers) {
  v8::Isolate* isolate = native_.engine.isolate;
  std::vector<v8::Local<v8::Value>> values;
  values.reserve(numbers.size());
  for (const double number : numbers) values.push_back(v8::Number::New(isolate, number));
  native_.info.GetReturnValue().Set(v8::Array::New(isolate, values.data(), values.size()));
}

void Call::returns_values(std::span<const Argument> values) {
  std::vector<v8::Local<v8::Value>> made;
  made.reserve(values.size());
  for (const Argument& value : values) {
    v8::Local<v8::ArrayBuffer> buffer;
    const auto* bytes = std::get_if<BytesArg>(&value);
    if (bytes == nullptr)
      made.push_back(native_.engine.argument(value));
    else if (native_.engine.buffer(bytes->bytes).ToLocal(&buffer))
      made.push_back(buffer);
    else
      return;
  }
  native_.info.GetReturnValue().Set(v8::Array::New(native_.engine.isolate, made.data(), made.size()));
}

void Call::throws(std::string_view error_class, std::string_view message) {
  native_.engine.isolate->ThrowException(native_.engine.error_object(error_class, message));
}

}  // namespace models::js
