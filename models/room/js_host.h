#pragma once

// Room code in JavaScript: one engine for the Worker and all objects placed in the same isolate. The glue (glue/*.js)
// gives code the Workers API; the functions defined here are what the glue asks of the runtime.

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/js/engine.h"
#include "models/room/blocks.h"
#include "models/room/source_map.h"
#include "models/runtime/actor.h"
#include "models/runtime/host.h"
#include "models/runtime/platform.h"

namespace models::room {

/// A Durable Object binding or another one, as env will show it.
struct Binding {
  std::string kind;  // "durable_object" (value: see namespace_of()), "text", "json" (value: JSON), "service" (value:
                     // entry point), "absent_worker" (value: its name), or another (value: its
                     // settings as JSON)
  std::string name;
  std::string value;
  std::uint32_t worker = 0;  // service: whose
};

/// The code to run.
struct WorkerCode {
  std::string entry;  // specifier of the main module
  std::string main;   // what the user calls it
  js::ModuleSource* modules = nullptr;
  std::vector<Binding> bindings;
  std::filesystem::path assets;      // the folder of the static ones; empty: none
  std::vector<std::string> classes;  // that bindings and others' bindings name; each must be exported
  std::string compatibility_date;
  std::vector<std::string> compatibility_flags;
  const SourceMap* source_map = nullptr;  // of a bundled entry; must live as long as the code runs
  Blocks* blocks = nullptr;               // of instrumented code; as long
};

/// The code cannot be run at all; file, line and column are the user's (0: unknown).
struct LoadError {
  std::string file;
  int line = 0;
  int column = 0;
  std::string message;
  std::string remedy;
};

class JsInstance;

/// Headers between the runtime and the glue: name, value, name, value, each a line. Neither can hold a line feed.
[[nodiscard]] std::string header_lines(const network::HeaderList& headers);
[[nodiscard]] network::HeaderList headers_of(std::string_view lines);

/// What was thrown, as the glue describes it from argument `first` on: name, message, stack, flags, bytes, extras.
[[nodiscard]] runtime::CallError thrown_error(js::Call& call, int first);

class JsHost final : public runtime::Host {
 public:
  JsHost(runtime::Platform& platform, js::Engine& engine, const runtime::Placement& where);
  ~JsHost() override;

  /// Evaluates the Worker's modules and checks what they export. A host limit met meanwhile is put to the platform.
  std::optional<LoadError> load(const WorkerCode& code);

  std::unique_ptr<runtime::Instance> make_instance(runtime::Actor& actor) override;
  runtime::TurnEnd worker_fetch(InvocationId id, const runtime::EntryPoint& entry,
                                const network::HttpRequest& request) override;
  runtime::TurnEnd worker_scheduled(InvocationId id, std::uint32_t worker, std::string_view cron,
                                    std::int64_t scheduled_ms) override;
  runtime::TurnEnd worker_client_gone(InvocationId id) override;
  runtime::TurnEnd worker_resume(runtime::WaitId wait, const runtime::FetchOutcome* outcome) override;
  [[nodiscard]] bool running() const override { return in_handler_; }
  runtime::TurnEnd worker_rpc(InvocationId request, const runtime::RpcCall& call) override;
  runtime::TurnEnd worker_rpc_dispose(InvocationId request, runtime::RpcTargetId target) override;
  runtime::TurnEnd worker_socket_event(InvocationId id, const runtime::SocketEvent& event) override;

  // ---- as an isolate (isolates.h)
  /// A stored value in words.
  std::string shown(std::string_view serialized);
  /// No instance lives in it and no request of the Worker is being handled.
  [[nodiscard]] bool empty() const { return instances_ == 0 && worker_requests_.empty(); }
  /// Somebody has run in it since its modules were evaluated.
  [[nodiscard]] bool used() const { return used_; }
  /// It met its memory limit: nobody may enter any more.
  [[nodiscard]] bool spoilt() const { return spoilt_; }
  void spoil() { spoilt_ = true; }
  [[nodiscard]] bool worker_waits_for(runtime::WaitId wait) const { return worker_waits_.contains(wait); }
  [[nodiscard]] bool worker_holds(SocketId socket) const { return worker_sockets_.contains(socket); }
  [[nodiscard]] bool worker_handles(InvocationId request) const { return worker_requests_.contains(request); }

 private:
  friend class JsInstance;
  /// Calls an entry of the glue; ended() makes a turn of it. Every turn begins here.
  js::Outcome enter(runtime::Actor* owner, const char* entry, std::span<const js::Argument> arguments);
  js::Outcome enter(runtime::Actor* owner, const char* entry, std::initializer_list<js::Argument> arguments) {
    return enter(owner, entry, std::span<const js::Argument>(arguments.begin(), arguments.size()));
  }
  /// Runs an entry of the glue as a turn of this owner (null: the Worker).
  runtime::TurnEnd turn(runtime::Actor* owner, const char* entry, std::span<const js::Argument> arguments);
  runtime::TurnEnd turn(runtime::Actor* owner, const char* entry, std::initializer_list<js::Argument> arguments) {
    return turn(owner, entry, std::span<const js::Argument>(arguments.begin(), arguments.size()));
  }
  runtime::TurnEnd ended(runtime::Actor* owner, const js::Outcome& outcome);
  void report(runtime::Actor* owner, ExceptionThrown exception);
  void watch_memory();
  /// Gives the code its counters; nothing to do if it has none.
  std::optional<LoadError> share_blocks(Blocks* blocks);
  /// Code has entered this block very often: ends a turn that has taken all the CPU time that it may.
  void ran_much(std::size_t block, InvocationId request);
  /// CPU time of the turn so far, by the blocks that ran.
  sim::Duration time_of_blocks();
  /// What the turn took, if blocks are to say it.
  std::optional<sim::Duration> measured_time();
  void begin_measuring();
  runtime::TurnEnd over_limit(runtime::Actor* owner);
  js::Handle& entry(const char* name);
  /// A call over RPC, as a turn of its receiver.
  runtime::TurnEnd rpc(runtime::Actor* owner, double number, InvocationId invocation, const runtime::RpcCall& call);
  runtime::TurnEnd resume(runtime::Actor* owner, double number, runtime::WaitId wait,
                          const runtime::FetchOutcome* outcome);
  runtime::TurnEnd resume_with(runtime::Actor* owner, double number, double wait, const runtime::FetchOutcome& outcome);

  /// A host function whose rows, if it reads or writes any, are put down to the user's line that called it.
  void define_costly(std::string_view name, js::HostFunction function);
  /// request.cf as JSON, or undefined. Requests of one visitor after another share its text, here and in the engine.
  js::Argument cf_of(const network::HttpRequest& request);
  network::SharedText cf_from(const js::Call& call, int argument);
  void define_basics();
  void define_blocks();
  void define_calls();
  void define_rpc();
  void define_rpc_results();
  void define_rpc_stubs();
  void define_namespaces();
  void define_results();
  void define_bodies();
  void define_storage();
  void define_transactions();
  void define_sql();
  void define_alarms();
  void define_pairs();
  void define_sockets();
  void define_socket_registry();
  void define_socket_settings();
  void define_outside();
  void define_services();
  [[nodiscard]] const runtime::CodeOptions& code_options() const {
    return platform_.code_options(placement_.worker, placement_.version);
  }
  void define_caches();
  void define_counted_caches();
  void define_d1();
  void define_assets();

  /// The object that the first argument numbers; throws into JavaScript and yields null if it is not in memory.
  runtime::Actor* actor_of(js::Call& call);
  /// Who holds the sockets of the first argument's owner: an object, or the Worker (0).
  runtime::SocketOwner* socket_owner_of(js::Call& call);
  /// The second argument's socket; null if there is none or its owner is not in memory (then an error is thrown).
  runtime::RoomSocket* socket_of(js::Call& call, runtime::SocketOwner*& owner);
  storage::SqlCursor* cursor_of(js::Call& call, runtime::Actor*& actor);
  /// The object with the class, id and name from argument `first` on; throws into JavaScript and yields null if the id
  /// is none of that class.
  runtime::Actor* callee_of(js::Call& call, int first);
  void worker_waits(js::Call& call, runtime::WaitId wait);
  /// Of the owner that is the call's first argument; the call yields its wait.
  void call_out(js::Call& call, runtime::Errand errand);
  /// One of gone_ for the glue to forget with its next constructor (0: none); the others are told now.
  double forget_gone();
  sim::RandomStream& random_stream();
  void send_last(js::Call& call, MessageKind kind);
  void shuffle(std::vector<double>& numbers, const runtime::Actor& actor);
  std::optional<LoadError> unexported(const WorkerCode& code);
  [[nodiscard]] std::optional<LoadError> failure(const js::Outcome& outcome) const;
  /// The same with the user's own file and line.
  [[nodiscard]] std::string as_written(const std::string& stack) const;
  [[nodiscard]] std::optional<js::Position> as_written(const std::optional<js::Position>& place) const;

  runtime::Platform& platform_;
  js::Engine& engine_;
  const runtime::Placement placement_;
  const SourceMap* source_map_ = nullptr;
  std::filesystem::path assets_;
  Blocks* blocks_ = nullptr;
  std::uint64_t turns_ = 0;
  std::uint64_t measured_turn_ = 0;         // that work_ is of
  Blocks::CallSite* last_query_ = nullptr;  // whose rows are fetched after it
  Blocks::Work work_;
  std::int64_t sent_ = 0;
  /// A turn that took too long.
  struct Overrun {
    Blocks::Place at;
    InvocationId request = InvocationId::none;  // of the Worker
    std::string stack;
  };
  std::optional<Overrun> overrun_;
  std::deque<std::pair<const char*, js::Handle>> entries_;  // by the address of the name
  std::vector<runtime::Actor*> actors_{nullptr};            // by instance number; null: not in memory (0: the Worker)
  std::vector<double> gone_;  // instances that left memory and of which the glue has not heard
  runtime::Actor* current_ = nullptr;
  bool in_handler_ = false;
  bool constructs_ = false;  // the turn is a constructor's
  std::uint32_t instances_ = 0;
  std::set<InvocationId> worker_requests_;  // being handled
  bool used_ = false;
  bool spoilt_ = false;
  std::set<runtime::WaitId> worker_waits_;
  std::set<SocketId> worker_sockets_;
  std::map<runtime::BodyId, InvocationId> worker_bodies_;  // being written, and the requests that they answer
  network::Bytes last_sent_;
  network::SharedText cf_;
  js::Handle cf_text_;
  std::vector<std::pair<std::string, std::string>> listed_;  // what the last list() found
  struct Abort {
    runtime::CallError error;
    bool retry_alarm = true;
  };
  std::optional<Abort> abort_;
};

/// One instance of an exported class.
class JsInstance final : public runtime::Instance {
 public:
  JsInstance(JsHost& host, runtime::Actor& actor, std::uint32_t number);
  ~JsInstance() override;
  runtime::TurnEnd construct() override;
  runtime::TurnEnd fetch(InvocationId id, const network::HttpRequest& request) override;
  runtime::TurnEnd message(InvocationId id, SocketId socket, MessageKind kind, const network::Bytes& bytes) override;
  runtime::TurnEnd close(InvocationId id, SocketId socket, std::uint16_t code, std::string_view reason,
                         bool clean) override;
  runtime::TurnEnd error(InvocationId id, SocketId socket, std::string_view message) override;
  runtime::TurnEnd alarm(InvocationId id, const runtime::AlarmInfo& info) override;
  runtime::TurnEnd resume(runtime::WaitId wait, const runtime::FetchOutcome* outcome) override;
  runtime::TurnEnd rpc(InvocationId id, const runtime::RpcCall& call) override;
  runtime::TurnEnd rpc_dispose(runtime::RpcTargetId target) override;
  [[nodiscard]] bool has_handler(InvocationKind kind) const override;

 private:
  runtime::TurnEnd handler(InvocationId id, const char* entry, std::initializer_list<js::Argument> arguments);
  [[nodiscard]] bool hibernatable(SocketId socket);

  JsHost& host_;
  runtime::Actor& actor_;
  double number_;
  unsigned handlers_ = 0;
};

}  // namespace models::room
