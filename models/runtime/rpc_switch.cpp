#include "models/runtime/rpc_switch.h"

#include <memory>
#include <utility>

#include "models/runtime/platform.h"

namespace models::runtime {
namespace {

CallError context_gone() {
  return {.message = "The execution context which hosts this callback is no longer running."};
}

}  // namespace

RpcSwitch::Destination RpcSwitch::resolve(Actor* caller, const RpcAddress& address, RpcCall& call) {
  if (address.actor != nullptr)
    return {.callee = {.actor = address.actor},
            .resets = address.resets,
            .session = table_.open_session(caller, address.actor),
            .opens_session = true};
  if (!address.entry.empty()) {
    call.worker = address.worker;
    call.entry = address.entry;
    return {.callee = {.actor = nullptr, .request = platform_.next_invocation()},
            .session = table_.open_session(caller, nullptr)};
  }
  if (address.result_of != 0) {
    RpcTable::Pending* pending = table_.pending(address.result_of);
    if (pending == nullptr) return {.callee = {}, .gone = true};
    ++pending->references;
    call.on_result_of = address.result_of;
    return {.callee = pending->callee, .session = pending->session, .gone = pending->gone};
  }
  const RpcTable::Stub* stub = table_.stub(address.stub);
  const RpcTable::Target* target = stub == nullptr ? nullptr : table_.target(stub->target);
  if (target == nullptr) return {.callee = {}, .gone = true};
  call.target = stub->target;
  return {.callee = target->offers, .session = stub->session, .gone = target->gone};
}

sim::Action RpcSwitch::prepare(Actor* caller, network::RegionId from, const RpcAddress& address, RpcCall call,
                               Respond respond) {
  Destination to = resolve(caller, address, call);
  to.from = from;
  call.session = to.session;
  if (call.target != RpcTargetId::none) table_.refer(call.target);  // lives at least as long as the call
  table_.began(call.id, {.callee = to.callee, .session = to.session, .gone = to.gone});
  auto ends = [this, call = call.id, target = call.target, base = call.on_result_of,
               session = to.opens_session || !call.entry.empty() ? to.session : RpcSessionId::none,
               respond = std::move(respond)](FetchOutcome outcome) {
    const CallError* error = std::get_if<CallError>(&outcome);
    const std::optional<CallError> lost = error == nullptr ? std::nullopt : std::optional(*error);
    respond(std::move(outcome));
    settled(call, lost ? &*lost : nullptr);
    RpcTable::Fallen fallen;
    if (target != RpcTargetId::none) table_.unrefer(target, fallen);
    if (base != 0) table_.let_go(base);
    if (session != RpcSessionId::none) table_.call_ended(session);
    settle(fallen);
  };
  return sim::Action(
      [this, to, call = std::move(call), ends = std::move(ends)]() mutable { depart(to, std::move(call), ends); });
}

void RpcSwitch::depart(const Destination& to, RpcCall call, const Respond& respond) {
  const RpcTable::Pending* base = table_.pending(call.on_result_of);
  if (base != nullptr && !base->settled && !base->gone) {
    auto& waiting = pipelined_[call.on_result_of];
    waiting.push_back({to, std::move(call), respond});
    return;
  }
  if (!to.opens_session || !platform_.options().rpc_arrives_after_fetch) return travel(to, std::move(call), respond);
  platform_.simulation().after(
      {}, sim::Action([this, to, call = std::move(call), respond]() mutable { travel(to, std::move(call), respond); }));
}

void RpcSwitch::travel(const Destination& to, RpcCall call, const Respond& respond) {
  if (platform_.regions() == nullptr || to.callee.actor == nullptr) return deliver(to, std::move(call), respond);
  platform_.carry(to.from, *to.callee.actor, respond,
                  [this, to, call = std::move(call)](const Respond& back) { deliver(to, call, back); });
}

void RpcSwitch::settled(std::uint64_t call, const CallError* lost) {
  if (RpcTable::Pending* pending = table_.pending(call)) pending->settled = true;
  auto waiting = pipelined_.extract(call);
  if (waiting.empty()) return;
  for (Pipelined& next : waiting.mapped()) {
    if (lost == nullptr) {
      travel(next.to, std::move(next.call), next.respond);
    } else {
      discard(next.call.arguments);
      next.respond(*lost);
    }
  }
}

void RpcSwitch::deliver(const Destination& to, RpcCall call, const Respond& respond) {
  // The callee may have gone since the call was made.
  const RpcTable::Target* target = table_.target(call.target);
  const RpcTable::Pending* base = table_.pending(call.on_result_of);
  if (to.gone || (target != nullptr && target->gone) || (base != nullptr && base->gone)) {
    discard(call.arguments);
    return respond(context_gone());
  }
  if (to.opens_session) {
    if (const CallError* broken = to.callee.actor->broken_since(to.resets)) {
      discard(call.arguments);
      return respond(*broken);
    }
  }
  table_.deliver(call.arguments, to.callee, to.session);
  if (to.callee.actor != nullptr)
    to.callee.actor->rpc(std::move(call), to.opens_session, respond);
  else
    worker_call(to, std::move(call), respond);
}

void RpcSwitch::worker_call(const Destination& to, RpcCall call, Respond respond) {
  const InvocationId request = to.callee.request;
  const bool is_request = !call.entry.empty();
  in_worker_.emplace(call.id, InWorker{.request = request, .opens_session = is_request, .respond = std::move(respond)});
  if (is_request) platform_.simulation().record(InvocationBegan{.id = request, .kind = InvocationKind::rpc});
  platform_.worker_turn(sim::Action([this, request, call = std::move(call)] {
    const TurnEnd end = platform_.host().worker_rpc(request, call);
    if (!call.entry.empty()) {
      const EntryPoint entry{.worker = call.worker, .name = call.entry};
      const sim::Duration cpu = platform_.service_called(request, entry, end);
      if (const auto it = in_worker_.find(call.id); it != in_worker_.end())
        it->second.ends = platform_.simulation().now() + cpu;
    }
    platform_.worker_turn_ended(end, InvocationId::none);
  }));
}

void RpcSwitch::worker_settled(std::uint64_t call, FetchOutcome outcome) {
  const auto it = in_worker_.find(call);
  if (it == in_worker_.end() || std::exchange(it->second.settled, true)) return;
  if (it->second.opens_session)
    platform_.simulation().record(
        InvocationEnded{.id = it->second.request, .ok = !std::holds_alternative<CallError>(outcome)});
  // Its turn is not over yet: how long that takes is known, and what the caller does with it comes, afterwards.
  platform_.simulation().after({}, sim::Action([this, call, outcome = std::move(outcome)]() mutable {
                                 worker_answers(call, std::move(outcome));
                               }));
}

void RpcSwitch::worker_failed(InvocationId request, const CallError& error) {
  std::vector<std::uint64_t> calls;
  for (const auto& [call, in_worker] : in_worker_)
    if (in_worker.request == request && !in_worker.settled) calls.push_back(call);
  for (const std::uint64_t call : calls) {
    worker_settled(call, error);
    settled(call, &error);
  }
}

void RpcSwitch::worker_answers(std::uint64_t call, FetchOutcome outcome) {
  const auto it = in_worker_.find(call);
  if (it == in_worker_.end()) return;
  const InWorker ended = std::move(it->second);
  in_worker_.erase(it);
  sim::Simulation& simulation = platform_.simulation();
  if (ended.ends <= simulation.now()) return ended.respond(std::move(outcome));
  simulation.at(ended.ends, sim::Action([respond = ended.respond, outcome = std::move(outcome)] { respond(outcome); }));
}

void RpcSwitch::arrived(FetchOutcome& outcome, RpcParty receiver, std::uint64_t call) {
  auto* value = std::get_if<RpcValue>(&outcome);
  if (value == nullptr || value->targets.empty()) return;
  const RpcTable::Pending* pending = table_.pending(call);
  table_.deliver(*value, receiver, pending == nullptr ? RpcSessionId::none : pending->session);
}

void RpcSwitch::lost(const FetchOutcome& outcome, std::uint64_t call) {
  received(call);
  if (const auto* value = std::get_if<RpcValue>(&outcome)) discard(*value);
}

void RpcSwitch::discard(const RpcValue& value) {
  RpcTable::Fallen fallen;
  table_.discard(value, fallen);
  settle(fallen);
}

void RpcSwitch::received(std::uint64_t call) { table_.let_go(call); }

void RpcSwitch::release(RpcStubId stub) {
  RpcTable::Fallen fallen;
  table_.release(stub, fallen);
  settle(fallen);
}

void RpcSwitch::party_gone(RpcParty party) {
  if (table_.empty()) return;
  RpcTable::Fallen fallen;
  table_.party_gone(party, fallen);
  std::erase(fallen.unpinned, party.actor);
  settle(fallen);
}

void RpcSwitch::settle(const RpcTable::Fallen& fallen) {
  for (const RpcTargetId id : fallen.disposed) {
    const RpcTable::Target* target = table_.target(id);
    if (target == nullptr) continue;
    const RpcParty offers = target->offers;
    table_.forget(id);
    if (offers.actor != nullptr) {
      offers.actor->rpc_dispose(id);
    } else {
      platform_.worker_turn(sim::Action([this, offers, id] {
        platform_.worker_turn_ended(platform_.host().worker_rpc_dispose(offers.request, id), InvocationId::none);
      }));
    }
  }
  for (Actor* actor : fallen.unpinned) actor->rpc_session_held(false, 0);
}

}  // namespace models::runtime
