#include "models/runtime/actor_view.h"

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"

namespace models::runtime {
namespace {

SocketView view_of(const RoomSocket& socket) {
  return {.id = socket.id(),
          .hibernatable = socket.hibernatable(),
          .ready_state = socket.ready_state(),
          .listed = socket.listed,
          .tags = socket.tags,
          .attachment = socket.attachment,
          .auto_response_ms = socket.auto_response_ms};
}

}  // namespace

AlarmView AlarmScheduler::view() const {
  AlarmView view{.due_ms = actor_.store().alarm_ms(), .running = run_.has_value(), .retry_at = {}};
  view.retry_count = run_ ? run_->retry_count : counted_retries_;
  if (retry_) view.retry_at = retry_->at;
  return view;
}

ActorView Actor::view() const {
  const Presence& here = this->here();
  ActorView view;
  view.constructing = here.constructing;
  view.state = in_memory()        ? ActorView::State::awake
               : !listed_.empty() ? ActorView::State::hibernated
                                  : ActorView::State::out_of_memory;
  view.awake_because = duration_reason();
  view.timers = here.timers;
  view.calls = here.calls;
  view.wait_untils = static_cast<std::uint32_t>(here.wait_untils.size());
  view.open_bodies = static_cast<std::uint32_t>(here.open_bodies.size());
  view.rpc_sessions_in = here.rpc_sessions_in;
  view.rpc_sessions_out = here.rpc_sessions_out;
  view.accepted_sockets = here.standard_sockets;
  view.last_event = here.last_event;
  view.busy_until = here.busy_until;
  if (platform_.simulation().pending(here.inactivity)) view.leaves_at = here.inactivity_at;
  view.leaves_by_eviction = here.inactivity_evicts;
  for (const auto& [id, socket] : sockets_) view.sockets.push_back(view_of(*socket));
  for (const auto& [id, wait] : here.waits) view.waits.push_back({wait.kind, wait.began, wait.due});
  for (const auto& [id, one] : here.invocations)
    view.invocations.push_back({id, one.kind, one.socket, one.began, false});
  for (const auto& [id, one] : here.answers) view.invocations.push_back({id, one.kind, one.socket, true, true});
  view.alarm = alarm_.view();
  view.input_waiting = here.gate.turns_waiting();
  view.critical_sections = here.gate.depth();
  view.output_held = here.output.held();
  view.unconfirmed = store_.sealed() - store_.confirmed();
  if (auto_response_) view.auto_response = *auto_response_;
  view.event_timeout_ms = event_timeout_ms_;
  view.resets = resets();
  view.code_version = code_version_;
  return view;
}

}  // namespace models::runtime
