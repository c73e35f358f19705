#include <algorithm>
#include <utility>

#include "models/runtime/platform.h"

// Responses whose bodies are still being written, as the Worker in front writes and reads them. Others may be in the
// middle of a turn when they take or give a piece, so the Worker's own turn always comes after.

namespace models::runtime {

BodyId Platform::worker_open_body() {
  const WaitId wait = begin_wait();
  const BodyId body{static_cast<std::uint64_t>(wait)};
  bodies_->open(body, [this, wait] { wait_ends_soon(wait, std::nullopt); });
  return body;
}

WaitId Platform::worker_write_body(BodyId body, std::string bytes) {
  const WaitId wait = begin_wait();
  simulation_.after({}, sim::Action([this, body, wait, bytes = std::move(bytes)]() mutable {
                      bodies_->write(body, {.bytes = std::move(bytes)},
                                     [this, wait] { wait_ends_soon(wait, std::nullopt); });
                    }));
  return wait;
}

void Platform::worker_end_body(BodyId body, network::BodyPiece end) {
  worker_waits_.erase(WaitId{static_cast<std::uint64_t>(body)});
  simulation_.after(
      {}, sim::Action([this, body, end = std::move(end)]() mutable { bodies_->write(body, std::move(end), [] {}); }));
}

WaitId Platform::worker_read_body(BodyId body) {
  const WaitId wait = begin_wait();
  bodies_->read(body, [this, wait](network::BodyPiece piece) { wait_ends_soon(wait, outcome_of(std::move(piece))); });
  return wait;
}

WaitId Platform::worker_body_arrives(sim::Duration time) {
  const WaitId wait = begin_wait();
  wait_ends_after(time, wait, std::nullopt);
  return wait;
}

void Platform::wait_ends_soon(WaitId wait, std::optional<FetchOutcome> outcome) {
  wait_ends_after({}, wait, std::move(outcome));
}

void Platform::wait_ends_after(sim::Duration time, WaitId wait, std::optional<FetchOutcome> outcome) {
  simulation_.after(time, sim::Action([this, wait, outcome = std::move(outcome)] {
                      if (worker_waits_.erase(wait) == 0) return;
                      worker_turn_ended(host_->worker_resume(wait, outcome ? &*outcome : nullptr), InvocationId::none);
                    }));
}

}  // namespace models::runtime
