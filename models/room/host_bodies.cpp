#include <string>
#include <utility>

#include "models/room/identifiers.h"
#include "models/room/js_host.h"

// Host functions: bodies that are still being written.

namespace models::room {
namespace {

runtime::WaitId wait_of(runtime::BodyId body) { return runtime::WaitId{static_cast<std::uint64_t>(body)}; }
runtime::BodyId body_of(js::Call& call, int i) { return runtime::BodyId{static_cast<std::uint64_t>(call.number(i))}; }

}  // namespace

void JsHost::define_bodies() {
  // (owner, invocation) -> body, which is a wait as well
  engine_.define("open_body", [this](js::Call& call) {
    if (call.integer(0) == 0) {
      const runtime::BodyId body = platform_.worker_open_body();
      worker_bodies_[body] = InvocationId{static_cast<std::uint32_t>(call.integer(1))};
      worker_waits(call, wait_of(body));
    } else if (runtime::Actor* actor = actor_of(call)) {
      call.returns(number(wait_of(actor->open_body())));
    }
  });
  // (owner, body, bytes) -> wait
  engine_.define("write_body", [this](js::Call& call) {
    if (call.integer(0) == 0) return worker_waits(call, platform_.worker_write_body(body_of(call, 1), call.bytes(2)));
    if (runtime::Actor* actor = actor_of(call))
      call.returns(number(actor->write_body(body_of(call, 1), call.bytes(2))));
  });
  // (owner, body, whole, and if not: name, message, stack)
  engine_.define("end_body", [this](js::Call& call) {
    const runtime::BodyId body = body_of(call, 1);
    const bool worker = call.integer(0) == 0;
    runtime::Actor* actor = worker ? nullptr : actor_of(call);
    if (!worker && actor == nullptr) return;
    network::BodyPiece end{.kind = network::BodyPiece::Kind::end};
    if (!call.boolean(2)) {
      end = {.kind = network::BodyPiece::Kind::broken_off, .bytes = call.text(4), .error = call.text(3)};
      report(actor, {.kind = worker ? InvocationKind::worker_fetch : InvocationKind::fetch,
                     .name = call.text(3),
                     .message = call.text(4),
                     .stack = call.text(5)});
    }
    if (!worker) return actor->end_body(body, std::move(end));
    worker_waits_.erase(wait_of(body));
    if (const auto it = worker_bodies_.find(body); it != worker_bodies_.end()) {
      worker_requests_.erase(it->second);
      worker_bodies_.erase(it);
    }
    platform_.worker_end_body(body, std::move(end));
  });
  // (owner, body) -> wait
  engine_.define("read_body", [this](js::Call& call) {
    if (call.integer(0) == 0) return worker_waits(call, platform_.worker_read_body(body_of(call, 1)));
    if (runtime::Actor* actor = actor_of(call)) call.returns(number(actor->read_body(body_of(call, 1))));
  });
  // (owner, whether it came from elsewhere) -> wait, until a whole body can be read
  engine_.define("body_arrives", [this](js::Call& call) {
    const sim::Duration time = call.boolean(1) ? runtime::kBodyArrives : sim::Duration::zero();
    if (call.integer(0) == 0) return worker_waits(call, platform_.worker_body_arrives(time));
    if (runtime::Actor* actor = actor_of(call)) call.returns(number(actor->body_arrives(time)));
  });
  // (owner, body); the Worker's own are cancelled by its code
  engine_.define("given_body", [this](js::Call& call) {
    if (call.integer(0) == 0) return;
    if (runtime::Actor* actor = actor_of(call)) actor->given_body(body_of(call, 1));
  });
  engine_.define("cancel_body", [this](js::Call& call) { platform_.bodies().cancel(body_of(call, 0)); });
}

}  // namespace models::room
