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
      rpc_(*this) {}

Platform::~Platform() = default;

Actor& Platform::actor(const std::string& class_name, const ObjectId& id, const std::optional<std::string>& name) {
  if (Actor* known = actors_.find(class_name, id)) return *known;
  const std::string& kept_name = *class_names_.insert(class_name).first;
  const RoomId room = names_.add_room(name ? *name : id.text(), names_.durable_object_class(class_name));
  return actors_.add(std::make_unique<Actor>(*this, ActorIdentity{kept_name, id, name, room}));
}

Actor* Platform::find_actor(const std::string& class_name, const std::string& name) {
  return actors_.find(class_name, ObjectId::from_name(class_name, name));
}

void Platform::request(network::HttpRequest request, std::unique_ptr<network::WireEnd> server_end, Respond respond) {
  const InvocationId id = next_invocation();
  const std::string* upgrade = request.header("upgrade");
  WorkerInvocation invocation;
  invocation.offered = server_end ? server_end->socket() : SocketId::none;
  invocation.server_end = std::move(server_end);
  invocation.respond = std::move(respond);
  invocation.upgrade = upgrade != nullptr && *upgrade == "websocket";
  const sim::Duration cpu = costs_.worker_fetch.sample_duration(worker_cost_);
  invocation.ends = simulation_.now() + cpu;
  worker_invocations_.emplace(id, std::move(invocation));
  simulation_.record(InvocationBegan{.id = id, .kind = InvocationKind::worker_fetch});
  simulation_.record(WorkerRequest{.cpu = cpu});
  worker_turn_ended(host_->worker_fetch(id, request), id);
}

void Platform::worker_turn_ended(const TurnEnd& end, InvocationId id) {
  if (end.kind == TurnEnd::Kind::host_limit) return host_limit(end.detail);
  if (end.kind != TurnEnd::Kind::done && id != InvocationId::none) worker_settled(id, end.error);
}

void Platform::worker_settled(InvocationId id, FetchOutcome outcome) {
  const auto it = worker_invocations_.find(id);
  if (it == worker_invocations_.end()) return;
  simulation_.record(InvocationEnded{.id = id, .ok = std::holds_alternative<FetchResult>(outcome)});
  simulation_.at(std::max(it->second.ends, simulation_.now()),
                 sim::Action([this, id, outcome = std::move(outcome)] { answer(id, outcome); }));
}

void Platform::answer(InvocationId id, FetchOutcome outcome) {
  const auto it = worker_invocations_.find(id);
  WorkerInvocation invocation = std::move(it->second);
  worker_invocations_.erase(it);
  if (const auto* error = std::get_if<CallError>(&outcome)) {
    // What a visitor sees of an uncaught exception in the Worker; the exception itself is in the trace.
    static_cast<void>(error);
    network::HttpResponse failed;
    failed.status = 500;
    failed.body = "Internal Server Error";
    invocation.respond({.response = std::move(failed), .upgraded = false});
    return;
  }
  FetchResult result = std::get<FetchResult>(std::move(outcome));
  std::erase_if(result.response.headers,
                [](const auto& header) { return header.first == "upgrade" || header.first == "connection"; });
  const bool upgraded = result.web_socket != PairSide::none && invocation.upgrade && invocation.server_end;
  invocation.respond({.response = std::move(result.response), .upgraded = upgraded});
  if (upgraded) upgrade(invocation, result.web_socket);
}

void Platform::upgrade(WorkerInvocation& invocation, PairSide client_side) {
  const PairSide room_side = other(client_side);
  const auto it = bound_.find(room_side);
  if (it == bound_.end()) {
    unaccepted_[room_side] = std::move(invocation.server_end);
    return;
  }
  RoomSocket* socket = it->second.actor->socket(it->second.socket);
  bound_.erase(it);
  if (socket == nullptr) {
    invocation.server_end->drop();  // the object was reset meanwhile
    return;
  }
  socket->attach(std::move(invocation.server_end));
}

PairSide Platform::new_pair() {
  const auto side = PairSide{next_pair_};
  next_pair_ += 2;
  return side;
}

void Platform::bind_side(PairSide side, Actor& actor, SocketId socket) {
  const auto it = unaccepted_.find(side);
  if (it == unaccepted_.end()) {
    bound_[side] = {&actor, socket};
    return;
  }
  actor.socket(socket)->attach(std::move(it->second));
  unaccepted_.erase(it);
}

WaitId Platform::worker_call(Actor& callee, network::HttpRequest request, InvocationId caller) {
  const WaitId wait = next_wait();
  worker_waits_[wait] = {};
  const auto it = worker_invocations_.find(caller);
  const SocketId offered = it == worker_invocations_.end() ? SocketId::none : it->second.offered;
  callee.fetch(std::move(request), offered, [this, wait](FetchOutcome outcome) {
    if (worker_waits_.erase(wait) == 0) return;
    worker_turn_ended(host_->worker_resume(wait, &outcome), InvocationId::none);
  });
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
  for (Actor* actor : actors_.ordered()) actor->finish();
}

}  // namespace models::runtime
