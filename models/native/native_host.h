#pragma once

// Room code in C++ under the same runtime as JavaScript: makes instances, runs their coroutines turn by turn, and tells
// the runtime how each handler ended.

#include <map>
#include <memory>

#include "models/native/application.h"
#include "models/native/waiting.h"
#include "models/runtime/host.h"
#include "models/runtime/platform.h"

namespace models::native {

class NativeHost final : public runtime::Host {
 public:
  /// The application must outlive the host.
  NativeHost(runtime::Platform& platform, const Application& application);
  ~NativeHost() override;

  std::unique_ptr<runtime::Instance> make_instance(runtime::Actor& actor) override;
  runtime::TurnEnd worker_fetch(InvocationId id, const runtime::EntryPoint& entry,
                                const network::HttpRequest& request) override;
  runtime::TurnEnd worker_resume(runtime::WaitId wait, const runtime::FetchOutcome* outcome) override;

 private:
  void settle_worker();

  runtime::Platform& platform_;
  const Application& application_;
  Coroutines worker_;
};

class NativeInstance final : public runtime::Instance {
 public:
  NativeInstance(runtime::Platform& platform, runtime::Actor& actor, const ObjectClass& of);
  ~NativeInstance() override;

  runtime::TurnEnd construct() override;
  runtime::TurnEnd fetch(InvocationId id, const network::HttpRequest& request) override;
  runtime::TurnEnd message(InvocationId id, SocketId socket, MessageKind kind, const network::Bytes& bytes) override;
  runtime::TurnEnd close(InvocationId id, SocketId socket, std::uint16_t code, std::string_view reason,
                         bool clean) override;
  runtime::TurnEnd error(InvocationId id, SocketId socket, std::string_view message) override;
  runtime::TurnEnd alarm(InvocationId id, const runtime::AlarmInfo& info) override;
  runtime::TurnEnd resume(runtime::WaitId wait, const runtime::FetchOutcome* outcome) override;
  [[nodiscard]] bool has_handler(InvocationKind kind) const override;

 private:
  runtime::TurnEnd handler(InvocationId id, Task<> task);
  /// Sees to what has ended in this turn, then says how the turn did.
  runtime::TurnEnd turn_ended();
  void settle(Running& ended);
  void settle_fetch(InvocationId id, Task<Response>& task);
  void settle_handler(InvocationId id, const std::exception_ptr& thrown);

  const ObjectClass& class_;
  Coroutines coroutines_;
  DurableObjectState state_;
  std::unique_ptr<DurableObject> object_;  // after what it refers to; its frames go before it
};

}  // namespace models::native
