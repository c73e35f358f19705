#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "models/js/engine.h"
#include "models/js/last_words.h"
#include "models/js/node_program.h"
#include "tests/models/js/engine_fixture.h"

namespace models::js {

namespace {

constexpr std::uint32_t kLastWordsFrame = 9;

EngineLimits small_limits() {
  EngineLimits limits;
  limits.heap_bytes = 96U << 20;
  limits.array_buffer_bytes = 32U << 20;
  limits.turn_cpu_ms = 20'000;
  return limits;
}

EngineLimits short_turns() {
  EngineLimits limits;
  limits.turn_cpu_ms = 300;
  return limits;
}

/// Runs f of the module and says how it ended and in which line of which file.
std::string ends(const std::string& body, EngineLimits limits) {
  EngineWithRoom room("export function f() {\n" + body + "\n}\nexport const g = () => 'alive';", limits);
  REQUIRE(std::holds_alternative<Handle>(room.start()));
  const Outcome outcome = room.run("f");
  std::string words = room.words(outcome);
  if (const auto* limited = std::get_if<Limited>(&outcome); limited != nullptr && limited->limit.position) {
    words += " at " + limited->limit.position->file + ":" + std::to_string(limited->limit.position->line);
  }
  // The next turn is not punished for it.
  CHECK(room.text("g") == "alive");
  return words;
}

/// Runs the hidden test of this name in a process of its own; yields its last words, or how it ended.
std::string in_a_child(const std::string& test) {
  NodeProgram program{DORMOUSE_ENGINE_TESTS, {test}};
  sim::WorkerCommand command = worker_command(program);
  command.silent_cpu_limit = std::chrono::seconds(120);
  std::string words;
  const sim::WorkerEnd end = sim::run_worker(command, [&](const sim::WorkerFrame& frame) {
    if (frame.type == kLastWordsFrame) words = std::string(frame.payload);
  });
  return words.empty() ? end.detail + "\n" + end.error_output : words;
}

/// How a worker with this much memory ends on the hidden test of this name.
sim::WorkerEnd end_of_child(const std::string& test, std::uint64_t memory_limit_bytes) {
  NodeProgram program{DORMOUSE_ENGINE_TESTS, {test}};
  sim::WorkerCommand command = worker_command(program);
  command.silent_cpu_limit = std::chrono::seconds(120);
  command.memory_limit_bytes = memory_limit_bytes;
  return sim::run_worker(command, [](const sim::WorkerFrame&) {});
}

/// For the hidden tests: the code is expected to take the process down.
void run_fatally(const std::string& body) {
  on_fatal_error([](const HostLimit& limit) {
    std::ostringstream words;
    words << limit.what;
    if (limit.position) words << " at " << limit.position->file << ":" << limit.position->line;
    sim::send_frame(kLastWordsFrame, words.str());
  });
  ends(body, small_limits());
}

}  // namespace

TEST_CASE("An endless loop ends at the limit of CPU time", "[limits]") {
  CHECK(ends("for (;;) {}", short_turns()) == "limit: CPU time in one turn at room.js:2");
  CHECK(ends("try { for (;;) {} } catch {} finally { for (;;) {} }", short_turns()) ==
        "limit: CPU time in one turn at room.js:2");
}

TEST_CASE("An endless chain of jobs ends at the limit of CPU time", "[limits]") {
  CHECK(ends("const again = () => Promise.resolve().then(again); again();", short_turns())
            .starts_with("limit: CPU time in one turn"));
  CHECK(ends("(async () => { for (;;) await null; })();", short_turns()).starts_with("limit: CPU time in one turn"));
}

TEST_CASE("A regular expression that backtracks without end, and a sort, end at the limit of CPU time", "[limits]") {
  CHECK(ends("return /(a+)+$/.test('a'.repeat(40) + 'b');", short_turns()) ==
        "limit: CPU time in one turn at room.js:2");
  CHECK(ends("const a = []; for (let i = 0; i < 6e6; ++i) a.push((i * 7919) % 1000003);\na.sort((x, y) => x - y);",
             short_turns())
            .starts_with("limit: CPU time in one turn at room.js:"));
}

TEST_CASE("Recursion without end is an ordinary RangeError, at the same depth each time", "[limits]") {
  CHECK(ends("const f = () => f() + 1;\nreturn f();", small_limits()) ==
        "RangeError: Maximum call stack size exceeded");
  const std::string depth = "let d = 0; const f = () => { ++d; f(); };\ntry { f(); } catch {}\nreturn String(d);";
  const std::string first = ends(depth, small_limits());
  CHECK(ends(depth, small_limits()) == first);
  CHECK(std::stoi(first) > 5'000);
}

TEST_CASE("A heap that grows without end ends at the heap's limit", "[limits]") {
  CHECK(ends("const a = []; for (;;) a.push({a: [1, 2, 3]});", small_limits()) == "limit: heap memory at room.js:2");
  CHECK(ends("const a = []; for (let i = 0;; ++i) a.push('x'.repeat(1000) + i);", small_limits()) ==
        "limit: heap memory at room.js:2");
}

TEST_CASE("Buffers beyond the cap end the run, caught or not", "[limits]") {
  CHECK(ends("const a = []; for (;;) a.push(new Uint8Array(1e6));", small_limits()) ==
        "limit: array buffer memory at room.js:2");
  CHECK(ends("try { new Uint8Array(1e9); } catch { return 'caught'; }", small_limits()) ==
        "limit: array buffer memory at room.js:2");
  CHECK(ends("return new Uint8Array(new SharedArrayBuffer(1e9)).length;", small_limits()) ==
        "limit: array buffer memory at room.js:2");
}

TEST_CASE("Buffers that are garbage do not count", "[limits]") {
  CHECK(ends("for (let i = 0; i < 200; ++i) new Uint8Array(2e6).fill(1);\nreturn 'ok';", small_limits()) == "ok");
}

TEST_CASE("WebAssembly memory is bounded", "[limits]") {
  CHECK(ends("const m = new WebAssembly.Memory({initial: 1}); for (;;) m.grow(100);", small_limits()) ==
        "RangeError: WebAssembly.Memory.grow(): Unable to grow instance memory");
  CHECK(
      ends("new WebAssembly.Memory({initial: 60000});", small_limits()).starts_with("RangeError: WebAssembly.Memory"));
}

TEST_CASE("A string longer than V8's is an ordinary RangeError", "[limits]") {
  CHECK(ends("let s = 'x'; for (;;) s += s;", small_limits()) == "RangeError: Invalid string length");
}

TEST_CASE("(dies) a size that V8 cannot represent", "[.]") { run_fatally("return 'x'.repeat(5e8).split('').length;"); }
TEST_CASE("(dies) a built-in that fills the heap", "[.]") {
  run_fatally("return Array.from({length: 4e7}, (_, i) => ({i})).length;");
}

TEST_CASE("What V8 cannot survive ends the worker with last words that name the place", "[limits]") {
  CHECK(in_a_child("(dies) a size that V8 cannot represent") == "an allocation that V8 cannot represent at room.js:2");
  CHECK(in_a_child("(dies) a built-in that fills the heap") == "heap memory at room.js:2");
}

TEST_CASE("(grows) a resizable buffer that no allocator is asked for", "[.]") {
  ends("const b = new ArrayBuffer(8, {maxByteLength: 2e9}); b.resize(2e9); new Uint8Array(b).fill(1);", small_limits());
}

TEST_CASE("Memory that the engine does not count ends the worker at its own limit", "[limits]") {
  const auto end = end_of_child("(grows) a resizable buffer that no allocator is asked for", std::uint64_t{1} << 30);
  CHECK(end.kind == sim::WorkerEnd::Kind::memory_limit);
}

TEST_CASE("(sealed) zone and locale", "[.]") {
  CHECK(ends("return new Date(0).toString() + (1234.5).toLocaleString();", small_limits()) ==
        "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)1,234.5");
}

TEST_CASE("The supervisor's zone and locale do not reach a worker", "[limits]") {
  ::setenv("TZ", "Asia/Tokyo", 1);
  ::setenv("LC_ALL", "de_DE.UTF-8", 1);
  const auto end = end_of_child("(sealed) zone and locale", 0);
  ::setenv("TZ", "UTC", 1);
  ::setenv("LC_ALL", "en_US.UTF-8", 1);
  CHECK(end.error_output.find("All tests passed") != std::string::npos);
  CHECK(end.kind == sim::WorkerEnd::Kind::done);
}

}  // namespace models::js
