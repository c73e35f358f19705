#pragma once

// Carries calls over RPC from party to party, and what follows when somebody lets go of a stub.

#include <functional>
#include <map>
#include <optional>

#include "models/network/topology.h"
#include "models/runtime/host.h"
#include "models/runtime/rpc_table.h"
#include "sim/action.h"

namespace models::runtime {

class Platform;

class RpcSwitch {
 public:
  using Respond = std::function<void(FetchOutcome)>;

  explicit RpcSwitch(Platform& platform) : platform_(platform) {}

  [[nodiscard]] RpcTable& table() { return table_; }

  /// The call as it leaves its caller: run what is returned when the caller's output gate lets it out. respond gets
  /// the outcome as it was sent; see arrived() and lost().
  sim::Action prepare(Actor* caller, network::RegionId from, const RpcAddress& address, RpcCall call, Respond respond);
  /// Makes the outcome's targets stubs of the receiver, in the session of the call.
  void arrived(FetchOutcome& outcome, RpcParty receiver, std::uint64_t call);
  /// Nobody waits for the outcome any more.
  void lost(const FetchOutcome& outcome, std::uint64_t call);
  /// The callee has the result: what was pipelined on it begins. With an error that is not of its making, a reset's, it
  /// fails with that one.
  void settled(std::uint64_t call, const CallError* lost = nullptr);
  /// The caller has the outcome: calls on it go to what is in it from now on.
  void received(std::uint64_t call);

  void release(RpcStubId stub);
  void party_gone(RpcParty party);

  /// A call that ran in a Worker has ended.
  void worker_settled(std::uint64_t call, FetchOutcome outcome);
  /// All calls that this request of a Worker was answering have.
  void worker_failed(InvocationId request, const CallError& error);

 private:
  struct Destination {
    RpcParty callee = {};
    std::uint32_t resets = 0;  // of an object, when the stub that is used was new
    RpcSessionId session = RpcSessionId::none;
    bool opens_session = false;
    bool gone = false;
    network::RegionId from = network::RegionId::none;  // of the caller
  };
  struct Pipelined {
    Destination to;
    RpcCall call;
    Respond respond;
  };
  struct InWorker {
    InvocationId request{};
    bool opens_session = false;
    Respond respond;
    sim::Time ends = sim::Time::min();  // of its first turn, once that is over
    bool settled = false;
  };
  Destination resolve(Actor* caller, const RpcAddress& address, RpcCall& call);
  /// From region to region, if there are any.
  void travel(const Destination& to, RpcCall call, const Respond& respond);
  void deliver(const Destination& to, RpcCall call, const Respond& respond);
  /// After what it is pipelined on.
  void depart(const Destination& to, RpcCall call, const Respond& respond);
  void worker_answers(std::uint64_t call, FetchOutcome outcome);
  void worker_call(const Destination& to, RpcCall call, Respond respond);
  void discard(const RpcValue& value);
  void settle(const RpcTable::Fallen& fallen);

  Platform& platform_;
  RpcTable table_;
  std::map<std::uint64_t, InWorker> in_worker_;                // by call
  std::map<std::uint64_t, std::vector<Pipelined>> pipelined_;  // by the call whose result they wait for
};

}  // namespace models::runtime
