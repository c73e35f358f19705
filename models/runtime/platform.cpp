#include "models/runtime/platform.h"

#include <algorithm>
#include <utility>

namespace models::runtime {

Platform::Platform(sim::Simulation& simulation, Names& names, CostTable costs, PlatformOptions options)
    : simulation_(simulation),
      names_(names),
      costs_(std::move(costs)),
      options_(std::move(options)),
      worker_cost_(simulation.choices().stream(sim::site("worker.cost"), sim::entity("worker"))),
      rpc_(*this),
      pairs_(simulation),
      worker_sockets_(*this) {}

Platform::~Platform() = default;

Actor& Platform::actor(const std::string& class_name, const ObjectId& id, const std::optional<std::string>& name) {
  if (Actor* known = actors_.find(class_name, id)) return *known;
  const std::string& kept_name = class_began_.try_emplace(class_name, simulation_.now()).first->first;
  const RoomId room = names_.add_room(name ? *name : id.text(), names_.durable_object_class(class_name));
  return actors_.add(std::make_unique<Actor>(*this, ActorIdentity{kept_name, id, name, room}));
}

Actor* Platform::find_actor(const std::string& class_name, const std::string& name) {
  return actors_.find(class_name, ObjectId::from_name(class_name, name));
}

void Platform::request(network::HttpRequest request, std::unique_ptr<network::WireEnd> server_end, Respond respond) {
  WorkerInvocation invocation;
  invocation.offered = server_end ? server_end->socket() : SocketId::none;
  invocation.server_end = std::move(server_end);
  invocation.respond = std::move(respond);
  begin(std::move(invocation), request);
}

bool Platform::serves(std::string_view host) const {
  return std::find(options_.hosts.begin(), options_.hosts.end(), host) != options_.hosts.end();
}

void Platform::front_request(network::HttpRequest request, RespondToCaller respond) {
  WorkerInvocation invocation;
  invocation.inside = std::move(respond);
  begin(std::move(invocation), request);
}

void Platform::begin(WorkerInvocation invocation, const network::HttpRequest& request) {
  const std::string* upgrade = request.header("upgrade");
  invocation.upgrade = upgrade != nullptr && *upgrade == "websocket";
  invocation.visit = request.visit;
  const InvocationId id = announce(std::move(invocation));
  first_turn_ended(host_->worker_fetch(id, request), id);
}

InvocationId Platform::announce(WorkerInvocation invocation) {
  const InvocationId id = next_invocation();
  const InvocationKind kind = invocation.kind;
  invocation.in_first_turn = true;
  worker_invocations_.emplace(id, std::move(invocation));
  simulation_.record(InvocationBegan{.id = id, .kind = kind});
  return id;
}

void Platform::first_turn_ended(const TurnEnd& end, InvocationId id) {
  const sim::Duration drawn = costs_.worker_fetch.sample_duration(worker_cost_);
  const sim::Duration cpu = end.cpu.value_or(drawn);
  simulation_.record(WorkerRequest{.cpu = cpu});
  if (const auto it = worker_invocations_.find(id); it != worker_invocations_.end()) {
    it->second.in_first_turn = false;
    it->second.ends = simulation_.now() + cpu;
    if (auto settled = std::exchange(it->second.settled, std::nullopt)) answer_at_end(id, std::move(*settled));
  }
  worker_turn_ended(end, id);
}

void Platform::scheduled(const std::string& cron) {
  WorkerInvocation invocation;
  invocation.kind = InvocationKind::scheduled;
  const InvocationId id = announce(std::move(invocation));
  simulation_.record(CronFired{.id = id, .cron = cron, .due = simulation_.now()});
  first_turn_ended(host_->worker_scheduled(id, cron, sim::to_epoch_ms(simulation_.now())), id);
}

void Platform::visitor_gone(std::uint64_t visit) {
  if (!options_.notices_gone_clients) return;
  for (const auto& [id, invocation] : worker_invocations_) {
    if (invocation.visit != visit) continue;
    worker_turn_ended(host_->worker_client_gone(id), InvocationId::none);
    return;
  }
}

sim::Duration Platform::worker_clock_shift() const {
  return worker_clock_at_ == simulation_.now() ? worker_clock_shift_ : sim::Duration{};
}

std::int64_t Platform::read_clock_ms() {
  const bool again = std::exchange(worker_clock_at_, simulation_.now()) == simulation_.now();
  worker_clock_shift_ = again ? worker_clock_shift_ + options_.clock_step : sim::Duration{};
  return code_now_ms();
}

void Platform::worker_turn_ended(const TurnEnd& end, InvocationId id) {
  if (end.kind == TurnEnd::Kind::host_limit) return host_limit(end.detail);
  if (end.kind != TurnEnd::Kind::done && id != InvocationId::none) worker_settled(id, end.error);
}

void Platform::worker_settled(InvocationId id, FetchOutcome outcome) {
  const auto it = worker_invocations_.find(id);
  if (it == worker_invocations_.end()) return;
  simulation_.record(InvocationEnded{.id = id, .ok = std::holds_alternative<FetchResult>(outcome)});
  // How long its first turn takes is known when that is over.
  if (it->second.in_first_turn)
    it->second.settled = std::move(outcome);
  else
    answer_at_end(id, std::move(outcome));
}

void Platform::worker_out_of_cpu(InvocationId id, const CallError& error) {
  if (const auto it = worker_invocations_.find(id); it != worker_invocations_.end())
    it->second.ends = simulation_.now() + options_.cpu_limit;
  worker_settled(id, error);
}

void Platform::answer_at_end(InvocationId id, FetchOutcome outcome) {
  simulation_.at(std::max(worker_invocations_.at(id).ends, simulation_.now()) + worker_clock_shift(),
                 sim::Action([this, id, outcome = std::move(outcome)] { answer(id, outcome); }));
}

void Platform::answer(InvocationId id, FetchOutcome outcome) {
  const auto it = worker_invocations_.find(id);
  if (it == worker_invocations_.end()) return;  // the runtime was restarted since
  WorkerInvocation invocation = std::move(it->second);
  worker_invocations_.erase(it);
  if (invocation.kind == InvocationKind::scheduled) return;
  const auto* answered = std::get_if<FetchResult>(&outcome);
  const bool socket = answered != nullptr && answered->web_socket != PairSide::none;
  if (answered == nullptr || (socket && !invocation.upgrade)) {
    // What a visitor sees of an uncaught exception in the Worker; the exception itself is in the trace.
    FetchResult failed;
    failed.response.status = 500;
    failed.response.body = "Internal Server Error";
    outcome = std::move(failed);
  }
  FetchResult result = std::get<FetchResult>(std::move(outcome));
  std::erase_if(result.response.headers,
                [](const auto& header) { return header.first == "upgrade" || header.first == "connection"; });
  if (invocation.inside) return invocation.inside(std::move(result));
  const bool upgraded = result.web_socket != PairSide::none && invocation.server_end;
  auto body = result.body == BodyId::none ? nullptr : bodies_->source(result.body);
  invocation.respond({.response = std::move(result.response), .upgraded = upgraded, .body = std::move(body)});
  if (upgraded) pairs_.connected(result.web_socket, std::move(invocation.server_end));
}

WaitId Platform::begin_wait() {
  const WaitId wait = next_wait();
  worker_waits_[wait] = {};
  return wait;
}

void Platform::wait_ends(WaitId wait, const FetchOutcome& outcome) {
  if (worker_waits_.erase(wait) == 0) {
    if (const auto* result = std::get_if<FetchResult>(&outcome)) {
      bodies_->cancel(result->body);
      if (result->web_socket != PairSide::none) pairs_.dropped(result->web_socket);
    }
    return;
  }
  worker_turn_ended(host_->worker_resume(wait, &outcome), InvocationId::none);
}

WaitId Platform::worker_call_out(Errand errand) {
  const WaitId wait = begin_wait();
  simulation_.after({}, sim::Action([this, wait, errand = std::move(errand)] {
                      errand([this, wait](FetchOutcome outcome) { wait_ends(wait, outcome); });
                    }));
  return wait;
}

WaitId Platform::worker_call(Actor& callee, std::uint32_t stub_resets, network::HttpRequest request,
                             InvocationId caller) {
  const WaitId wait = begin_wait();
  const auto it = worker_invocations_.find(caller);
  const SocketId offered = it == worker_invocations_.end() ? SocketId::none : it->second.offered;
  if (const CallError* broken = callee.broken_since(stub_resets))
    simulation_.after({}, sim::Action([this, wait, error = *broken] { wait_ends(wait, error); }));
  else
    callee.fetch(std::move(request), offered, [this, wait](FetchOutcome outcome) { wait_ends(wait, outcome); });
  return wait;
}

WaitId Platform::worker_timer(sim::Duration delay) {
  const WaitId wait = next_wait();
  worker_waits_[wait] = simulation_.after(delay, sim::Action([this, wait] {
                                            if (worker_waits_.erase(wait) == 0) return;
                                            worker_turn_ended(host_->worker_resume(wait, nullptr), InvocationId::none);
                                          }));
  return wait;
}

bool Platform::worker_cancel(WaitId wait) {
  const auto it = worker_waits_.find(wait);
  if (it == worker_waits_.end()) return false;
  simulation_.cancel(it->second);
  worker_waits_.erase(it);
  return true;
}

void Platform::host_limit(std::string detail) {
  if (!host_limit_) host_limit_ = std::move(detail);
  simulation_.stop();
}

void Platform::finish() {
  rpc_.table().clear();
  bodies_->clear();
  for (Actor* actor : actors_.ordered()) actor->finish();
}

}  // namespace models::runtime
