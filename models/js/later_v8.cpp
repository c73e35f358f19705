#include "models/js/later_v8.h"

#include <array>

namespace models::js {

namespace {

/// Of a context: the functions to load with, by name. What is common to all contexts, as the property's accessor is,
/// cannot hold what belongs to one.
constexpr int kLoaders = 1;

v8::Local<v8::Object> loaders_of(v8::Local<v8::Context> here) {
  return here->GetEmbedderData(kLoaders).As<v8::Object>();
}

/// As if the value had always been there. To define it over the accessor would ask that one to write it.
void become_plain(v8::Local<v8::Context> here, v8::Local<v8::Name> name, v8::Local<v8::Value> value) {
  const v8::Local<v8::Object> global = here->Global();
  const v8::PropertyAttribute attributes = global->GetRealNamedPropertyAttributes(here, name).FromMaybe(v8::DontEnum);
  global->Delete(here, name).Check();
  global->DefineOwnProperty(here, name, value, attributes).Check();
}

/// What is read becomes a plain property. A library that looks for the name while it is made for it finds nothing.
void read_later(v8::Local<v8::Name> name, const v8::PropertyCallbackInfo<v8::Value>& info) {
  v8::Isolate* isolate = info.GetIsolate();
  const v8::Local<v8::Context> here = isolate->GetCurrentContext();
  v8::Local<v8::Value> load;
  v8::Local<v8::Value> made;
  v8::Local<v8::Value> value;
  if (!loaders_of(here)->Get(here, name).ToLocal(&load) ||
      !load.As<v8::Function>()->Call(here, v8::Undefined(isolate), 0, nullptr).ToLocal(&made) ||
      !made.As<v8::Object>()->Get(here, name).ToLocal(&value) || value->IsUndefined()) {
    return;
  }
  info.GetReturnValue().Set(value);
  become_plain(here, name, value);
}

void write_later(v8::Local<v8::Name> name, v8::Local<v8::Value> value, const v8::PropertyCallbackInfo<void>& info) {
  const v8::Local<v8::Context> here = info.GetIsolate()->GetCurrentContext();
  become_plain(here, name, value);
}

void define_later(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const v8::Local<v8::Context> here = info.GetIsolate()->GetCurrentContext();
  loaders_of(here)->Set(here, info[0], info[1]).Check();
  here->Global()
      ->SetNativeDataProperty(here, info[0].As<v8::Name>(), read_later, write_later, {},
                              info[2]->IsTrue() ? v8::None : v8::DontEnum)
      .Check();
}

v8::Local<v8::String> name_of(v8::Isolate* isolate) {
  return v8::String::NewFromUtf8Literal(isolate, "__dormouse_later");
}

}  // namespace

const intptr_t* functions_in_snapshots() {
  static const std::array<intptr_t, 4> functions = {reinterpret_cast<intptr_t>(read_later),
                                                    reinterpret_cast<intptr_t>(write_later),
                                                    reinterpret_cast<intptr_t>(define_later), 0};
  return functions.data();
}

void offer_later(v8::Local<v8::Context> context) {
  context->SetEmbedderData(kLoaders, v8::Object::New(v8::Isolate::GetCurrent()));
  const v8::Local<v8::Function> function = v8::Function::New(context, define_later).ToLocalChecked();
  context->Global()->Set(context, name_of(v8::Isolate::GetCurrent()), function).Check();
}

void take_back_later(v8::Local<v8::Context> context) {
  context->Global()->Delete(context, name_of(v8::Isolate::GetCurrent())).Check();
}

}  // namespace models::js
