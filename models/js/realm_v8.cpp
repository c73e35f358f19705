// Several contexts in one engine.

#include <utility>

#include "models/js/engine_v8.h"
#include "models/js/turn_v8.h"

namespace models::js {

void Engine::Impl::swap_realm(Realm& other) {
  std::swap(context, other.context);
  std::swap(host, other.host);
  std::swap(given, other.given);
  std::swap(entries, other.entries);
  std::swap(error_prototype, other.error_prototype);
  std::swap(host_functions, other.host_functions);
  std::swap(modules, other.modules);
}

RealmId Engine::open_realm() {
  Impl& self = *impl_;
  self.swap_realm(self.realms[self.realm]);
  self.realm = RealmId{++self.realms_opened};
  self.open_context();
  return self.realm;
}

void Engine::use(RealmId realm) {
  Impl& self = *impl_;
  if (realm == self.realm) return;
  self.swap_realm(self.realms[self.realm]);
  const auto found = self.realms.find(realm);
  self.swap_realm(found->second);
  self.realms.erase(found);
  self.realm = realm;
}

void Engine::close_realm(RealmId realm) {
  use(RealmId{});
  impl_->realms.erase(realm);
}

Outcome Engine::run(const std::string& name, std::string_view source) {
  Impl& self = *impl_;
  return self.turn([&](v8::Local<v8::Context> here) -> v8::MaybeLocal<v8::Value> {
    v8::Global<v8::UnboundScript>& program = self.programs[name];
    if (program.IsEmpty()) {
      v8::Local<v8::String> text;
      v8::Local<v8::UnboundScript> compiled;
      if (!self.try_text(source).ToLocal(&text)) return {};
      v8::ScriptCompiler::Source unit(text, v8::ScriptOrigin(self.text(name)));
      if (!v8::ScriptCompiler::CompileUnboundScript(self.isolate, &unit).ToLocal(&compiled)) return {};
      program.Reset(self.isolate, compiled);
    }
    return program.Get(self.isolate)->BindToCurrentContext()->Run(here);
  });
}

}  // namespace models::js
