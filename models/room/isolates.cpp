#include "models/room/isolates.h"

#include <algorithm>
#include <utility>

namespace models::room {

Isolates::Isolates(runtime::Platform& platform, MakeEngine make_engine, WorkerCode code)
    : platform_(platform), make_engine_(std::move(make_engine)), code_(std::move(code)) {}

/// No instance may outlive the isolate that it lives in.
Isolates::~Isolates() { platform_.finish(); }

void Isolates::stay() {
  if (!isolates_.empty()) inside_.emplace(*isolates_.begin()->second.engine);
}

std::optional<LoadError> Isolates::load() { return make(platform_.worker_placement()); }

std::optional<LoadError> Isolates::make(const runtime::Placement& where) {
  inside_.reset();
  // Old code that nobody runs any more goes with its isolates.
  std::erase_if(isolates_, [&](const auto& isolate) {
    return isolate.first.version < where.version && isolate.second.host->empty();
  });
  std::erase_if(retired_, [](const Isolate& isolate) { return isolate.host->empty(); });
  if (const auto old = isolates_.find(where); old != isolates_.end()) {
    if (!old->second.host->empty()) retired_.push_back(std::move(old->second));
    isolates_.erase(old);
  }
  Isolate isolate;
  isolate.engine = make_engine_();
  isolate.host = std::make_unique<JsHost>(platform_, *isolate.engine);
  isolate.host->placed_at(where);
  auto error = isolate.host->load(code_);
  isolates_.emplace(where, std::move(isolate));
  stay();
  return error;
}

JsHost& Isolates::at(const runtime::Placement& where) {
  const auto it = isolates_.find(where);
  if (it != isolates_.end()) {
    JsHost& host = *it->second.host;
    const bool goes = platform_.options().empty_isolates_go && host.used() && host.empty();
    if (!goes && !host.spoilt()) return host;
  }
  if (const auto error = make(where))
    platform_.host_limit("the Worker's modules could be evaluated once, but not again: " + error->message);
  return *isolates_.at(where).host;
}

std::unique_ptr<runtime::Instance> Isolates::make_instance(runtime::Actor& actor) {
  return at(platform_.placement(actor)).make_instance(actor);
}

runtime::TurnEnd Isolates::worker_fetch(InvocationId id, const network::HttpRequest& request) {
  return at(platform_.worker_placement()).worker_fetch(id, request);
}

runtime::TurnEnd Isolates::worker_scheduled(InvocationId id, std::string_view cron, std::int64_t scheduled_ms) {
  return at(platform_.worker_placement()).worker_scheduled(id, cron, scheduled_ms);
}

runtime::TurnEnd Isolates::worker_client_gone(InvocationId id) {
  return find([id](const JsHost& host) { return host.worker_handles(id); }).worker_client_gone(id);
}

template <class Holds>
JsHost& Isolates::find(Holds holds) {
  for (auto& [where, isolate] : isolates_)
    if (holds(*isolate.host)) return *isolate.host;
  for (Isolate& isolate : retired_)
    if (holds(*isolate.host)) return *isolate.host;
  return at(platform_.worker_placement());
}

/// Whatever version of the Worker began to wait goes on.
runtime::TurnEnd Isolates::worker_resume(runtime::WaitId wait, const runtime::FetchOutcome* outcome) {
  return find([wait](const JsHost& host) { return host.worker_waits_for(wait); }).worker_resume(wait, outcome);
}

bool Isolates::running() const {
  const auto runs = [](const Isolate& isolate) { return isolate.host->running(); };
  return std::any_of(isolates_.begin(), isolates_.end(), [&](const auto& entry) { return runs(entry.second); }) ||
         std::any_of(retired_.begin(), retired_.end(), runs);
}

runtime::TurnEnd Isolates::worker_rpc(InvocationId request, const runtime::RpcCall& call) {
  return find([request](const JsHost& host) { return host.worker_handles(request); }).worker_rpc(request, call);
}

runtime::TurnEnd Isolates::worker_rpc_dispose(InvocationId request, runtime::RpcTargetId target) {
  return find([request](const JsHost& host) { return host.worker_handles(request); })
      .worker_rpc_dispose(request, target);
}

runtime::TurnEnd Isolates::worker_socket_event(InvocationId id, const runtime::SocketEvent& event) {
  return find([&event](const JsHost& host) { return host.worker_holds(event.socket); }).worker_socket_event(id, event);
}

std::string Isolates::shown(std::string_view serialized) { return at(platform_.worker_placement()).shown(serialized); }

void Isolates::restarted() {
  inside_.reset();
  isolates_.clear();
  retired_.clear();
}

}  // namespace models::room
