#include "models/script/script_code.h"

#include <fmt/format.h>

#include <utility>

namespace models::script {

js::ScriptError as_written(const ScriptCode& code, js::ScriptError error) {
  error.stack = code.map.original_stack(error.stack);
  if (error.position) error.position = code.map.original(*error.position);
  return error;
}

std::string as_written(const ScriptCode& code, const js::HostLimit& limit) {
  std::string text = limit.what;
  if (limit.position)
    if (const auto at = code.map.original(*limit.position))
      text += fmt::format(" at {}:{}:{}", at->file, at->line, at->column);
  if (!limit.stack.empty()) text += fmt::format("\n{}", code.map.original_stack(limit.stack));
  return text;
}

void define_clock_and_luck(js::Engine& engine, std::function<double()> now_ms, std::function<std::uint64_t()> draw) {
  engine.define("now", [now = std::move(now_ms)](js::Call& call) { call.returns(now()); });
  engine.define("pbkdf2_most_iterations", [](js::Call& call) { call.returns(0.0); });
  engine.define("compatible_since", [](js::Call& call) { call.returns(true); });
  engine.define("random", [draw](js::Call& call) { call.returns(static_cast<double>(draw() >> 11) * 0x1.0p-53); });
  engine.define("random_bytes", [draw = std::move(draw)](js::Call& call) {
    const auto size = static_cast<std::size_t>(call.integer(0));
    std::string bytes;
    while (bytes.size() < size) {
      const std::uint64_t bits = draw();
      for (int i = 0; i < 8 && bytes.size() < size; ++i) bytes.push_back(static_cast<char>(bits >> (8 * i)));
    }
    call.returns_bytes(bytes);
  });
}

}  // namespace models::script
