#pragma once

#include <v8.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "models/js/engine.h"

namespace models::js {

/// The modules of one context: compiled once each, under their canonical names. Every function that can fail leaves
/// a JavaScript exception pending.
class ModuleGraph {
 public:
  ModuleGraph(v8::Isolate* isolate, v8::Local<v8::Context> context);

  /// The source of every import from now on; it must outlive the graph's last import.
  void use(ModuleSource& source) { source_ = &source; }
  void define_host_module(std::string name, v8::Local<v8::Object> exports);

  /// Compiles the module and, in the order of the text, all that it imports.
  [[nodiscard]] v8::MaybeLocal<v8::Module> fetch(std::string_view specifier, std::string_view referrer);
  /// Links and evaluates; the promise settles when top-level await has.
  [[nodiscard]] v8::MaybeLocal<v8::Promise> evaluate(v8::Local<v8::Module> module);

  /// Where the import statement stands that the last failing fetch could not resolve.
  [[nodiscard]] std::optional<Position> take_failed_import();

 private:
  [[nodiscard]] v8::MaybeLocal<v8::Module> compile(const ModuleSource::Module& found);
  [[nodiscard]] v8::MaybeLocal<v8::Module> host_module(const std::string& name);
  [[nodiscard]] bool fetch_imports(v8::Local<v8::Module> module, const std::string& name);
  [[nodiscard]] v8::Local<v8::String> text(std::string_view utf8) const;

  static v8::MaybeLocal<v8::Module> on_resolve(v8::Local<v8::Context> context, v8::Local<v8::String> specifier,
                                               v8::Local<v8::FixedArray> attributes, v8::Local<v8::Module> referrer);
  static v8::MaybeLocal<v8::Value> on_evaluate_host_module(v8::Local<v8::Context> context,
                                                           v8::Local<v8::Module> module);
  static v8::MaybeLocal<v8::Promise> on_dynamic_import(v8::Local<v8::Context> context, v8::Local<v8::Data> host_options,
                                                       v8::Local<v8::Value> referrer, v8::Local<v8::String> specifier,
                                                       v8::Local<v8::FixedArray> attributes);
  static void on_import_meta(v8::Local<v8::Context> context, v8::Local<v8::Module> module, v8::Local<v8::Object> meta);

  v8::Isolate* isolate_;
  v8::Global<v8::Context> context_;
  ModuleSource* source_ = nullptr;
  std::map<std::string, v8::Global<v8::Module>> modules_;                // by canonical name
  std::map<std::pair<std::string, std::string>, std::string> resolved_;  // (referrer, specifier) -> name
  std::map<std::string, v8::Global<v8::Object>> host_exports_;
  std::map<int, std::string> host_module_names_;  // by identity hash
  bool unresolved_ = false;                       // the last fetch failed because the source knows no such module
  std::optional<Position> failed_import_;
};

}  // namespace models::js
