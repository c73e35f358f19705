#pragma once

// The sealed JavaScript engine. One Engine is one V8 isolate with one context: what a Durable Object host calls an
// isolate. No clock, file, socket, thread or random source of the machine reaches it; everything it can do beyond
// the language it does through host functions that the simulation gives it. The only folder that includes V8.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace models::js {

/// In the user's own file; line and column count from 1.
struct Position {
  std::string file;
  int line = 0;
  int column = 0;
};

/// Something JavaScript threw. stack has one "    at f (file:line:column)" a line, the engine's own frames left out.
struct ScriptError {
  std::string name;     // "TypeError"; "" if what was thrown is no Error
  std::string message;  // String(thrown) for non-errors
  std::string stack;
  std::optional<Position> position;
};

/// Why the host stopped the code: never the room's own fault in the model's eyes, so a run ends as "unknown".
struct HostLimit {
  std::string what;  // "heap memory", "array buffer memory", "CPU time in one turn", ...
  std::optional<Position> position;
  std::string stack;
};

/// A JavaScript value kept alive from C++. Empty by default. Must not outlive its Engine.
class Handle {
 public:
  Handle();
  ~Handle();
  Handle(const Handle&);
  Handle(Handle&&) noexcept;
  Handle& operator=(const Handle&);
  Handle& operator=(Handle&&) noexcept;
  [[nodiscard]] bool empty() const { return slot_ == nullptr; }

 private:
  friend class Engine;
  friend class Call;
  struct Slot;
  std::shared_ptr<Slot> slot_;
};

/// Bytes that become an ArrayBuffer (never text).
struct BytesArg {
  std::string_view bytes;
};
struct Null {};
struct Undefined {};

/// An argument of a call into JavaScript. string_view is UTF-8 text.
using Argument = std::variant<Undefined, Null, bool, double, std::string_view, BytesArg, const Handle*>;

/// One call from JavaScript to a host function; valid only during it.
class Call {
 public:
  [[nodiscard]] int size() const;
  [[nodiscard]] bool is_undefined(int i) const;  // also when there are fewer arguments
  [[nodiscard]] bool is_null(int i) const;
  [[nodiscard]] bool is_string(int i) const;
  [[nodiscard]] bool is_bytes(int i) const;  // ArrayBuffer or any view
  [[nodiscard]] double number(int i) const;  // NaN if it is not a number
  [[nodiscard]] std::int64_t integer(int i) const;
  [[nodiscard]] bool boolean(int i) const;
  [[nodiscard]] std::string text(int i) const;  // UTF-8 of a string, lone surrogates as U+FFFD; "" if it is no string
  [[nodiscard]] std::string text_as_is(int i) const;  // like text(), but a lone surrogate stays, as three bytes
  [[nodiscard]] std::string bytes(int i) const;       // a copy of an ArrayBuffer's or view's own bytes
  [[nodiscard]] Handle value(int i) const;

  void returns(bool value);
  void returns(double value);
  void returns(std::string_view text);
  void returns_bytes(std::string_view bytes);  // a fresh ArrayBuffer
  /// The argument in V8's structured wire format, header included; nothing if it cannot be cloned, which is then
  /// thrown into JavaScript: return at once. mark: which argument is the symbol of objects that stand for others.
  [[nodiscard]] std::optional<std::string> serialized(int i, int mark);
  /// The value that was serialised.
  void returns_deserialized(std::string_view bytes);
  /// A fresh array of numbers.
  void returns_numbers(std::span<const double> numbers);
  /// A fresh array of any values.
  void returns_values(std::span<const Argument> values);
  void returns_null();
  void returns(const Handle& value);
  /// Throws an error of the named class ("TypeError", "RangeError", "Error"; others are looked up as a global
  /// constructor called with the message, e.g. a DOMException name goes through the glue). Return at once afterwards.
  void throws(std::string_view error_class, std::string_view message);

 private:
  friend class Engine;
  struct Native;
  explicit Call(Native& native) : native_(native) {}
  Native& native_;
};

using HostFunction = std::function<void(Call&)>;

/// Where modules come from.
class ModuleSource {
 public:
  virtual ~ModuleSource() = default;
  struct Module {
    std::string name;  // canonical, unique, shown in stacks: a path as the user knows it
    std::string source;
    bool synthetic = false;  // true: `name` is a host module; its exports are the properties of the value given
                             // to Engine::define_host_module(name, ...)
  };
  struct NotFound {
    std::string message;  // with what to do about it
  };
  /// specifier as written, referrer: canonical name ("" for the entry).
  virtual std::variant<Module, NotFound> resolve(std::string_view specifier, std::string_view referrer) = 0;
};

struct EngineLimits {
  std::size_t heap_bytes = 1ULL << 30;
  std::size_t array_buffer_bytes = 512ULL << 20;
  std::uint64_t turn_cpu_ms = 5'000;  // thread CPU time of one turn before the host gives up
};

/// Result of running JavaScript.
struct Threw {
  ScriptError error;
};
struct Limited {
  HostLimit limit;
};
struct Aborted {};  // Engine::abort_turn was called during the turn
using Outcome = std::variant<Handle, Threw, Limited, Aborted>;

/// A context of an engine's, which shares its heap and nothing that code could see.
enum class RealmId : std::uint32_t {};

class Engine {
 public:
  /// The startup snapshot holds the web types and the glue (see tools/); snapshot_path names its file.
  Engine(const std::string& snapshot_path, EngineLimits limits);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// As if it had just been made, in a fraction of the time: a new context, without anything that code or host
  /// functions left. Handles of before refer to nothing. When V8 collects garbage, and with it how soon a memory limit
  /// is noticed, may be another than in an engine of its own. False: it met a limit of the machine, and can only be
  /// destroyed.
  [[nodiscard]] bool start_anew();

  // ---- realms: more contexts, each as the engine's first one was at the start (realm_v8.cpp)
  /// Makes one and uses it: define(), install(), entry() and so on speak of the realm in use, and call() runs in it,
  /// with functions of its own only. Not within a turn.
  RealmId open_realm();
  /// The first one is RealmId{}.
  void use(RealmId realm);
  /// Drops all that only this one holds; the first is in use afterwards. It must not be the first itself.
  void close_realm(RealmId realm);
  /// Runs a classic script in the realm in use and yields its last value; compiled once an engine, under its name.
  Outcome run(const std::string& name, std::string_view source);

  /// Makes `host.NAME(...)` call fn. The glue reads the host object as globalThis.__dormouse.host during install and
  /// removes it from the global. Call before install().
  void define(std::string_view name, HostFunction fn);
  /// Calls the snapshot's installer: globalThis.__dormouse.install(host) -> an object of entry functions, by name.
  Outcome install();
  /// An entry function of the glue by name; empty handle if there is none.
  [[nodiscard]] Handle entry(std::string_view name);

  /// A module that only the host provides ("cloudflare:workers"): its exports are this object's own properties.
  void define_host_module(std::string_view name, const Handle& exports);
  /// Compiles, links and evaluates the module and what it imports; runs microtasks. Yields its namespace object.
  /// Syntax and link errors are Threw with the user's position. Top-level await that does not settle in microtasks
  /// is Threw.
  Outcome load(std::string_view entry_specifier, ModuleSource& source);

  /// More live bytes than this, buffers included, are too many: see over_memory_limit(). None at first.
  void limit_memory(std::uint64_t bytes);
  /// Outside of a turn: whether what lives after a full collection is more than the limit. Collects only when garbage
  /// and all have come that far, so that it may be asked after every turn.
  [[nodiscard]] bool over_memory_limit();
  /// Whether eval() and new Function() work; they do not at first.
  void allow_code_from_text(bool allowed);

  /// One turn: calls the function, then drains microtasks. While it runs, CPU time is watched.
  Outcome call(const Handle& function, std::span<const Argument> arguments);
  Outcome call(const Handle& function, std::initializer_list<Argument> arguments) {
    return call(function, std::span<const Argument>(arguments.begin(), arguments.size()));
  }

  /// From a host function: stops the JavaScript of this turn uncatchably and drops its pending jobs; the enclosing
  /// call() then returns Aborted. The glue must enter a loop after the host call (V8 looks at loops only).
  void abort_turn();

  /// From a host function: somebody else watches what this turn takes; turn_cpu_ms begins anew.
  void turn_goes_on();
  [[nodiscard]] Handle text(std::string_view utf8);
  /// An Int32Array of these cells themselves, which must live as long as the engine.
  [[nodiscard]] Handle shared_integers(std::span<std::int32_t> cells);
  /// From a host function: the stack of the JavaScript that called it, as in ScriptError.
  [[nodiscard]] std::string stack_here();

  /// Own enumerable string-keyed property; empty if absent or not an object.
  [[nodiscard]] Handle property(const Handle& object, std::string_view name);
  [[nodiscard]] std::optional<double> as_number(const Handle& value);
  [[nodiscard]] std::optional<std::string> as_text(const Handle& value);
  [[nodiscard]] bool is_true(const Handle& value);  // the boolean true itself
  [[nodiscard]] bool is_function(const Handle& value);
  /// A value that JavaScript caught or was rejected with, in words.
  [[nodiscard]] ScriptError describe(const Handle& thrown);
  /// Where the function was written, for messages.
  [[nodiscard]] std::optional<Position> position_of(const Handle& function);
  [[nodiscard]] std::vector<std::string> own_property_names(const Handle& object);

  /// Rejections that nobody handled by the end of the last turn. The glue's entry unhandled_rejection(promise, reason)
  /// is asked first, in that turn; those for which it says true have been dealt with.
  [[nodiscard]] std::vector<ScriptError> take_unhandled_rejections();

  /// Structured serialisation in V8's wire format, header included. Throws into JavaScript (DataCloneError through
  /// the glue's host.data_clone_error hook) when the value cannot be cloned: use only inside a host function, as
  /// the host functions "serialize" (value -> ArrayBuffer) and "deserialize" (ArrayBuffer -> value), which every
  /// engine defines itself.

  struct Impl;

  /// While it lives, this thread stays inside the engine, and calls need not enter it one by one. Several must be left
  /// in reverse order.
  class Stay {
   public:
    explicit Stay(Engine& engine);
    ~Stay();
    Stay(const Stay&) = delete;
    Stay& operator=(const Stay&) = delete;

   private:
    Engine& engine_;
  };

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace models::js
