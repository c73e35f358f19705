#include "models/js/addon.h"

#include <dlfcn.h>
#include <node.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <system_error>
#include <vector>

#include "models/js/isolate_v8.h"

namespace models::js {

namespace {

AddonMain g_main = nullptr;

std::string text_of(v8::Isolate* isolate, v8::Local<v8::Value> value) {
  const v8::String::Utf8Value text(isolate, value);
  return std::string(*text, static_cast<std::size_t>(text.length()));
}

v8::Local<v8::Value> property(v8::Local<v8::Context> context, v8::Local<v8::Value> object, const char* name) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  v8::Local<v8::Value> value = v8::Undefined(isolate);
  if (object->IsObject()) {
    const auto key = v8::String::NewFromUtf8(isolate, name).ToLocalChecked();
    if (!object.As<v8::Object>()->Get(context, key).ToLocal(&value)) value = v8::Undefined(isolate);
  }
  return value;
}

/// Whether Node was started with this very file as its program.
bool is_this_addon(const std::string& program) {
  Dl_info self{};
  if (::dladdr(reinterpret_cast<void*>(&is_this_addon), &self) == 0) return false;
  std::error_code missing;
  return std::filesystem::equivalent(self.dli_fname, program, missing);
}

int run_main(const std::vector<std::string>& arguments) {
  try {
    return g_main(arguments);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}

void call_main(const v8::FunctionCallbackInfo<v8::Value>& info) {
  std::vector<std::string> arguments;
  for (int i = 0; i < info.Length(); ++i) arguments.push_back(text_of(info.GetIsolate(), info[i]));
  info.GetReturnValue().Set(run_main(arguments));
}

}  // namespace

bool register_addon_main(AddonMain main) {
  g_main = main;
  return true;
}

void initialize_addon(v8::Local<v8::Object> exports, v8::Local<v8::Context> context) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  use_platform(node::GetMultiIsolatePlatform(node::GetCurrentEnvironment(context)));
  std::vector<std::string> arguments;
  const v8::Local<v8::Value> argv = property(context, property(context, context->Global(), "process"), "argv");
  for (std::uint32_t i = 1; argv->IsArray() && i < argv.As<v8::Array>()->Length(); ++i) {
    arguments.push_back(text_of(isolate, argv.As<v8::Array>()->Get(context, i).ToLocalChecked()));
  }
  if (arguments.empty() || !is_this_addon(arguments.front())) {
    exports
        ->Set(context, v8::String::NewFromUtf8Literal(isolate, "main"),
              v8::Function::New(context, call_main).ToLocalChecked())
        .Check();
    return;
  }
  arguments.erase(arguments.begin());
  const int status = run_main(arguments);
  // Node's own tear-down would take longer than a short run, and nothing of it is needed.
  std::fflush(nullptr);
  ::_exit(status);
}

}  // namespace models::js

// The cast that clang objects to is inside Node's macro.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-function-type"
NODE_MODULE_INIT() {
  static_cast<void>(module);
  models::js::initialize_addon(exports, context);
}
#pragma GCC diagnostic pop
