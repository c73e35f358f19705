#pragma once

// Where the one runtime state machine meets a host of room code (JavaScript or C++). The runtime calls an Instance;
// during such a call, and only then, the instance calls its Actor's services. Every call into an instance is one turn:
// it runs at one moment of virtual time and its cost is added afterwards.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/network/body.h"
#include "models/network/frame.h"
#include "models/network/http.h"
#include "models/records.h"
#include "models/runtime/rpc.h"
#include "models/runtime/worker_options.h"
#include "sim/time.h"

namespace models::runtime {

class Actor;

/// One end of a WebSocketPair as room code holds it; counted over the run. The pair's number is side / 2.
enum class PairSide : std::uint32_t { none = 0xffffffff };

/// Waits for something outside the turn: a timer, a settled call, sync().
enum class WaitId : std::uint64_t {};

/// A body that is still being written; the number of its writer's wait for the end of whoever reads it.
enum class BodyId : std::uint64_t { none = 0 };

/// What a caller sees of a failure (spec 6.3).
struct CallError {
  std::string name = "Error";
  std::string message;
  bool remote = false;
  bool retryable = false;
  bool overloaded = false;
  bool durable_object_reset = false;
  RpcValue thrown = {};        // what was thrown, as a value; empty if only its name and message cross
  std::string object_id = {};  // of the object that threw in a call over RPC
};

/// A response as code gives it back; web_socket is the end handed out with a 101, body what stands for the response's
/// own if that is still being written.
struct FetchResult {
  network::HttpResponse response;
  PairSide web_socket = PairSide::none;
  BodyId body = BodyId::none;
};
/// A call over RPC ends with a value.
using FetchOutcome = std::variant<FetchResult, RpcValue, CallError>;
/// A piece of a body as a wait's outcome: a value with its bytes, none at its end; an error if it broke off.
[[nodiscard]] FetchOutcome outcome_of(network::BodyPiece piece);

/// How long whoever reads a whole body that came from elsewhere waits for it. That others may begin meanwhile is
/// recorded (body-interleave); the time is assumed.
inline constexpr sim::Duration kBodyArrives = std::chrono::milliseconds(1);

struct AlarmInfo {
  std::int64_t scheduled_ms = 0;
  std::uint32_t retry_count = 0;
};

/// What happens to a socket that code holds.
struct SocketEvent {
  SocketId socket = SocketId::none;
  InvocationKind kind = InvocationKind::message;  // message, close or error
  MessageKind message = MessageKind::text;
  bool clean = false;      // close: by a Close frame
  std::uint16_t code = 0;  // close
  network::Bytes bytes;    // of the message; close: the reason; error: the words
};

/// How a turn ended for the host.
struct TurnEnd {
  enum class Kind : std::uint8_t { done, aborted, out_of_cpu, host_limit, constructor_threw };
  Kind kind = Kind::done;
  CallError error;                        // aborted, out_of_cpu: what callers see; constructor_threw: what it threw
  std::string detail;                     // host_limit: which limit, and where in the user's source
  bool retry_alarm = true;                // aborted: false if abort() said so
  std::optional<sim::Duration> cpu = {};  // what the code took, in the cost table's stead
};

/// One live instance of a Durable Object class.
class Instance {
 public:
  virtual ~Instance() = default;
  virtual TurnEnd construct() = 0;
  virtual TurnEnd fetch(InvocationId id, const network::HttpRequest& request) = 0;
  virtual TurnEnd message(InvocationId id, SocketId socket, MessageKind kind, const network::Bytes& bytes) = 0;
  virtual TurnEnd close(InvocationId id, SocketId socket, std::uint16_t code, std::string_view reason, bool clean) = 0;
  virtual TurnEnd error(InvocationId id, SocketId socket, std::string_view message) = 0;
  virtual TurnEnd alarm(InvocationId id, const AlarmInfo& info) = 0;
  /// A wait is over: a timer's or a sync()'s; for a stub call, with its outcome.
  virtual TurnEnd resume(WaitId wait, const FetchOutcome* outcome) = 0;
  [[nodiscard]] virtual bool has_handler(InvocationKind kind) const = 0;
  /// A call over RPC; only where has_handler(rpc) says so.
  virtual TurnEnd rpc(InvocationId, const RpcCall&) { return {}; }
  /// Nobody can call this any more.
  virtual TurnEnd rpc_dispose(RpcTargetId) { return {}; }
};

/// An isolate: what shares module globals, memory and fate. Each Worker, and each new version of its code, lives in
/// isolates of its own.
struct Placement {
  std::uint32_t worker = 0;
  std::uint32_t version = 0;
  std::uint32_t slot = 0;
  friend auto operator<=>(const Placement&, const Placement&) = default;
};

/// Makes instances and runs the Workers' own code.
class Host {
 public:
  virtual ~Host() = default;
  virtual std::unique_ptr<Instance> make_instance(Actor& actor) = 0;
  virtual TurnEnd worker_fetch(InvocationId id, const EntryPoint& entry, const network::HttpRequest& request) = 0;
  virtual TurnEnd worker_resume(WaitId wait, const FetchOutcome* outcome) = 0;
  /// Room or Worker code is on the stack: no turn can begin now.
  [[nodiscard]] virtual bool running() const { return false; }
  /// A call on something that this request of the Worker let others call.
  virtual TurnEnd worker_rpc(InvocationId, const RpcCall&) { return {}; }
  virtual TurnEnd worker_rpc_dispose(InvocationId, RpcTargetId) { return {}; }
  /// Of a socket that the Worker itself accepted: none can come to a host whose Worker accepts none.
  virtual TurnEnd worker_socket_event(InvocationId /*id*/, const SocketEvent& /*event*/) { return {}; }
  /// A cron trigger of this Worker fired.
  virtual TurnEnd worker_scheduled(InvocationId /*id*/, std::uint32_t /*worker*/, std::string_view /*cron*/,
                                   std::int64_t /*scheduled_ms*/) {
    return {};
  }
  /// The client of this request of the Worker has gone.
  virtual TurnEnd worker_client_gone(InvocationId /*id*/) { return {}; }
  /// No instance is left, nor anything that the Worker waits for: module globals are forgotten.
  virtual void restarted() {}
  /// What lives there is about to be reset: module globals are forgotten.
  virtual void isolate_lost(const Placement& /*isolate*/) {}
};

}  // namespace models::runtime
