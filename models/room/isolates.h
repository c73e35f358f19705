#pragma once

// The isolates of an application: each an engine of its own with its own module globals, shared by the objects that
// the platform places there. They are made when somebody is to run in them, and forgotten by a deploy, a restart, or
// when the platform lets empty ones go (spec 1.7).

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/room/js_host.h"

namespace models::room {

class Isolates final : public runtime::Host {
 public:
  using MakeEngine = std::function<std::shared_ptr<js::Engine>()>;
  /// codes: of each of the platform's Workers, by revision (runtime::WorkerOptions::code).
  using Codes = std::vector<std::vector<WorkerCode>>;
  Isolates(runtime::Platform& platform, MakeEngine make_engine, Codes codes);
  ~Isolates() override;

  /// What cannot be run, and why.
  struct Unloadable {
    std::uint32_t worker = 0;
    std::uint32_t revision = 0;
    LoadError error;
  };
  /// Makes each Worker's own isolate, and tries what upgrades bring. What is wrong with the code is wrong here.
  std::optional<Unloadable> load();

  std::unique_ptr<runtime::Instance> make_instance(runtime::Actor& actor) override;
  runtime::TurnEnd worker_fetch(InvocationId id, const runtime::EntryPoint& entry,
                                const network::HttpRequest& request) override;
  runtime::TurnEnd worker_scheduled(InvocationId id, std::uint32_t worker, std::string_view cron,
                                    std::int64_t scheduled_ms) override;
  runtime::TurnEnd worker_client_gone(InvocationId id) override;
  runtime::TurnEnd worker_resume(runtime::WaitId wait, const runtime::FetchOutcome* outcome) override;
  [[nodiscard]] bool running() const override;
  runtime::TurnEnd worker_rpc(InvocationId request, const runtime::RpcCall& call) override;
  runtime::TurnEnd worker_rpc_dispose(InvocationId request, runtime::RpcTargetId target) override;
  runtime::TurnEnd worker_socket_event(InvocationId id, const runtime::SocketEvent& event) override;
  void restarted() override;
  void isolate_lost(const runtime::Placement& isolate) override;
  /// A stored value or an attachment in words, for people.
  std::string shown(std::string_view serialized);

 private:
  struct Isolate {
    std::shared_ptr<js::Engine> engine;
    std::unique_ptr<JsHost> host;
  };
  std::optional<LoadError> make(const runtime::Placement& where);
  std::optional<LoadError> tried(std::uint32_t worker, const WorkerCode& code);
  /// The isolate there, made if there is none or if the one there may go. No JavaScript may be running.
  JsHost& at(const runtime::Placement& where);
  /// The first for which this holds, or that of the Worker in front.
  template <class Holds>
  JsHost& find(Holds holds);

  runtime::Platform& platform_;
  MakeEngine make_engine_;
  Codes codes_;
  /// Calls into the engine that this thread stays in need not enter it one by one.
  void stay();
  std::map<runtime::Placement, Isolate> isolates_;
  std::vector<Isolate> retired_;  // nobody enters any more, but requests of the Worker are still waiting there
  std::optional<js::Engine::Stay> inside_;  // left before any engine goes or comes
};

}  // namespace models::room
