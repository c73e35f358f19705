#pragma once

// Who offers what over RPC and who holds on to it. A target lives while a stub or a message leads to it; a session with
// stubs keeps both of its objects awake (recorded: rpc-pin, rpc-pin-callback).

#include <map>
#include <utility>
#include <vector>

#include "models/runtime/rpc.h"

namespace models::runtime {

class RpcTable {
 public:
  struct Target {
    RpcParty offers = {};
    bool has_disposer = false;
    bool gone = false;  // with the party that offered it
    std::uint32_t references = 0;
  };
  struct Stub {
    RpcTargetId target{};
    RpcParty holder = {};
    RpcSessionId session{};
  };
  /// A call that can still be pipelined on.
  struct Pending {
    RpcParty callee = {};
    RpcSessionId session{};
    bool gone = false;     // with the callee
    bool settled = false;  // its result is there: calls on it can begin
    std::uint32_t references = 1;
  };
  /// What follows from letting go of something.
  struct Fallen {
    std::vector<RpcTargetId> disposed;  // nothing leads to them any more, and they want to know
    std::vector<Actor*> unpinned;       // objects that a session let go of
  };

  [[nodiscard]] bool empty() const { return targets_.empty() && stubs_.empty() && sessions_.empty(); }

  RpcTargetId offer(RpcParty party, bool has_disposer);
  /// The target is on its way in a message.
  void refer(RpcTargetId target);
  void unrefer(RpcTargetId target, Fallen& fallen);
  [[nodiscard]] const Target* target(RpcTargetId id) const;
  /// Its disposer runs.
  void forget(RpcTargetId target) { targets_.erase(target); }
  [[nodiscard]] const Stub* stub(RpcStubId id) const;

  RpcSessionId open_session(Actor* caller, Actor* callee);
  /// Nothing of the session is left but what its stubs hold.
  void call_ended(RpcSessionId session);
  /// The message has arrived: its targets become stubs of the receiver.
  void deliver(RpcValue& value, RpcParty receiver, RpcSessionId session);
  /// The message will never arrive.
  void discard(const RpcValue& value, Fallen& fallen);
  /// Another stub for the same target in the same session.
  RpcStubId duplicate(RpcStubId stub);
  void release(RpcStubId stub, Fallen& fallen);
  /// A stub for a target of one's own, outside any session.
  RpcStubId own_stub(RpcTargetId target);

  void began(std::uint64_t call, Pending pending) { pending_.insert_or_assign(call, pending); }
  [[nodiscard]] Pending* pending(std::uint64_t call);
  void let_go(std::uint64_t call);

  /// The instance or the request is over: its targets can no longer be called, its stubs are let go, latest first.
  void party_gone(RpcParty party, Fallen& fallen);

  /// The run is over.
  void clear() { *this = {}; }

  /// Targets without a disposer, and calls, that nothing leads to any more, for the host to forget.
  std::vector<RpcTargetId> take_dead_targets() { return std::exchange(dead_targets_, {}); }
  std::vector<std::uint64_t> take_dead_calls() { return std::exchange(dead_calls_, {}); }

 private:
  struct Session {
    Actor* caller = nullptr;
    Actor* callee = nullptr;
    std::uint32_t stubs = 0;
    bool calling = true;
  };
  void hold(RpcSessionId session);
  void unhold(RpcSessionId session, Fallen& fallen);

  std::map<RpcTargetId, Target> targets_;
  std::map<RpcStubId, Stub> stubs_;
  std::map<RpcSessionId, Session> sessions_;
  std::map<std::uint64_t, Pending> pending_;
  std::vector<RpcTargetId> dead_targets_;
  std::vector<std::uint64_t> dead_calls_;
  std::uint64_t next_ = 1;
};

}  // namespace models::runtime
