#include "models/runtime/rpc_table.h"

#include <utility>

#include "models/runtime/actor.h"

namespace models::runtime {

RpcTargetId RpcTable::offer(RpcParty party, bool has_disposer) {
  const auto id = RpcTargetId{next_++};
  targets_.emplace(id, Target{.offers = party, .has_disposer = has_disposer});
  return id;
}

const RpcTable::Target* RpcTable::target(RpcTargetId id) const {
  const auto it = targets_.find(id);
  return it == targets_.end() ? nullptr : &it->second;
}

const RpcTable::Stub* RpcTable::stub(RpcStubId id) const {
  const auto it = stubs_.find(id);
  return it == stubs_.end() ? nullptr : &it->second;
}

void RpcTable::refer(RpcTargetId id) {
  const auto it = targets_.find(id);
  if (it != targets_.end()) ++it->second.references;
}

void RpcTable::unrefer(RpcTargetId id, Fallen& fallen) {
  const auto it = targets_.find(id);
  if (it == targets_.end() || --it->second.references > 0) return;
  if (it->second.has_disposer && !it->second.gone) return fallen.disposed.push_back(id);
  dead_targets_.push_back(id);
  targets_.erase(it);
}

RpcSessionId RpcTable::open_session(Actor* caller, Actor* callee) {
  const auto id = RpcSessionId{next_++};
  sessions_.emplace(id, Session{.caller = caller, .callee = callee});
  return id;
}

void RpcTable::call_ended(RpcSessionId id) {
  const auto it = sessions_.find(id);
  if (it == sessions_.end()) return;
  it->second.calling = false;
  if (it->second.stubs == 0) sessions_.erase(it);
}

void RpcTable::hold(RpcSessionId id) {
  const auto it = sessions_.find(id);
  if (it == sessions_.end() || it->second.stubs++ > 0) return;
  if (it->second.caller != nullptr) it->second.caller->rpc_session_held(false, 1);
  if (it->second.callee != nullptr) it->second.callee->rpc_session_held(true, 1);
}

void RpcTable::unhold(RpcSessionId id, Fallen& fallen) {
  const auto it = sessions_.find(id);
  if (it == sessions_.end() || --it->second.stubs > 0) return;
  const Session session = it->second;
  if (!session.calling) sessions_.erase(it);
  if (session.caller != nullptr) {
    session.caller->rpc_session_held(false, -1);
    fallen.unpinned.push_back(session.caller);
  }
  if (session.callee != nullptr) {
    session.callee->rpc_session_held(true, -1);
    fallen.unpinned.push_back(session.callee);
  }
}

void RpcTable::deliver(RpcValue& value, RpcParty receiver, RpcSessionId session) {
  for (const RpcTargetId target : value.targets) {
    const auto id = RpcStubId{next_++};
    stubs_.emplace(id, Stub{.target = target, .holder = receiver, .session = session});
    hold(session);
    value.stubs.push_back(id);
  }
  value.targets.clear();
}

void RpcTable::discard(const RpcValue& value, Fallen& fallen) {
  for (const RpcTargetId target : value.targets) unrefer(target, fallen);
}

RpcStubId RpcTable::duplicate(RpcStubId stub) {
  const auto it = stubs_.find(stub);
  if (it == stubs_.end()) return RpcStubId::none;
  const Stub copy = it->second;
  refer(copy.target);
  hold(copy.session);
  const auto id = RpcStubId{next_++};
  stubs_.emplace(id, copy);
  return id;
}

void RpcTable::release(RpcStubId stub, Fallen& fallen) {
  const auto it = stubs_.find(stub);
  if (it == stubs_.end()) return;
  const Stub released = it->second;
  stubs_.erase(it);
  unrefer(released.target, fallen);
  unhold(released.session, fallen);
}

RpcStubId RpcTable::own_stub(RpcTargetId target) {
  refer(target);
  const auto id = RpcStubId{next_++};
  stubs_.emplace(id, Stub{.target = target, .holder = targets_.at(target).offers});
  return id;
}

RpcTable::Pending* RpcTable::pending(std::uint64_t call) {
  const auto it = pending_.find(call);
  return it == pending_.end() ? nullptr : &it->second;
}

void RpcTable::let_go(std::uint64_t call) {
  const auto it = pending_.find(call);
  if (it == pending_.end() || --it->second.references > 0) return;
  pending_.erase(it);
  dead_calls_.push_back(call);
}

void RpcTable::party_gone(RpcParty party, Fallen& fallen) {
  std::vector<RpcStubId> held;
  for (const auto& [id, stub] : stubs_)
    if (stub.holder == party) held.push_back(id);
  for (auto it = held.rbegin(); it != held.rend(); ++it) release(*it, fallen);
  for (auto it = targets_.begin(); it != targets_.end();) {
    if (it->second.offers == party && !it->second.gone) {
      it->second.gone = true;
      if (it->second.references == 0) {
        dead_targets_.push_back(it->first);
        it = targets_.erase(it);
        continue;
      }
    }
    ++it;
  }
  for (auto& [id, pending] : pending_)
    if (pending.callee == party) pending.gone = true;
  if (party.actor == nullptr) return;
  // What is left of its sessions keeps nobody awake.
  for (auto& [id, session] : sessions_) {
    if (session.caller != party.actor && session.callee != party.actor) continue;
    Actor* other = session.caller == party.actor ? session.callee : session.caller;
    if (session.stubs > 0 && other != nullptr && other != party.actor) {
      other->rpc_session_held(other == session.callee, -1);
      fallen.unpinned.push_back(other);
    }
    session.caller = session.callee = nullptr;
  }
}

}  // namespace models::runtime
