#include <utility>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"
#include "models/storage/sql_database.h"

// An instance's life: construction, idleness, hibernation, eviction, reset, and what of it is billed.

namespace models::runtime {

const Presence& Actor::absent() {
  static const Presence kAbsent;
  return kAbsent;
}

void Actor::ensure_instance() {
  if (here().instance || here().constructing) return;
  here().constructing = true;
  here().drawn = {};
  here().awaited_since = simulation().now();
  here().wake_untold = true;
  platform_.came_into_memory(*this);
  here().busy_until = std::max(here().busy_until, simulation().now()) + draw(costs().wake);
  here().gate.push({SectionId::root, sim::Action([this] { construct(); })}, true);
}

void Actor::construct() {
  here().constructing = false;
  simulation().record(InstanceConstructed{
      .room = room(), .reason = next_reason_, .sockets = static_cast<std::uint32_t>(listed_.size())});
  moment(Moment::constructs);
  if (next_reason_ == ConstructReason::wake_from_hibernation) moment(Moment::wakes);
  if (Adversity* adversity = platform_.adversity()) here().charge += adversity->constructor_takes(*this);
  here().instance = platform_.host().make_instance(*this);
  const TurnEnd end = here().instance->construct();
  after_turn(end, costs().constructor);
}

bool Actor::active() const { return executing() || here().rpc_sessions_in > 0 || !here().open_bodies.empty(); }

bool Actor::executing() const {
  return here().in_turn || here().constructing || platform_.simulation().now() < here().busy_until ||
         here().gate.waiting() || !here().invocations.empty();
}

bool Actor::pinned() const {
  return here().timers > 0 || here().calls > 0 || !here().wait_untils.empty() || here().rpc_sessions_out > 0 ||
         here().standard_sockets > 0 || !here().sections.empty() || store_.sealed() > store_.confirmed() ||
         !here().output.empty();
}

bool Actor::connected() const {
  for (const auto& [id, socket] : sockets_)
    if (!socket->closed_there()) return true;
  return false;
}

std::optional<DurationReason> Actor::duration_reason() const {
  if (!here().instance && !here().constructing) return std::nullopt;
  if (executing() || !here().open_bodies.empty()) return DurationReason::handler;
  if (here().standard_sockets > 0) return DurationReason::accepted_socket;
  if (here().timers > 0) return DurationReason::timer;
  if (!here().wait_untils.empty()) return DurationReason::wait_until;
  if (here().rpc_sessions_in + here().rpc_sessions_out > 0) return DurationReason::held_stub;
  if (pinned()) return DurationReason::unfinished_io;
  return std::nullopt;
}

void Actor::update_duration() {
  const auto reason = duration_reason();
  if (reason == here().billed) return;
  if (!presence_) return;
  if (DailyUse* use = platform_.daily_use()) {
    if (!here().billed) use->duration_began();
    if (!reason) use->duration_ended();
  }
  if (here().billed) simulation().record(DurationEnded{.room = room()});
  if (reason) simulation().record(DurationBegan{.room = room(), .reason = *reason});
  here().billed = reason;
}

void Actor::settle_idle() {
  if (!here().instance || active()) return;
  platform_.make_room();
  if (!here().eviction_requests.empty() && store_.sealed() == store_.confirmed()) {
    const bool keep = here().eviction_requests.front().first;
    auto requests = std::exchange(here().eviction_requests, {});
    put_out_of_memory(keep);
    for (const auto& [keep_sockets, done] : requests) done(true);
    return;
  }
  const bool evicts = pinned();
  if (here().hibernates_soon && !evicts) return put_out_of_memory(true);
  if (simulation().pending(here().inactivity)) {
    if (here().inactivity_evicts == evicts) return;
    simulation().cancel(here().inactivity);
  }
  // A connected object with accept()ed sockets stays for as long as they do; one that only waits for itself does not.
  if (evicts && (here().standard_sockets > 0 || connected() || store_.sealed() > store_.confirmed())) return;
  here().inactivity_evicts = evicts;
  const sim::Time at = evicts ? eviction_time() : platform_.eviction().hibernates_at(at_rest());
  if (at == sim::Time::max()) return;
  here().inactivity_at = at;
  here().inactivity = simulation().at(at, sim::Action([this] { inactivity_timer_fires(); }));
}

eviction::AtRest Actor::at_rest() {
  return {.now = simulation().now(),
          .last_event = here().last_event,
          .class_began = platform_.class_began(identity_.class_name)};
}

/// The object's own timers do not put it off (spec 1.1, rule 5), unless pending work keeps it.
sim::Time Actor::eviction_time() {
  const PlatformOptions& options = platform_.options();
  if (std::exchange(here().eviction_for, here().last_event) != here().last_event)
    here().eviction_due = draw_at(sim::site("room.eviction"), evictions_drawn_, [this](sim::RandomStream& chance) {
      return platform_.eviction().evicts_at(at_rest(), chance);
    });
  const sim::Duration keeps = options.pending_work_keeps.value_or(code_options().pending_work_keeps);
  if (keeps.count() == 0 || here().eviction_due == sim::Time::max()) return here().eviction_due;
  sim::Time at = here().eviction_due;
  // Later work has a greater number: the newest is the last.
  for (auto it = here().waits.end(); it != here().waits.begin();) {
    --it;
    if (it->second.kind != WaitKind::timer && it->second.kind != WaitKind::call) continue;
    at = std::max(at, it->second.began + keeps);
    break;
  }
  if (!here().wait_untils.empty()) at = std::max(at, (here().wait_untils.end() - 1)->second + keeps);
  return at;
}

void Actor::inactivity_timer_fires() {
  if (active() || pinned() != here().inactivity_evicts) return settle_idle();
  put_out_of_memory(true);
}

bool Actor::may_hibernate() const { return here().instance != nullptr && !active() && !pinned(); }

void Actor::hibernate_soon() {
  if (!in_memory()) return;
  if (may_hibernate()) return put_out_of_memory(true);
  here().hibernates_soon = true;
}

void Actor::request_eviction(bool keep_sockets, std::function<void(bool)> done) {
  if (!here().instance && !here().constructing) return done(false);
  here().eviction_requests.emplace_back(keep_sockets, std::move(done));
  settle_idle();
}

void Actor::put_out_of_memory(bool keep_sockets) {
  simulation().cancel(here().inactivity);
  drop_instance();
  if (!keep_sockets) {
    const auto listed = listed_;
    for (RoomSocket* socket : listed) {
      socket->cut();
      forget_socket(*socket, 1006);
    }
  }
  // What is no longer listed cannot be told of anything again: the connection ends without a Close frame.
  erase_if(sockets_, [](auto& entry) {
    if (entry.second->listed && entry.second->hibernatable()) return false;
    entry.second->cut();
    return true;
  });
  if (!listed_.empty()) {
    simulation().record(Hibernated{.room = room(), .sockets = static_cast<std::uint32_t>(listed_.size())});
    moment(Moment::hibernates);
    next_reason_ = ConstructReason::wake_from_hibernation;
  } else {
    simulation().record(Evicted{.room = room(), .sockets_cut = !keep_sockets});
    moment(Moment::evicted);
    next_reason_ = ConstructReason::after_eviction;
  }
  meter();
  update_duration();
  leave_if_quiet();
}

void Actor::leave_if_quiet() {
  const Presence& left = here();
  const bool quiet = !in_memory() && !left.in_turn && left.flushing == 0 && !left.gate.waiting() &&
                     left.output.empty() && left.invocations.empty() && left.answers.empty() && left.waits.empty() &&
                     left.sections.empty() && left.commits.empty() && !left.alarm_invocation &&
                     left.eviction_requests.empty() && !simulation().pending(left.pump_event);
  if (quiet) presence_.reset();
}

bool Actor::make_room() {
  const bool unsent = store_.sealed() > store_.confirmed() || !here().output.empty() || here().flushing > 0;
  if (!here().instance || active() || unsent) return false;
  if (!pinned()) {
    put_out_of_memory(true);
    return true;
  }
  simulation().record(ForcedOut{.room = room(), .sockets = static_cast<std::uint32_t>(sockets_.size())});
  reset({.message = "Durable Object was reset because its host needed the memory.",
         .remote = true,
         .retryable = true,
         .durable_object_reset = true},
        AlarmScheduler::RunEnd::failed_uncounted);
  leave_if_quiet();
  return true;
}

void Actor::drop_instance() {
  platform_.left_memory(*this);
  for (auto& [wait, waiting] : here().waits) simulation().cancel(waiting.event);
  for (auto& [wait, section] : here().sections) simulation().cancel(section.timeout);
  simulation().cancel(here().alarm_timeout);
  here().answers.clear();
  here().waits.clear();
  here().wait_untils.clear();
  here().sections.clear();
  rpc_party_gone();
  drop_bodies();
  here().timers = here().calls = here().standard_sockets = here().rpc_sessions_in = here().rpc_sessions_out = 0;
  here().doomed = here().hibernates_soon = false;
  here().gate.clear();
  here().output.drop();
  here().finished.clear();
  here().cut_off = false;
  if (storage::SqlDatabase* sql = store_.sql_in_use()) sql->close_cursors();
  here().constructing = false;
  here().instance.reset();
  if (misfortunes_) simulation().cancel(misfortunes_->code_update);
  code_version_ = newest_code_;
}

void Actor::reset(const CallError& error, AlarmScheduler::RunEnd alarm_end) {
  settle_commits();
  simulation().record(RoomReset{.room = room(), .message = error.message});
  moment(Moment::resets);
  if (!misfortunes_) misfortunes_ = std::make_unique<Misfortunes>();
  misfortunes_->reset_errors.push_back(error);
  misfortunes_->reset_errors.back().remote = false;  // what its stubs fail with from now on (recorded: error-props)
  auto lost = std::exchange(here().invocations, {});
  // A run that had not begun has no result that could count (spec 5.3).
  const auto alarm = here().alarm_invocation ? lost.find(*here().alarm_invocation) : lost.end();
  if (alarm != lost.end() && !alarm->second.began &&
      !(alarm_end == AlarmScheduler::RunEnd::failed_counted && platform_.options().constructor_throw_counts_retry))
    alarm_end = AlarmScheduler::RunEnd::failed_uncounted;
  for (auto& [id, invocation] : lost) simulation().record(InvocationEnded{.id = id, .ok = false});
  // An answer that the output gate still held never left: its caller hears of the reset instead (spec 3.2).
  for (auto& [id, answer] : here().answers) lost.emplace(id, std::move(answer));
  forget_memory();
  fail_callers(std::move(lost), error);
  if (std::exchange(here().alarm_invocation, std::nullopt)) alarm_.run_ended(alarm_end);
  alarm_.stored_changed();
  update_duration();
}

/// All but what is durable: instance, unconfirmed writes, sockets.
void Actor::forget_memory() {
  simulation().cancel(here().inactivity);
  drop_instance();
  lose_commits();
  const auto alarm = store_.alarm_ms();
  if (const auto emptied = store_.roll_back())
    simulation().record(Committed{.room = room(), .size_bytes = emptied->size_bytes, .rows = emptied->rows});
  if (store_.alarm_ms() != alarm) alarm_.rolled_back();
  for (auto& [id, socket] : sockets_) {
    socket->cut();
    if (socket->listed) simulation().record(SocketGone{.room = room(), .socket = id, .code = 1006});
  }
  sockets_.clear();
  listed_.clear();
  auto_response_.reset();
  event_timeout_ms_ = 0;
  here().cpu_used = {};
  next_reason_ = ConstructReason::after_reset;
  meter();
}

/// RPC callers hear first, then the one whose event reset the object, then the others in the order of their calls
/// (recorded: error-props).
void Actor::fail_callers(sim::FlatMap<InvocationId, Invocation> lost, const CallError& error) {
  const sim::Time at = std::max(here().busy_until, simulation().now());
  const auto fail = [&](Invocation& invocation) {
    if (!invocation.respond) return;
    CallError told = error;
    if (invocation.kind == InvocationKind::rpc) told.remote = false;
    simulation().at(at, sim::Action([respond = std::exchange(invocation.respond, nullptr), told] { respond(told); }));
  };
  for (auto& [id, invocation] : lost)
    if (invocation.kind == InvocationKind::rpc) fail(invocation);
  if (const auto it = lost.find(here().turn_invocation); it != lost.end() && here().in_turn) fail(it->second);
  for (auto& [id, invocation] : lost) fail(invocation);
}

void Actor::meter() {
  if (rows_read_ + rows_written_ + messages_in_ + messages_out_ == 0) return;
  simulation().record(UsageMetered{.room = room(),
                                   .rows_read = std::exchange(rows_read_, 0),
                                   .rows_written = std::exchange(rows_written_, 0),
                                   .messages_in = std::exchange(messages_in_, 0),
                                   .messages_out = std::exchange(messages_out_, 0)});
}

void Actor::finish() {
  meter();
  if (here().billed) {
    if (DailyUse* use = platform_.daily_use()) use->duration_ended();
    simulation().record(DurationEnded{.room = room()});
  }
  here().billed.reset();
  drop_instance();  // its host may go before the platform does
}

}  // namespace models::runtime
