#include <string>
#include <utility>

#include "models/room/identifiers.h"
#include "models/room/js_host.h"

// Host functions: the clock, randomness, console, timers, calls between objects, and how handlers end.

namespace models::room {
namespace {

runtime::WaitId wait_of(double value) { return runtime::WaitId{static_cast<std::uint64_t>(value)}; }

ConsoleLevel level_of(const std::string& name) {
  if (name == "debug" || name == "trace") return ConsoleLevel::debug;
  if (name == "info") return ConsoleLevel::info;
  if (name == "warn") return ConsoleLevel::warn;
  if (name == "error") return ConsoleLevel::error;
  return ConsoleLevel::log;
}

}  // namespace

void JsHost::define_basics() {
  engine_.define("now", [this](js::Call& call) {
    // At module level there is no time yet (observed 3: Date.now() is 0 there).
    if (!in_handler_) return call.returns(0.0);
    call.returns(static_cast<double>(current_ != nullptr ? current_->read_clock_ms() : platform_.read_clock_ms()));
  });
  engine_.define("compatible_since",
                 [this](js::Call& call) { call.returns(code_options().compatibility_date >= call.text(0)); });
  // In production more would run too long for anybody to interrupt (workerd issue 1346); 0: no limit, as recorded.
  engine_.define("pbkdf2_most_iterations",
                 [this](js::Call& call) { call.returns(platform_.options().preset == "workerd" ? 0.0 : 100'000.0); });
  engine_.define("random", [this](js::Call& call) { call.returns(random_stream().uniform()); });
  engine_.define("random_bytes", [this](js::Call& call) {
    const auto size = static_cast<std::size_t>(call.integer(0));
    std::string bytes;
    while (bytes.size() < size) {
      const std::uint64_t bits = random_stream().bits();
      for (int i = 0; i < 8 && bytes.size() < size; ++i) bytes.push_back(static_cast<char>(bits >> (8 * i)));
    }
    call.returns_bytes(bytes);
  });
  engine_.define("console", [this](js::Call& call) {
    const ConsoleLevel level = level_of(call.text(0));
    std::string text = call.text(1);
    if (text.find("\n    at ") != std::string::npos) text = as_written(text);  // an error, with its stack
    if (current_ != nullptr) return current_->console(level, text);
    sim::Simulation& simulation = platform_.simulation();
    simulation.record(ConsoleLine{.level = level, .text = simulation.trace().body(simulation.now(), text)});
  });
  engine_.define("uncaught", [this](js::Call& call) {
    report(current_,
           {.kind = InvocationKind::timer, .name = call.text(1), .message = call.text(2), .stack = call.text(3)});
    if (current_ != nullptr) current_->uncaught();
  });
}

void JsHost::define_calls() {
  define_costly("timer", [this](js::Call& call) {
    const sim::Duration delay = std::chrono::milliseconds(call.integer(1));
    if (call.integer(0) == 0) return worker_waits(call, platform_.worker_timer(delay));
    if (runtime::Actor* actor = actor_of(call)) call.returns(number(actor->start_timer(delay)));
  });
  engine_.define("cancel", [this](js::Call& call) {
    const runtime::WaitId wait = wait_of(call.number(1));
    if (call.integer(0) == 0) {
      worker_waits_.erase(wait);
      platform_.worker_cancel(wait);
    } else if (runtime::Actor* actor = actor_of(call)) {
      actor->cancel_wait(wait);
    }
  });
  define_costly("wait_until", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    if (call.is_undefined(1))
      call.returns(number(actor->wait_until_began()));
    else
      actor->wait_until_ended(wait_of(call.number(1)));
  });
  engine_.define("sync", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    const auto wait = actor->sync();
    call.returns(wait ? number(*wait) : -1.0);
  });
  engine_.define("enter_section", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    if (const auto wait = actor->enter_section()) return call.returns(number(*wait));
    call.throws("Error", "blockConcurrencyWhile() calls are nested too deeply.");
  });
  engine_.define("leave_section", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) actor->leave_section(wait_of(call.number(1)));
  });
  engine_.define("abort", [this](js::Call& call) {
    abort_ =
        Abort{.error = {.name = call.text(1), .message = call.text(2), .remote = true, .durable_object_reset = true},
              .retry_alarm = call.boolean(3)};
    engine_.abort_turn();
  });
}

void JsHost::define_namespaces() {
  engine_.define("id_from_name",
                 [](js::Call& call) { call.returns(runtime::ObjectId::from_name(call.text(0), call.text(1)).text()); });
  engine_.define("new_unique_id", [this](js::Call& call) {
    const std::uint64_t high = random_stream().bits();
    call.returns(runtime::ObjectId::unique(call.text(0), high, random_stream().bits()).text());
  });
  engine_.define("id_from_string", [](js::Call& call) {
    runtime::ObjectId::Refusal refusal{};
    const auto id = runtime::ObjectId::from_text(call.text(0), call.text(1), refusal);
    if (id) return call.returns(id->text());
    call.throws("TypeError", refusal == runtime::ObjectId::Refusal::not_hexadecimal
                                 ? "Invalid Durable Object ID: must be 64 hex digits"
                                 : "Durable Object ID is not valid for this namespace.");
  });
  // (class, id, name) -> how often the object was reset: what a stub that is used for the first time is bound to
  engine_.define("resets", [this](js::Call& call) {
    if (runtime::Actor* actor = callee_of(call, 0)) call.returns(static_cast<double>(actor->resets()));
  });
  // (class, id, name, hint): where the object should be placed, if it is not yet
  engine_.define("location_hint", [this](js::Call& call) {
    if (platform_.regions() == nullptr) return;
    const network::RegionId region = platform_.regions()->topology().find(call.text(3));
    runtime::Actor* callee = callee_of(call, 0);
    if (callee != nullptr && region != network::RegionId::none) callee->hint(region);
  });
  // (owner, class, id, name, method, url, headers, body, invocation, resets, cf) -> wait
  define_costly("call", [this](js::Call& call) {
    runtime::Actor* callee = callee_of(call, 1);
    if (callee == nullptr) return;
    const auto resets = static_cast<std::uint32_t>(call.integer(9));
    network::HttpRequest request{.method = call.text(4), .url = call.text(5), .headers = {}, .body = {}};
    request.headers = headers_of(call.text(6));
    request.body = call.is_bytes(7) ? call.bytes(7) : call.text(7);
    request.cf = cf_from(call, 10);
    if (call.integer(0) == 0)
      return worker_waits(call, platform_.worker_call(*callee, resets, std::move(request), invocation_of(call, 8)));
    if (runtime::Actor* actor = actor_of(call)) call.returns(number(actor->call(*callee, resets, std::move(request))));
  });
}

void JsHost::worker_waits(js::Call& call, runtime::WaitId wait) {
  worker_waits_.insert(wait);
  call.returns(number(wait));
}

runtime::Actor* JsHost::callee_of(js::Call& call, int first) {
  const std::string class_name = call.text(first);
  runtime::ObjectId::Refusal refusal{};
  const auto id = runtime::ObjectId::from_text(class_name, call.text(first + 1), refusal);
  if (!id) {
    call.throws("TypeError", "Durable Object ID is not valid for this namespace.");
    return nullptr;
  }
  std::optional<std::string> name;
  if (call.is_string(first + 2)) name = call.text(first + 2);
  return &platform_.actor(class_name, *id, name);
}

namespace {

/// status, headers as lines, body, side, open body, status text from argument `first` on.
runtime::FetchResult result_of(js::Call& call, int first) {
  runtime::FetchResult result;
  result.response.status = static_cast<std::uint16_t>(call.integer(first));
  result.response.headers = headers_of(call.text(first + 1));
  result.response.body = call.is_bytes(first + 2) ? call.bytes(first + 2) : call.text(first + 2);
  const std::int64_t side = call.integer(first + 3);
  if (side >= 0) result.web_socket = runtime::PairSide{static_cast<std::uint32_t>(side)};
  const double open = call.number(first + 4);
  if (open >= 0) result.body = runtime::BodyId{static_cast<std::uint64_t>(open)};
  if (call.is_string(first + 5)) result.response.status_text = call.text(first + 5);
  return result;
}

}  // namespace

void JsHost::define_results() {
  engine_.define("worker_answered", [this](js::Call& call) {
    runtime::FetchResult result = result_of(call, 1);
    if (!worker_bodies_.contains(result.body)) worker_requests_.erase(invocation_of(call, 0));
    platform_.worker_settled(invocation_of(call, 0), std::move(result));
  });
  engine_.define("worker_failed", [this](js::Call& call) {
    const InvocationId id = invocation_of(call, 0);
    worker_requests_.erase(id);
    report(nullptr, {.invocation = id,
                     .kind = InvocationKind::worker_fetch,
                     .name = call.text(1),
                     .message = call.text(2),
                     .stack = call.text(3)});
    platform_.worker_settled(id, thrown_error(call, 1));
  });
  // (invocation, and if it failed: name, message, stack)
  engine_.define("worker_scheduled_ended", [this](js::Call& call) {
    const InvocationId id = invocation_of(call, 0);
    worker_requests_.erase(id);
    if (call.is_undefined(1)) return platform_.worker_settled(id, runtime::FetchResult{});
    report(nullptr, {.invocation = id,
                     .kind = InvocationKind::scheduled,
                     .name = call.text(1),
                     .message = call.text(2),
                     .stack = call.text(3)});
    platform_.worker_settled(id, runtime::CallError{.name = call.text(1), .message = call.text(2)});
  });
  engine_.define("fetch_answered", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) actor->fetch_settled(invocation_of(call, 1), result_of(call, 2));
  });
  engine_.define("fetch_failed", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    const InvocationId id = invocation_of(call, 1);
    report(actor, {.invocation = id,
                   .kind = InvocationKind::fetch,
                   .name = call.text(2),
                   .message = call.text(3),
                   .stack = call.text(4)});
    actor->fetch_settled(id, thrown_error(call, 2));
  });
  engine_.define("handler_done", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) actor->handler_settled(invocation_of(call, 1), true);
  });
  engine_.define("handler_failed", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    const InvocationId id = invocation_of(call, 1);
    report(actor, {.invocation = id,
                   .kind = actor->kind_of(id),
                   .name = call.text(2),
                   .message = call.text(3),
                   .stack = call.text(4)});
    actor->handler_settled(id, false);
  });
}

}  // namespace models::room
