#include <utility>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"

// Calls over RPC, as the object that is called and as the one that calls.

namespace models::runtime {

void Actor::rpc(RpcCall call, bool opens_session, RespondToCaller respond) {
  if (!opens_session) {
    // A reset is seen from afar by whoever called a target, unlike by the caller of a session (recorded: rpc-reset).
    respond = [respond = std::move(respond)](FetchOutcome outcome) {
      if (auto* error = std::get_if<CallError>(&outcome)) error->remote = true;
      respond(std::move(outcome));
    };
  }
  if (auto refused = opens_session ? refuse_call() : std::nullopt) {
    simulation().after({},
                       sim::Action([respond = std::move(respond), error = std::move(*refused)] { respond(error); }));
    return;
  }
  const InvocationId id = begin_invocation({.kind = InvocationKind::rpc, .respond = std::move(respond)});
  if (opens_session) bill_request(InvocationKind::rpc);
  enqueue(SectionId::root, sim::Action([this, id, call = std::move(call)] {
            announce(id);
            if (!here().instance->has_handler(InvocationKind::rpc)) {
              fetch_settled(
                  id, CallError{.name = "TypeError",
                                .message = "The receiving Durable Object does not support RPC, because its class was "
                                           "not declared with `extends DurableObject`. In order to enable RPC, make "
                                           "sure your class extends the special class `DurableObject`, which can be "
                                           "imported from the module \"cloudflare:workers\".",
                                .remote = true});
              after_turn({}, costs().rpc);
              return;
            }
            const TurnEnd end = here().instance->rpc(id, call);
            after_turn(end, costs().rpc);
          }));
}

void Actor::rpc_dispose(RpcTargetId target) {
  if (!here().instance) return;
  enqueue(SectionId::root, sim::Action([this, target] {
            const TurnEnd end = here().instance->rpc_dispose(target);
            after_turn(end, costs().timer);
          }));
}

void Actor::rpc_session_held(bool as_callee, int change) {
  std::uint32_t& count = as_callee ? here().rpc_sessions_in : here().rpc_sessions_out;
  if (change > 0) {
    ++count;
    simulation().cancel(here().inactivity);
  } else if (change < 0 && count > 0) {
    --count;
  }
  if (change != 0 || here().in_turn) return;
  update_duration();
  settle_idle();
}

WaitId Actor::rpc_call(const RpcAddress& address, RpcCall call) {
  const WaitId wait = begin_call();
  call.id = static_cast<std::uint64_t>(wait);
  const auto respond = [this, wait](FetchOutcome outcome) {
    if (here().waits.find(wait) == here().waits.end())
      return platform_.rpc().lost(outcome, static_cast<std::uint64_t>(wait));
    platform_.rpc().arrived(outcome, {.actor = this}, static_cast<std::uint64_t>(wait));
    resume(wait, std::move(outcome));
  };
  leave(platform_.rpc().prepare(this, region(), address, std::move(call), respond));
  return wait;
}

void Actor::rpc_release(RpcStubId stub) {
  leave(sim::Action([this, stub] { platform_.rpc().release(stub); }));
}

void Actor::rpc_party_gone() { platform_.rpc().party_gone({.actor = this}); }

}  // namespace models::runtime
