#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "models/room/identifiers.h"
#include "models/room/js_host.h"

// Host functions for calls over RPC: the glue makes and reads the values, the runtime carries them.

namespace models::room {
namespace {

runtime::RpcStubId stub_of(js::Call& call, int i) {
  return runtime::RpcStubId{static_cast<std::uint64_t>(call.integer(i))};
}

/// bytes, extras and the numbers of targets as a JSON list, from argument `first` on. The targets were referred to.
runtime::RpcValue value_of(js::Call& call, int first) {
  runtime::RpcValue value{.bytes = call.bytes(first), .extras = call.text(first + 1), .targets = {}};
  const std::string targets = call.text(first + 2);
  if (targets.empty()) return value;
  value.targets = nlohmann::json::parse(targets).get<std::vector<runtime::RpcTargetId>>();
  return value;
}

template <class Id>
void return_ids(js::Call& call, const std::vector<Id>& ids) {
  std::vector<double> numbers;
  for (const Id id : ids) numbers.push_back(number(id));
  call.returns_numbers(numbers);
}

}  // namespace

runtime::CallError thrown_error(js::Call& call, int first) {
  // name, message, stack (for the record of the exception), flags, bytes, extras
  const std::int64_t flags = call.integer(first + 3);
  runtime::CallError error{.name = call.text(first),
                           .message = call.text(first + 1),
                           .remote = true,
                           .retryable = (flags & 2) != 0,
                           .overloaded = (flags & 4) != 0};
  if (call.is_bytes(first + 4))
    error.thrown = {.bytes = call.bytes(first + 4), .extras = call.text(first + 5), .targets = {}};
  return error;
}

void JsHost::define_rpc() {
  engine_.define("rpc_options", [this](js::Call& call) {
    const runtime::CodeOptions& options = code_options();
    call.returns(static_cast<double>((options.rpc ? 1 : 0) | (options.enhanced_errors ? 2 : 0) |
                                     (options.rpc_arguments_are_duplicates ? 4 : 0) | (options.exports ? 8 : 0)));
  });
  // (owner, request, class, id, name, stub, result of, entry, path, reads, bytes, extras, targets, resets, worker of
  // the entry) -> wait
  engine_.define("rpc_call", [this](js::Call& call) {
    runtime::RpcAddress address;
    if (call.is_string(2)) {
      const std::string class_name = call.text(2);
      runtime::ObjectId::Refusal refusal{};
      const auto id = runtime::ObjectId::from_text(class_name, call.text(3), refusal);
      if (!id) return call.throws("TypeError", "Durable Object ID is not valid for this namespace.");
      std::optional<std::string> name;
      if (call.is_string(4)) name = call.text(4);
      address.actor = &platform_.actor(class_name, *id, name);
      address.resets = static_cast<std::uint32_t>(call.integer(13));
    } else if (!call.is_undefined(5)) {
      address.stub = stub_of(call, 5);
    } else if (call.is_string(7)) {
      address.entry = call.text(7);
      address.worker = static_cast<std::uint32_t>(call.integer(14));
    } else {
      address.result_of = static_cast<std::uint64_t>(call.integer(6));
    }
    runtime::RpcCall made{.path = call.text(8), .reads_property = call.boolean(9), .arguments = value_of(call, 10)};
    if (call.integer(0) == 0)
      return worker_waits(call, platform_.worker_rpc_call(address, std::move(made), invocation_of(call, 1)));
    if (runtime::Actor* actor = actor_of(call)) call.returns(number(actor->rpc_call(address, std::move(made))));
  });
}

void JsHost::define_rpc_results() {
  // (owner, invocation, call, bytes, extras, targets)
  engine_.define("rpc_answered", [this](js::Call& call) {
    runtime::RpcValue value = value_of(call, 3);
    const auto id = static_cast<std::uint64_t>(call.integer(2));
    if (call.integer(0) == 0)
      platform_.rpc().worker_settled(id, std::move(value));
    else if (runtime::Actor* actor = actor_of(call))
      actor->fetch_settled(invocation_of(call, 1), std::move(value));
    platform_.rpc().settled(id);
  });
  // (owner, invocation, call, name, message, stack, flags, bytes, extras)
  engine_.define("rpc_failed", [this](js::Call& call) {
    runtime::CallError error = thrown_error(call, 3);
    const bool worker = call.integer(0) == 0;
    runtime::Actor* actor = worker ? nullptr : actor_of(call);
    if (!worker && actor == nullptr) return;
    report(actor, {.invocation = invocation_of(call, 1),
                   .kind = InvocationKind::rpc,
                   .name = error.name,
                   .message = error.message,
                   .stack = call.text(5)});
    const auto id = static_cast<std::uint64_t>(call.integer(2));
    if (worker) {
      platform_.rpc().worker_settled(id, std::move(error));
    } else {
      error.object_id = actor->identity().id.text();
      actor->fetch_settled(invocation_of(call, 1), std::move(error));
    }
    platform_.rpc().settled(id);
  });
}

void JsHost::define_rpc_stubs() {
  // (owner, request, has a disposer) -> target
  engine_.define("rpc_offer", [this](js::Call& call) {
    runtime::RpcParty party;
    if (call.integer(0) == 0)
      party.request = invocation_of(call, 1);
    else if ((party.actor = actor_of(call)) == nullptr)
      return;
    call.returns(number(platform_.rpc().table().offer(party, call.boolean(2))));
  });
  engine_.define("rpc_refer", [this](js::Call& call) {
    platform_.rpc().table().refer(runtime::RpcTargetId{static_cast<std::uint64_t>(call.integer(0))});
  });
  engine_.define("rpc_target_of", [this](js::Call& call) {
    const auto* stub = platform_.rpc().table().stub(stub_of(call, 0));
    call.returns(stub == nullptr ? 0.0 : number(stub->target));
  });
  engine_.define("rpc_own_stub", [this](js::Call& call) {
    const auto target = runtime::RpcTargetId{static_cast<std::uint64_t>(call.integer(0))};
    call.returns(number(platform_.rpc().table().own_stub(target)));
  });
  engine_.define("rpc_duplicate",
                 [this](js::Call& call) { call.returns(number(platform_.rpc().table().duplicate(stub_of(call, 0)))); });
  engine_.define("rpc_release", [this](js::Call& call) {
    if (call.integer(0) == 0) return platform_.rpc().release(stub_of(call, 1));
    if (runtime::Actor* actor = actor_of(call)) actor->rpc_release(stub_of(call, 1));
  });
  engine_.define("rpc_request_over", [this](js::Call& call) {
    worker_requests_.erase(invocation_of(call, 0));
    platform_.rpc().party_gone({.actor = nullptr, .request = invocation_of(call, 0)});
  });
  engine_.define("rpc_dead_targets",
                 [this](js::Call& call) { return_ids(call, platform_.rpc().table().take_dead_targets()); });
  engine_.define("rpc_dead_calls",
                 [this](js::Call& call) { return_ids(call, platform_.rpc().table().take_dead_calls()); });
}

runtime::TurnEnd JsHost::rpc(runtime::Actor* owner, double number, InvocationId invocation,
                             const runtime::RpcCall& call) {
  const std::string stubs = call.arguments.stubs.empty() ? "" : nlohmann::json(call.arguments.stubs).dump();
  const std::string_view bytes = call.arguments.bytes;
  return turn(owner, "rpc",
              {number, static_cast<double>(static_cast<std::uint32_t>(invocation)), static_cast<double>(call.id),
               static_cast<double>(static_cast<std::uint64_t>(call.target)), static_cast<double>(call.on_result_of),
               std::string_view(call.entry), std::string_view(call.path), call.reads_property, js::BytesArg{bytes},
               std::string_view(call.arguments.extras), std::string_view(stubs)});
}

runtime::TurnEnd JsHost::worker_rpc(InvocationId request, const runtime::RpcCall& call) {
  if (!call.entry.empty()) {
    worker_requests_.insert(request);
    used_ = true;
  }
  return rpc(nullptr, 0, request, call);
}

runtime::TurnEnd JsHost::worker_rpc_dispose(InvocationId request, runtime::RpcTargetId target) {
  return turn(nullptr, "rpc_dispose",
              {0.0, static_cast<double>(static_cast<std::uint32_t>(request)),
               static_cast<double>(static_cast<std::uint64_t>(target))});
}

}  // namespace models::room
