#include "models/room/isolates.h"

#include <algorithm>
#include <utility>

namespace models::room {

Isolates::Isolates(runtime::Platform& platform, MakeEngine make_engine, Codes codes)
    : platform_(platform), make_engine_(std::move(make_engine)), codes_(std::move(codes)) {}

/// No instance may outlive the isolate that it lives in.
Isolates::~Isolates() { platform_.finish(); }

void Isolates::stay() {
  if (!isolates_.empty()) inside_.emplace(*isolates_.begin()->second.engine);
}

std::optional<Isolates::Unloadable> Isolates::load() {
  for (std::uint32_t worker = 0; worker < codes_.size(); ++worker)
    if (auto error = make(platform_.worker_placement(worker))) return Unloadable{worker, 0, std::move(*error)};
  for (std::uint32_t worker = 0; worker < codes_.size(); ++worker)
    for (std::uint32_t revision = 1; revision < codes_[worker].size(); ++revision)
      if (auto error = tried(worker, codes_[worker][revision])) return Unloadable{worker, revision, std::move(*error)};
  stay();
  return std::nullopt;
}

/// A deploy refuses code that cannot start; better before the run than in the middle of it.
std::optional<LoadError> Isolates::tried(std::uint32_t worker, const WorkerCode& code) {
  inside_.reset();
  const std::shared_ptr<js::Engine> engine = make_engine_();
  JsHost host(platform_, *engine, platform_.worker_placement(worker));
  return host.load(code);
}

std::optional<LoadError> Isolates::make(const runtime::Placement& where) {
  inside_.reset();
  // Old code that nobody runs any more goes with its isolates.
  std::erase_if(isolates_, [&](const auto& isolate) {
    return isolate.first.worker == where.worker && isolate.first.version < where.version &&
           isolate.second.host->empty();
  });
  std::erase_if(retired_, [](const Isolate& isolate) { return isolate.host->empty(); });
  if (const auto old = isolates_.find(where); old != isolates_.end()) {
    if (!old->second.host->empty()) retired_.push_back(std::move(old->second));
    isolates_.erase(old);
  }
  Isolate isolate;
  isolate.engine = make_engine_();
  isolate.host = std::make_unique<JsHost>(platform_, *isolate.engine, where);
  auto error = isolate.host->load(codes_[where.worker][platform_.revision(where.worker, where.version)]);
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
    platform_.host_limit(where.version == 0
                             ? "the Worker's modules could be evaluated once, but not again: " + error->message
                             : "the code of a deploy cannot be run: " + error->message);
  return *isolates_.at(where).host;
}

std::unique_ptr<runtime::Instance> Isolates::make_instance(runtime::Actor& actor) {
  return at(platform_.placement(actor)).make_instance(actor);
}

runtime::TurnEnd Isolates::worker_fetch(InvocationId id, const runtime::EntryPoint& entry,
                                        const network::HttpRequest& request) {
  return at(platform_.worker_placement(entry.worker)).worker_fetch(id, entry, request);
}

runtime::TurnEnd Isolates::worker_scheduled(InvocationId id, std::uint32_t worker, std::string_view cron,
                                            std::int64_t scheduled_ms) {
  return at(platform_.worker_placement(worker)).worker_scheduled(id, worker, cron, scheduled_ms);
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
  return at(platform_.worker_placement(0));
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
  if (!call.entry.empty()) return at(platform_.worker_placement(call.worker)).worker_rpc(request, call);
  return find([request](const JsHost& host) { return host.worker_handles(request); }).worker_rpc(request, call);
}

runtime::TurnEnd Isolates::worker_rpc_dispose(InvocationId request, runtime::RpcTargetId target) {
  return find([request](const JsHost& host) { return host.worker_handles(request); })
      .worker_rpc_dispose(request, target);
}

runtime::TurnEnd Isolates::worker_socket_event(InvocationId id, const runtime::SocketEvent& event) {
  return find([&event](const JsHost& host) { return host.worker_holds(event.socket); }).worker_socket_event(id, event);
}

std::string Isolates::shown(std::string_view serialized) { return at(platform_.worker_placement(0)).shown(serialized); }

void Isolates::isolate_lost(const runtime::Placement& isolate) {
  if (const auto it = isolates_.find(isolate); it != isolates_.end()) it->second.host->spoil();
}

void Isolates::restarted() {
  inside_.reset();
  isolates_.clear();
  retired_.clear();
}

}  // namespace models::room
