#pragma once

// Remote procedure calls between objects and the Worker, as messages of the runtime: what a call carries, and who can
// be called. The values themselves are opaque here; a host of room code makes and reads them.

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "models/record_kinds.h"

namespace models::runtime {

class Actor;

/// Something that a party lets others call: a function or an RpcTarget. Counted over the run.
enum class RpcTargetId : std::uint64_t { none = 0 };
/// One party's hold on a target; several stubs may lead to one target.
enum class RpcStubId : std::uint64_t { none = 0 };
/// A call on an object's own stub opens a session; everything callable that passes in either direction belongs to it.
enum class RpcSessionId : std::uint64_t { none = 0 };

/// Who can hold a stub or be called: the present instance of an object, or one request of the stateless Worker.
struct RpcParty {
  Actor* actor = nullptr;
  InvocationId request = InvocationId::none;  // of the Worker; none for an object
  friend bool operator==(const RpcParty&, const RpcParty&) = default;
};

/// A value on its way between parties.
struct RpcValue {
  std::string bytes = {};                 // the host's wire format
  std::string extras = {};                // JSON: what that format cannot carry
  std::vector<RpcTargetId> targets = {};  // what in it can be called, as sent
  std::vector<RpcStubId> stubs = {};      // the same as the receiver knows it, made on arrival
};

struct RpcCall {
  std::uint64_t id = 0;                    // also the caller's wait
  std::uint64_t on_result_of = 0;          // pipelined on this call; 0: not pipelined
  RpcTargetId target = RpcTargetId::none;  // none and not pipelined: the object itself
  RpcSessionId session = RpcSessionId::none;
  std::uint32_t worker = 0;     // whose entry point it is
  std::string entry = {};       // the export that is called; "": not an entry point
  std::string path = {};        // names from the target to the method, a JSON list
  bool reads_property = false;  // reads the last name's value instead of calling it
  RpcValue arguments = {};
};

/// Whom a call is meant for, as the caller's code says it: an object (actor), a stub, or the result of a call.
struct RpcAddress {
  Actor* actor = nullptr;
  std::uint32_t resets = 0;  // how often the object had been reset when its stub was first used
  RpcStubId stub = RpcStubId::none;
  std::uint64_t result_of = 0;
  std::uint32_t worker = 0;
  std::string entry = {};  // an entry point of that Worker
};

}  // namespace models::runtime
