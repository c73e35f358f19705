#include <utility>

#include "models/runtime/platform.h"

// The stateless Worker as a party of RPC.

namespace models::runtime {

void Platform::worker_turn(sim::Action turn) {
  if (host_->running()) {
    simulation_.after({}, std::move(turn));
    return;
  }
  turn();
}

WaitId Platform::worker_rpc_call(const RpcAddress& address, RpcCall call, InvocationId caller) {
  const WaitId wait = next_wait();
  worker_waits_[wait] = {};
  call.id = static_cast<std::uint64_t>(wait);
  const auto respond = [this, wait, caller](FetchOutcome outcome) {
    if (worker_waits_.erase(wait) == 0) return rpc_.lost(outcome, static_cast<std::uint64_t>(wait));
    rpc_.arrived(outcome, {.actor = nullptr, .request = caller}, static_cast<std::uint64_t>(wait));
    worker_turn(sim::Action([this, wait, outcome = std::move(outcome)] {
      worker_turn_ended(host_->worker_resume(wait, &outcome), InvocationId::none);
    }));
  };
  rpc_.prepare(nullptr, region_of(caller), address, std::move(call), respond)();
  return wait;
}

}  // namespace models::runtime
