#include <utility>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"

// Responses whose bodies are still being written: by this object, which stays in memory for as long as one of them is
// not read to its end (recorded: pin-http), or by others and read here.

namespace models::runtime {
namespace {

BodyId body_of(WaitId wait) { return BodyId{static_cast<std::uint64_t>(wait)}; }
WaitId wait_of(BodyId body) { return WaitId{static_cast<std::uint64_t>(body)}; }

}  // namespace

FetchOutcome outcome_of(network::BodyPiece piece) {
  if (piece.kind == network::BodyPiece::Kind::broken_off) {
    if (piece.error.empty()) return CallError{.message = "Network connection lost."};
    return CallError{.name = std::move(piece.error), .message = std::move(piece.bytes), .remote = true};
  }
  return RpcValue{.bytes = std::move(piece.bytes)};
}

BodyId Actor::open_body() {
  const BodyId body = body_of(begin_call());  // which ends if nobody reads any more
  here().open_bodies.push_back(body);
  platform_.bodies().open(body, [this, body] {
    std::erase(here().open_bodies, body);
    resume(wait_of(body), std::nullopt);
  });
  return body;
}

WaitId Actor::write_body(BodyId body, std::string bytes) {
  const WaitId wait = begin_call();
  leave(sim::Action([this, body, wait, bytes = std::move(bytes)]() mutable {
    platform_.bodies().write(body, {.bytes = std::move(bytes)}, [this, wait] { resume(wait, std::nullopt); });
  }));
  return wait;
}

void Actor::end_body(BodyId body, network::BodyPiece end) {
  leave(sim::Action([this, body, end = std::move(end)]() mutable {
    platform_.bodies().write(body, std::move(end), [this, body] { body_over(body); });
  }));
}

void Actor::body_over(BodyId body) {
  if (!presence_) return;
  std::erase(here().open_bodies, body);
  here().last_event = simulation().now();
  if (here().waits.erase(wait_of(body)) > 0) --here().calls;
  if (here().in_turn) return;
  update_duration();
  settle_idle();
}

WaitId Actor::read_body(BodyId body) {
  const WaitId wait = begin_call();
  platform_.bodies().read(body, [this, wait](network::BodyPiece piece) { resume(wait, outcome_of(std::move(piece))); });
  return wait;
}

void Actor::given_body(BodyId body) { here().given_bodies.push_back(body); }

WaitId Actor::body_arrives(sim::Duration time) {
  const WaitId wait = begin_call();
  here().waits.at(wait).event = simulation().after(time, sim::Action([this, wait] { resume(wait, std::nullopt); }));
  return wait;
}

/// The instance goes: what it wrote breaks off, and what it was given nobody reads.
void Actor::drop_bodies() {
  for (const BodyId body : std::exchange(here().open_bodies, {})) platform_.bodies().break_off(body);
  for (const BodyId body : std::exchange(here().given_bodies, {})) platform_.bodies().cancel(body);
}

}  // namespace models::runtime
