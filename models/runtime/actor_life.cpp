#include <utility>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"
#include "models/storage/sql_database.h"

// An instance's life: construction, idleness, hibernation, eviction, reset, and what of it is billed.

namespace models::runtime {

void Actor::ensure_instance() {
  if (instance_ || constructing_) return;
  constructing_ = true;
  busy_until_ = std::max(busy_until_, simulation().now()) + draw(costs().wake);
  gate_.push({SectionId::root, sim::Action([this] { construct(); })}, true);
}

void Actor::construct() {
  constructing_ = false;
  simulation().record(InstanceConstructed{
      .room = room(), .reason = next_reason_, .sockets = static_cast<std::uint32_t>(listed_.size())});
  instance_ = platform_.host().make_instance(*this);
  const TurnEnd end = instance_->construct();
  after_turn(end, costs().constructor);
}

bool Actor::active() const { return executing() || rpc_sessions_in_ > 0; }

bool Actor::executing() const {
  return in_turn_ || constructing_ || platform_.simulation().now() < busy_until_ || gate_.waiting() ||
         !invocations_.empty();
}

bool Actor::pinned() const {
  return timers_ > 0 || calls_ > 0 || !wait_untils_.empty() || rpc_sessions_out_ > 0 || standard_sockets_ > 0 ||
         !sections_.empty() || store_.sealed() > store_.confirmed() || !output_.empty();
}

bool Actor::connected() const {
  for (const auto& [id, socket] : sockets_)
    if (!socket->closed_there()) return true;
  return false;
}

std::optional<DurationReason> Actor::duration_reason() const {
  if (!instance_ && !constructing_) return std::nullopt;
  if (executing()) return DurationReason::handler;
  if (standard_sockets_ > 0) return DurationReason::accepted_socket;
  if (timers_ > 0) return DurationReason::timer;
  if (!wait_untils_.empty()) return DurationReason::wait_until;
  if (rpc_sessions_in_ + rpc_sessions_out_ > 0) return DurationReason::held_stub;
  if (pinned()) return DurationReason::unfinished_io;
  return std::nullopt;
}

void Actor::update_duration() {
  const auto reason = duration_reason();
  if (reason == billed_) return;
  if (billed_) simulation().record(DurationEnded{.room = room()});
  if (reason) simulation().record(DurationBegan{.room = room(), .reason = *reason});
  billed_ = reason;
}

void Actor::settle_idle() {
  if (!instance_ || active()) return;
  if (!eviction_requests_.empty() && store_.sealed() == store_.confirmed()) {
    const bool keep = eviction_requests_.front().first;
    auto requests = std::exchange(eviction_requests_, {});
    put_out_of_memory(keep);
    for (const auto& [keep_sockets, done] : requests) done(true);
    return;
  }
  const bool evicts = pinned();
  if (simulation().pending(inactivity_)) {
    if (inactivity_evicts_ == evicts) return;
    simulation().cancel(inactivity_);
  }
  // A connected object with accept()ed sockets stays for as long as they do; one that only waits for itself does not.
  if (evicts && (standard_sockets_ > 0 || connected() || store_.sealed() > store_.confirmed())) return;
  inactivity_evicts_ = evicts;
  const sim::Time at = evicts ? eviction_time() : simulation().now() + platform_.options().hibernate_after;
  inactivity_ = simulation().at(at, sim::Action([this] { inactivity_timer_fires(); }));
}

/// The object's own timers do not put it off (spec 1.1, rule 5), unless pending work keeps it.
sim::Time Actor::eviction_time() {
  const PlatformOptions& options = platform_.options();
  if (std::exchange(eviction_for_, last_event_) != last_event_) {
    const auto spread = static_cast<std::uint64_t>((options.evict_after_most - options.evict_after_least).count());
    const std::uint64_t drawn = draw_at(sim::site("room.eviction"), evictions_drawn_,
                                        [spread](sim::RandomStream& stream) { return stream.below(spread + 1); });
    const sim::Duration late{static_cast<std::int64_t>(drawn)};
    const sim::Time began = platform_.class_began(identity_.class_name);
    const auto period = options.evict_after_least;
    eviction_due_ = options.evict_by_sweep ? began + ((last_event_ - began + period) / period + 1) * period
                                           : last_event_ + period + late;
  }
  if (options.pending_work_keeps.count() == 0) return eviction_due_;
  sim::Time at = eviction_due_;
  // Later work has a greater number: the newest is the last.
  for (auto it = waits_.end(); it != waits_.begin();) {
    --it;
    if (it->second.kind != WaitKind::timer && it->second.kind != WaitKind::call) continue;
    at = std::max(at, it->second.began + options.pending_work_keeps);
    break;
  }
  if (!wait_untils_.empty()) at = std::max(at, (wait_untils_.end() - 1)->second + options.pending_work_keeps);
  return at;
}

void Actor::inactivity_timer_fires() {
  if (active() || pinned() != inactivity_evicts_) return settle_idle();
  put_out_of_memory(true);
}

void Actor::request_eviction(bool keep_sockets, std::function<void(bool)> done) {
  if (!instance_ && !constructing_) return done(false);
  eviction_requests_.emplace_back(keep_sockets, std::move(done));
  settle_idle();
}

void Actor::put_out_of_memory(bool keep_sockets) {
  simulation().cancel(inactivity_);
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
    next_reason_ = ConstructReason::wake_from_hibernation;
  } else {
    simulation().record(Evicted{.room = room(), .sockets_cut = !keep_sockets});
    next_reason_ = ConstructReason::after_eviction;
  }
  meter();
  update_duration();
}

void Actor::drop_instance() {
  for (auto& [wait, waiting] : waits_) simulation().cancel(waiting.event);
  for (auto& [wait, section] : sections_) simulation().cancel(section.timeout);
  simulation().cancel(alarm_timeout_);
  // What is not in memory holds none: clear() gives back the rings and blocks of these, too.
  if (invocations_.empty()) invocations_.clear();
  answers_.clear();
  if (commits_.empty()) commits_.clear();
  waits_.clear();
  wait_untils_.clear();
  sections_.clear();
  rpc_party_gone();
  timers_ = calls_ = standard_sockets_ = rpc_sessions_in_ = rpc_sessions_out_ = 0;
  doomed_ = false;
  gate_.clear();
  output_.drop();
  finished_.clear();
  cut_off_ = false;
  if (storage::SqlDatabase* sql = store_.sql_in_use()) sql->close_cursors();
  constructing_ = false;
  instance_.reset();
  if (misfortunes_) simulation().cancel(misfortunes_->code_update);
  code_version_ = newest_code_;
}

void Actor::reset(const CallError& error, AlarmScheduler::RunEnd alarm_end) {
  simulation().record(RoomReset{.room = room(), .message = error.message});
  if (!misfortunes_) misfortunes_ = std::make_unique<Misfortunes>();
  misfortunes_->reset_errors.push_back(error);
  misfortunes_->reset_errors.back().remote = false;  // what its stubs fail with from now on (recorded: error-props)
  auto lost = std::exchange(invocations_, {});
  // A run that had not begun has no result that could count (spec 5.3).
  if (alarm_invocation_ && !lost.at(*alarm_invocation_).began &&
      !(alarm_end == AlarmScheduler::RunEnd::failed_counted && platform_.options().constructor_throw_counts_retry))
    alarm_end = AlarmScheduler::RunEnd::failed_uncounted;
  for (auto& [id, invocation] : lost) simulation().record(InvocationEnded{.id = id, .ok = false});
  // An answer that the output gate still held never left: its caller hears of the reset instead (spec 3.2).
  for (auto& [id, answer] : answers_) lost.emplace(id, std::move(answer));
  forget_memory();
  fail_callers(std::move(lost), error);
  if (std::exchange(alarm_invocation_, std::nullopt)) alarm_.run_ended(alarm_end);
  alarm_.stored_changed();
  update_duration();
}

/// All but what is durable: instance, unconfirmed writes, sockets.
void Actor::forget_memory() {
  simulation().cancel(inactivity_);
  drop_instance();
  for (const sim::EventHandle commit : commits_) simulation().cancel(commit);
  commits_.clear();
  const auto alarm = store_.alarm_ms();
  store_.roll_back();
  if (store_.alarm_ms() != alarm) alarm_.rolled_back();
  for (auto& [id, socket] : sockets_) {
    socket->cut();
    if (socket->listed) simulation().record(SocketGone{.room = room(), .socket = id, .code = 1006});
  }
  sockets_.clear();
  listed_.clear();
  auto_response_.reset();
  event_timeout_ms_ = 0;
  next_reason_ = ConstructReason::after_reset;
  meter();
}

/// RPC callers hear first, then the one whose event reset the object, then the others in the order of their calls
/// (recorded: error-props).
void Actor::fail_callers(sim::FlatMap<InvocationId, Invocation> lost, const CallError& error) {
  const sim::Time at = std::max(busy_until_, simulation().now());
  const auto fail = [&](Invocation& invocation) {
    if (!invocation.respond) return;
    CallError told = error;
    if (invocation.kind == InvocationKind::rpc) told.remote = false;
    simulation().at(at, sim::Action([respond = std::exchange(invocation.respond, nullptr), told] { respond(told); }));
  };
  for (auto& [id, invocation] : lost)
    if (invocation.kind == InvocationKind::rpc) fail(invocation);
  if (const auto it = lost.find(turn_invocation_); it != lost.end() && in_turn_) fail(it->second);
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
  if (billed_) simulation().record(DurationEnded{.room = room()});
  billed_.reset();
  drop_instance();  // its host may go before the platform does
}

}  // namespace models::runtime
