#include "models/native/waiting.h"

namespace models::native {

void Coroutines::wait_over(runtime::WaitId wait, const runtime::FetchOutcome* outcome) {
  const auto found = waits.find(wait);
  if (found == waits.end()) return;
  Wait& waiting = *found->second;
  waits.erase(found);
  if (outcome != nullptr) waiting.outcome_ = *outcome;
  waiting.frame_.resume();
}

std::optional<Running> Coroutines::take_ended() {
  if (ended.empty()) return std::nullopt;
  const auto found = running.find(ended.front());
  ended.pop_front();
  std::optional<Running> taken(std::move(found->second));
  running.erase(found);
  return taken;
}

void Sleep::await_suspend(std::coroutine_handle<> frame) {
  suspend(
      coroutines_.actor != nullptr ? coroutines_.actor->start_timer(delay_) : coroutines_.platform.worker_timer(delay_),
      frame);
}

bool Sync::await_suspend(std::coroutine_handle<> frame) {
  const auto wait = coroutines_.actor->sync();
  if (!wait) return false;
  suspend(*wait, frame);
  return true;
}

void Call::await_suspend(std::coroutine_handle<> frame) {
  suspend(coroutines_.actor != nullptr
              ? coroutines_.actor->call(target_.callee, target_.resets, std::move(request_))
              : coroutines_.platform.worker_call(target_.callee, target_.resets, std::move(request_), target_.caller),
          frame);
}

Response Call::await_resume() {
  if (const auto* failed = std::get_if<runtime::CallError>(&*outcome_)) throw Error(*failed);
  auto& result = std::get<runtime::FetchResult>(*outcome_);
  return {.status = result.response.status,
          .headers = std::move(result.response.headers),
          .body = std::move(result.response.body),
          .web_socket = result.web_socket};
}

}  // namespace models::native
