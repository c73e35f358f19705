#include "models/native/native_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace models::native {
namespace {

using runtime::CallError;
using runtime::TurnEnd;

/// What code threw, as error.name and error.message.
CallError described(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Error& error) {
    return {.name = error.name(),
            .message = error.what(),
            .remote = error.remote,
            .retryable = error.retryable,
            .overloaded = error.overloaded,
            .durable_object_reset = error.durable_object_reset};
  } catch (const std::exception& error) {
    return {.message = error.what()};
  } catch (...) {
    return {.message = "something that is no std::exception was thrown"};
  }
}

runtime::FetchResult result_of(Response response) {
  return {
      .response = {.status = response.status, .headers = std::move(response.headers), .body = std::move(response.body)},
      .web_socket = response.web_socket};
}

const ObjectClass& class_of(const Application& application, const std::string& name) {
  const auto found = std::find_if(application.classes.begin(), application.classes.end(),
                                  [&name](const ObjectClass& one) { return one.name == name; });
  if (found == application.classes.end())
    throw std::logic_error(fmt::format("the native application {} has no class {}", application.name, name));
  return *found;
}

}  // namespace

Stub WorkerContext::object(const std::string& class_name, const std::string& name) const {
  runtime::Actor& callee =
      coroutines_->platform.actor(class_name, runtime::ObjectId::from_name(class_name, name), name);
  return {*coroutines_, callee, invocation_};
}

// ---- the Worker

NativeHost::NativeHost(runtime::Platform& platform, const Application& application)
    : platform_(platform), application_(application), worker_(platform, nullptr) {}

NativeHost::~NativeHost() = default;

std::unique_ptr<runtime::Instance> NativeHost::make_instance(runtime::Actor& actor) {
  return std::make_unique<NativeInstance>(platform_, actor, class_of(application_, actor.identity().class_name));
}

TurnEnd NativeHost::worker_fetch(InvocationId id, const runtime::EntryPoint& /*entry*/,
                                 const network::HttpRequest& request) {
  worker_.start(Running::Purpose::handler, id, application_.fetch(request, WorkerContext(worker_, id)));
  settle_worker();
  return {};
}

TurnEnd NativeHost::worker_resume(runtime::WaitId wait, const runtime::FetchOutcome* outcome) {
  worker_.wait_over(wait, outcome);
  settle_worker();
  return {};
}

void NativeHost::settle_worker() {
  while (auto ended = worker_.take_ended()) {
    Task<Response>& task = ended->answering;
    if (!task.error()) {
      platform_.worker_settled(ended->invocation, result_of(task.take()));
      continue;
    }
    CallError error = described(task.error());
    platform_.simulation().record(ExceptionThrown{.invocation = ended->invocation,
                                                  .kind = InvocationKind::worker_fetch,
                                                  .name = error.name,
                                                  .message = error.message,
                                                  .stack = {}});
    platform_.worker_settled(ended->invocation, std::move(error));
  }
}

// ---- an instance

NativeInstance::NativeInstance(runtime::Platform& platform, runtime::Actor& actor, const ObjectClass& of)
    : class_(of),
      coroutines_(platform, &actor),
      state_(coroutines_, [&platform, &actor]() -> sim::RandomStream& { return platform.code_random(actor); }) {
  if (has_handler(InvocationKind::alarm)) state_.storage().allow_alarms();
}

NativeInstance::~NativeInstance() { coroutines_.running.clear(); }

bool NativeInstance::has_handler(InvocationKind kind) const { return (class_.handlers & handler_bit(kind)) != 0; }

TurnEnd NativeInstance::construct() {
  try {
    object_ = class_.make(state_);
  } catch (const Aborted&) {
    return turn_ended();
  } catch (...) {
    CallError error = described(std::current_exception());
    coroutines_.actor->record_exception(
        {.kind = InvocationKind::constructor, .name = error.name, .message = error.message, .stack = {}});
    error.remote = error.durable_object_reset = true;
    return {.kind = TurnEnd::Kind::constructor_threw, .error = std::move(error), .detail = ""};
  }
  return turn_ended();
}

TurnEnd NativeInstance::fetch(InvocationId id, const network::HttpRequest& request) {
  coroutines_.start(Running::Purpose::handler, id, object_->fetch(request));
  return turn_ended();
}

TurnEnd NativeInstance::handler(InvocationId id, Task<> task) {
  task.resume();
  // Most handlers end in their first turn, and alone.
  if (task.done() && coroutines_.ended.empty() && !coroutines_.abort) {
    settle_handler(id, task.error());
    return {};
  }
  const bool done = task.done();
  coroutines_.keep(Running::Purpose::handler, id, std::move(task));
  if (done) coroutines_.ended.push_back(coroutines_.started - 1);
  return turn_ended();
}

TurnEnd NativeInstance::message(InvocationId id, SocketId socket, MessageKind kind, const network::Bytes& bytes) {
  return handler(id, object_->web_socket_message(WebSocket(*coroutines_.actor, socket), Message(kind, bytes)));
}

TurnEnd NativeInstance::close(InvocationId id, SocketId socket, std::uint16_t code, std::string_view reason,
                              bool clean) {
  return handler(id,
                 object_->web_socket_close(WebSocket(*coroutines_.actor, socket), code, std::string(reason), clean));
}

TurnEnd NativeInstance::error(InvocationId id, SocketId socket, std::string_view message) {
  return handler(id, object_->web_socket_error(WebSocket(*coroutines_.actor, socket), std::string(message)));
}

TurnEnd NativeInstance::alarm(InvocationId id, const runtime::AlarmInfo& info) {
  return handler(id, object_->alarm(info));
}

TurnEnd NativeInstance::resume(runtime::WaitId wait, const runtime::FetchOutcome* outcome) {
  coroutines_.wait_over(wait, outcome);
  return turn_ended();
}

TurnEnd NativeInstance::turn_ended() {
  while (!coroutines_.abort) {
    auto ended = coroutines_.take_ended();
    if (!ended) break;
    settle(*ended);
  }
  if (!coroutines_.abort) return {};
  return {.kind = TurnEnd::Kind::aborted,
          .error = std::move(coroutines_.abort->error),
          .detail = "",
          .retry_alarm = coroutines_.abort->retry_alarm};
}

void NativeInstance::settle(Running& ended) {
  if (ended.answering) return settle_fetch(ended.invocation, ended.answering);
  const Task<>& task = ended.task;
  switch (ended.purpose) {
    case Running::Purpose::handler:
      settle_handler(ended.invocation, task.error());
      return;
    case Running::Purpose::wait_until:
      if (task.error()) {
        const CallError error = described(task.error());
        coroutines_.actor->record_exception({.kind = InvocationKind::fetch,
                                             .unhandled_rejection = true,
                                             .name = error.name,
                                             .message = error.message,
                                             .stack = {}});
      }
      coroutines_.actor->wait_until_ended(ended.wait);
      return;
    case Running::Purpose::section:
      // A critical section that fails resets the object (spec 1.5).
      if (!task.error()) return;
      CallError error = described(task.error());
      error.remote = error.durable_object_reset = true;
      coroutines_.abort = std::make_unique<Coroutines::Abort>(Coroutines::Abort{.error = std::move(error)});
      return;
  }
}

void NativeInstance::settle_fetch(InvocationId id, Task<Response>& task) {
  runtime::Actor& actor = *coroutines_.actor;
  if (!task.error()) return actor.fetch_settled(id, result_of(task.take()));
  CallError error = described(task.error());
  actor.record_exception(
      {.invocation = id, .kind = InvocationKind::fetch, .name = error.name, .message = error.message, .stack = {}});
  error.remote = true;
  actor.fetch_settled(id, std::move(error));
}

void NativeInstance::settle_handler(InvocationId id, const std::exception_ptr& thrown) {
  runtime::Actor& actor = *coroutines_.actor;
  if (!thrown) return actor.handler_settled(id, true);
  const CallError error = described(thrown);
  actor.record_exception(
      {.invocation = id, .kind = actor.kind_of(id), .name = error.name, .message = error.message, .stack = {}});
  actor.handler_settled(id, false);
}

}  // namespace models::native
