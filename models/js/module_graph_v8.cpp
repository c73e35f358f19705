#include "models/js/module_graph_v8.h"

#include <utility>
#include <vector>

#include "models/js/engine_v8.h"
#include "models/js/script_error_v8.h"

namespace models::js {

namespace {

void return_data(const v8::FunctionCallbackInfo<v8::Value>& info) { info.GetReturnValue().Set(info.Data()); }

}  // namespace

ModuleGraph::ModuleGraph(v8::Isolate* isolate, v8::Local<v8::Context> context)
    : isolate_(isolate), context_(isolate, context) {
  isolate->SetHostImportModuleDynamicallyCallback(on_dynamic_import);
  isolate->SetHostInitializeImportMetaObjectCallback(on_import_meta);
}

v8::Local<v8::String> ModuleGraph::text(std::string_view utf8) const {
  return v8::String::NewFromUtf8(isolate_, utf8.data(), v8::NewStringType::kNormal, static_cast<int>(utf8.size()))
      .ToLocalChecked();
}

void ModuleGraph::define_host_module(std::string name, v8::Local<v8::Object> exports) {
  host_exports_[std::move(name)].Reset(isolate_, exports);
}

std::optional<Position> ModuleGraph::take_failed_import() { return std::exchange(failed_import_, std::nullopt); }

v8::MaybeLocal<v8::Module> ModuleGraph::fetch(std::string_view specifier, std::string_view referrer) {
  failed_import_.reset();
  unresolved_ = false;
  if (source_ == nullptr) {
    isolate_->ThrowException(v8::Exception::Error(text("No module has been loaded yet.")));
    return {};
  }
  auto found = source_->resolve(specifier, referrer);
  if (const auto* missing = std::get_if<ModuleSource::NotFound>(&found)) {
    unresolved_ = true;
    isolate_->ThrowException(v8::Exception::Error(text(missing->message)));
    return {};
  }
  const auto& module = std::get<ModuleSource::Module>(found);
  resolved_[{std::string(referrer), std::string(specifier)}] = module.name;
  if (const auto known = modules_.find(module.name); known != modules_.end()) return known->second.Get(isolate_);
  if (module.synthetic) return host_module(module.name);
  v8::Local<v8::Module> compiled;
  if (!compile(module).ToLocal(&compiled)) return {};
  // Known before its imports are: a circle of imports ends here.
  modules_[module.name].Reset(isolate_, compiled);
  if (!fetch_imports(compiled, module.name)) {
    modules_.erase(module.name);
    return {};
  }
  return compiled;
}

v8::MaybeLocal<v8::Module> ModuleGraph::compile(const ModuleSource::Module& found) {
  v8::Local<v8::String> source;
  if (!v8::String::NewFromUtf8(isolate_, found.source.data(), v8::NewStringType::kNormal,
                               static_cast<int>(found.source.size()))
           .ToLocal(&source)) {
    return {};
  }
  const v8::ScriptOrigin origin(text(found.name), 0, 0, false, -1, v8::Local<v8::Value>(), false, false, true);
  v8::ScriptCompiler::Source unit(source, origin);
  return v8::ScriptCompiler::CompileModule(isolate_, &unit);
}

bool ModuleGraph::fetch_imports(v8::Local<v8::Module> module, const std::string& name) {
  const v8::Local<v8::FixedArray> requests = module->GetModuleRequests();
  for (int i = 0; i < requests->Length(); ++i) {
    const auto request = requests->Get(i).As<v8::ModuleRequest>();
    if (!fetch(utf8(isolate_, request->GetSpecifier()), name).IsEmpty()) continue;
    if (unresolved_ && !failed_import_) {
      v8::Location place = module->SourceOffsetToLocation(request->GetSourceOffset());
      failed_import_ = Position{name, place.GetLineNumber() + 1, place.GetColumnNumber() + 1};
    }
    return false;
  }
  return true;
}

v8::MaybeLocal<v8::Module> ModuleGraph::host_module(const std::string& name) {
  const v8::Local<v8::Context> context = context_.Get(isolate_);
  const auto found = host_exports_.find(name);
  if (found == host_exports_.end()) {
    isolate_->ThrowException(v8::Exception::Error(text("The host does not provide the module \"" + name + "\".")));
    return {};
  }
  v8::Local<v8::Array> names;
  if (!found->second.Get(isolate_)->GetOwnPropertyNames(context).ToLocal(&names)) return {};
  std::vector<v8::Local<v8::String>> export_names;
  for (std::uint32_t i = 0; i < names->Length(); ++i) {
    export_names.push_back(names->Get(context, i).ToLocalChecked().As<v8::String>());
  }
  const v8::Local<v8::Module> module = v8::Module::CreateSyntheticModule(
      isolate_, text(name), v8::MemorySpan<const v8::Local<v8::String>>(export_names.data(), export_names.size()),
      on_evaluate_host_module);
  host_module_names_[module->GetIdentityHash()] = name;
  modules_[name].Reset(isolate_, module);
  return module;
}

v8::MaybeLocal<v8::Value> ModuleGraph::on_evaluate_host_module(v8::Local<v8::Context> context,
                                                               v8::Local<v8::Module> module) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  ModuleGraph& self = *Engine::Impl::of(isolate).modules;
  const v8::Local<v8::Object> exports =
      self.host_exports_.at(self.host_module_names_.at(module->GetIdentityHash())).Get(isolate);
  v8::Local<v8::Array> names;
  if (!exports->GetOwnPropertyNames(context).ToLocal(&names)) return {};
  for (std::uint32_t i = 0; i < names->Length(); ++i) {
    v8::Local<v8::Value> name;
    v8::Local<v8::Value> value;
    if (!names->Get(context, i).ToLocal(&name) || !exports->Get(context, name).ToLocal(&value) ||
        module->SetSyntheticModuleExport(isolate, name.As<v8::String>(), value).IsNothing()) {
      return {};
    }
  }
  v8::Local<v8::Promise::Resolver> done;
  if (!v8::Promise::Resolver::New(context).ToLocal(&done)) return {};
  done->Resolve(context, v8::Undefined(isolate)).Check();
  return done->GetPromise();
}

v8::MaybeLocal<v8::Module> ModuleGraph::on_resolve(v8::Local<v8::Context> /*context*/, v8::Local<v8::String> specifier,
                                                   v8::Local<v8::FixedArray> /*attributes*/,
                                                   v8::Local<v8::Module> referrer) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  ModuleGraph& self = *Engine::Impl::of(isolate).modules;
  const std::string from = utf8(isolate, referrer->GetResourceName().As<v8::String>());
  // fetch_imports has been there for every request of every module that gets here.
  const std::string& name = self.resolved_.at({from, utf8(isolate, specifier)});
  return self.modules_.at(name).Get(isolate);
}

v8::MaybeLocal<v8::Promise> ModuleGraph::evaluate(v8::Local<v8::Module> module) {
  const v8::Local<v8::Context> context = context_.Get(isolate_);
  if (module->InstantiateModule(context, on_resolve).IsNothing()) return {};
  v8::Local<v8::Value> promise;
  if (!module->Evaluate(context).ToLocal(&promise)) return {};
  return promise.As<v8::Promise>();
}

v8::MaybeLocal<v8::Promise> ModuleGraph::on_dynamic_import(v8::Local<v8::Context> context,
                                                           v8::Local<v8::Data> /*host_options*/,
                                                           v8::Local<v8::Value> referrer,
                                                           v8::Local<v8::String> specifier,
                                                           v8::Local<v8::FixedArray> /*attributes*/) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  ModuleGraph& self = *Engine::Impl::of(isolate).modules;
  const std::string from = referrer->IsString() ? utf8(isolate, referrer.As<v8::String>()) : "";
  v8::TryCatch caught(isolate);
  v8::Local<v8::Module> module;
  v8::Local<v8::Promise> evaluated;
  if (self.fetch(utf8(isolate, specifier), from).ToLocal(&module) && self.evaluate(module).ToLocal(&evaluated)) {
    v8::Local<v8::Function> yield_namespace;
    if (!v8::Function::New(context, return_data, module->GetModuleNamespace()).ToLocal(&yield_namespace)) return {};
    return evaluated->Then(context, yield_namespace);
  }
  if (caught.HasTerminated() || !caught.HasCaught()) return {};
  v8::Local<v8::Promise::Resolver> failed;
  if (!v8::Promise::Resolver::New(context).ToLocal(&failed)) return {};
  if (failed->Reject(context, caught.Exception()).IsNothing()) return {};
  return failed->GetPromise();
}

void ModuleGraph::on_import_meta(v8::Local<v8::Context> context, v8::Local<v8::Module> module,
                                 v8::Local<v8::Object> meta) {
  v8::Isolate* isolate = v8::Isolate::GetCurrent();
  const auto name = v8::String::NewFromUtf8Literal(isolate, "url");
  static_cast<void>(meta->CreateDataProperty(context, name, module->GetResourceName()).FromMaybe(false));
}

}  // namespace models::js
