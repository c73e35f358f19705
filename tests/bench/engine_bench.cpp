// Prints what the engine's operations cost. Run: node --require engine_bench.node engine_bench.node SNAPSHOT

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <string>

#include "models/js/addon.h"
#include "models/js/engine.h"

namespace {

using Clock = std::chrono::steady_clock;
using namespace models::js;

class OneModule final : public ModuleSource {
 public:
  std::variant<Module, NotFound> resolve(std::string_view specifier, std::string_view /*referrer*/) override {
    return Module{std::string(specifier),
                  "export const nothing = () => {};\n"
                  "export function hosts(n) { const f = host.nop; for (let i = 0; i < n; ++i) f(i); }\n"
                  "export function texts(n) { const f = host.text; for (let i = 0; i < n; ++i) f('hello world'); }\n"
                  "export async function handler(text) { const m = JSON.parse(text); await null;\n"
                  "  const out = JSON.stringify({type: 'chat', text: m.text, n: m.n + 1});\n"
                  "  for (let i = 0; i < 10; ++i) host.text(out); }\n",
                  false};
  }
};

template <typename Body>
double nanoseconds(int times, Body body) {
  const auto start = Clock::now();
  for (int i = 0; i < times; ++i) body();
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count() / times;
}

int bench(std::span<const std::string> arguments) {
  const std::string snapshot = arguments.empty() ? DORMOUSE_TEST_SNAPSHOT : arguments[0];
  fmt::print("engine (isolate and context from the snapshot)  {:9.0f} us\n",
             nanoseconds(50, [&] { Engine engine(snapshot, {}); }) / 1e3);
  Engine engine(snapshot, {});
  fmt::print("context of an engine that starts anew            {:9.0f} us\n",
             nanoseconds(200, [&] { static_cast<void>(engine.start_anew()); }) / 1e3);
  std::size_t bytes = 0;
  engine.define("nop", [](Call&) {});
  engine.define("text", [&](Call& call) { bytes += call.text(0).size(); });
  static_cast<void>(engine.install());
  OneModule source;
  const Outcome loaded = engine.load("bench.js", source);
  const Handle module = std::get<Handle>(loaded);
  const auto call = [&](const char* name, std::initializer_list<Argument> values, int times) {
    const Handle function = engine.property(module, name);
    for (int i = 0; i < 2000 && times > 100; ++i) static_cast<void>(engine.call(function, values));
    return nanoseconds(times, [&] { static_cast<void>(engine.call(function, values)); });
  };
  fmt::print("empty turn                                      {:9.0f} ns\n", call("nothing", {}, 1'000'000));
  fmt::print("host call                                       {:9.0f} ns\n", call("hosts", {1e6}, 10) / 1e6);
  fmt::print("host call with a text                           {:9.0f} ns\n", call("texts", {1e6}, 10) / 1e6);
  fmt::print("handler: JSON in and out, one await, ten sends  {:9.0f} ns\n",
             call("handler", {std::string_view(R"({"type":"chat","text":"hello there","n":41})")}, 200'000));
  fmt::print("({} bytes sent)\n", bytes);
  return 0;
}

DORMOUSE_ADDON_MAIN(bench);

}  // namespace
