#include "models/js/snapshot.h"

#include <v8.h>

#include <stdexcept>

#include "models/js/isolate_v8.h"
#include "models/js/later_v8.h"

namespace models::js {

namespace {

std::string evaluate_bundle(v8::Isolate* isolate, v8::SnapshotCreator& creator, std::string_view source) {
  v8::HandleScope scope(isolate);
  const v8::Local<v8::Context> context = v8::Context::New(isolate);
  v8::Context::Scope inside(context);
  offer_later(context);
  v8::TryCatch caught(isolate);
  v8::MaybeLocal<v8::String> text =
      v8::String::NewFromUtf8(isolate, source.data(), v8::NewStringType::kNormal, static_cast<int>(source.size()));
  const v8::Local<v8::String> name = v8::String::NewFromUtf8Literal(isolate, "dormouse:web");
  v8::ScriptOrigin origin(name);
  v8::Local<v8::Script> script;
  if (text.IsEmpty() || !v8::Script::Compile(context, text.ToLocalChecked(), &origin).ToLocal(&script) ||
      script->Run(context).IsEmpty()) {
    v8::Local<v8::Value> stack = caught.Exception();
    if (!caught.StackTrace(context).ToLocal(&stack)) stack = caught.Exception();
    const v8::String::Utf8Value words(isolate, stack);
    return std::string(*words, static_cast<std::size_t>(words.length()));
  }
  isolate->PerformMicrotaskCheckpoint();
  take_back_later(context);
  creator.SetDefaultContext(context);
  return "";
}

}  // namespace

std::string make_snapshot(std::string_view bundle_source) {
  CappedAllocator allocator(std::size_t{256} << 20, [](void*) {}, nullptr);
  v8::Isolate* isolate = allocate_isolate();
  std::string failure;
  v8::StartupData blob{nullptr, 0};
  {
    v8::Isolate::CreateParams params;
    params.array_buffer_allocator = &allocator;
    params.external_references = functions_in_snapshots();
    v8::SnapshotCreator creator(isolate, params);
    isolate->SetMicrotasksPolicy(v8::MicrotasksPolicy::kExplicit);
    failure = evaluate_bundle(isolate, creator, bundle_source);
    if (failure.empty()) blob = creator.CreateBlob(v8::SnapshotCreator::FunctionCodeHandling::kKeep);
  }
  if (!failure.empty()) throw std::runtime_error("The bundle of the startup snapshot does not run: " + failure);
  std::string bytes(blob.data, static_cast<std::size_t>(blob.raw_size));
  delete[] blob.data;
  return bytes;
}

}  // namespace models::js
