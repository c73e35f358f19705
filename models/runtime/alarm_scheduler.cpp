#include "models/runtime/alarm_scheduler.h"

#include <algorithm>
#include <chrono>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"

namespace models::runtime {
namespace {

sim::Time from_epoch_ms(std::int64_t ms) { return sim::Time{std::chrono::milliseconds{ms}}; }

}  // namespace

AlarmScheduler::AlarmScheduler(Actor& actor) : actor_(actor) {}

std::optional<std::int64_t> AlarmScheduler::visible() const {
  if (run_ && run_->in_handler && run_->delete_on_success) return std::nullopt;
  return actor_.store().alarm_ms();
}

void AlarmScheduler::set(std::int64_t epoch_ms) {
  epoch_ms = std::max(epoch_ms, actor_.shown_now_ms());
  if (run_) run_->delete_on_success = false;
  actor_.store().set_alarm(epoch_ms);
  actor_.simulation().record(AlarmSet{.room = actor_.room(), .due = from_epoch_ms(epoch_ms)});
  actor_.moment(Moment::sets_alarm);
}

void AlarmScheduler::clear() {
  if (run_) run_->delete_on_success = false;
  if (actor_.store().alarm_ms()) actor_.simulation().record(AlarmCleared{.room = actor_.room()});
  actor_.store().set_alarm(std::nullopt);
}

void AlarmScheduler::stored_changed() {
  const auto stored = actor_.store().alarm_ms();
  if (retry_ && !stored) {
    actor_.simulation().cancel(retry_->event);
    retry_.reset();
    reset_counters();
  }
  if (!run_ && !retry_) arm();
}

void AlarmScheduler::arm() {
  const auto stored = actor_.store().alarm_ms();
  sim::Simulation& simulation = actor_.simulation();
  if (simulation.pending(armed_)) {
    if (stored && *stored == armed_ms_) return;
    simulation.cancel(armed_);
  }
  if (!stored) return;
  armed_ms_ = *stored;
  const sim::Time due = std::max(from_epoch_ms(armed_ms_), simulation.now());
  const auto& given = actor_.platform().options().alarm_lateness;
  const sim::Distribution& lateness = given ? *given : actor_.costs().alarm_lateness;
  const sim::Duration late =
      actor_.draw_at(sim::site("alarm.lateness"), latenesses_drawn_,
                     [&lateness](sim::RandomStream& stream) { return lateness.sample_duration(stream); });
  Adversity* adversity = actor_.platform().adversity();
  const sim::Duration held_back = adversity == nullptr ? sim::Duration::zero() : adversity->alarm_late(actor_);
  armed_ = simulation.at(sim::later(due + late, held_back), sim::Action([this, due_ms = armed_ms_] { fire(due_ms); }));
}

void AlarmScheduler::fire(std::int64_t due_ms) {
  reset_counters();
  start(due_ms, 0);
}

void AlarmScheduler::start(std::int64_t due_ms, std::uint32_t retry_count) {
  run_ = Run{.due_ms = due_ms, .retry_count = retry_count};
  actor_.simulation().record(
      AlarmFired{.room = actor_.room(), .due = from_epoch_ms(due_ms), .retry_count = retry_count});
  actor_.alarm_fires({.scheduled_ms = due_ms, .retry_count = retry_count});
}

bool AlarmScheduler::handler_begins() {
  const auto stored = actor_.store().alarm_ms();
  run_->in_handler = true;
  // A time that is not yet confirmed, or has passed itself, does not stop the run; but there is then nothing of its
  // own to delete (spec 5.1, 5.3).
  run_->delete_on_success = stored == run_->due_ms;
  if (run_->delete_on_success || actor_.lock() != 0 || (stored && *stored <= actor_.code_now_ms())) return true;
  actor_.simulation().record(AlarmEnded{.room = actor_.room(), .ok = true});
  run_.reset();
  reset_counters();
  arm();
  return false;
}

void AlarmScheduler::rolled_back() {
  if (const auto stored = actor_.store().alarm_ms())
    actor_.simulation().record(AlarmSet{.room = actor_.room(), .due = from_epoch_ms(*stored)});
  else
    actor_.simulation().record(AlarmCleared{.room = actor_.room()});
}

void AlarmScheduler::restarted() {
  sim::Simulation& simulation = actor_.simulation();
  if (run_) simulation.record(AlarmEnded{.room = actor_.room(), .ok = false, .retry_at = simulation.now()});
  run_.reset();
  if (retry_) simulation.cancel(retry_->event);
  retry_.reset();
  reset_counters();
  arm();
}

void AlarmScheduler::run_ended(RunEnd end) {
  if (!run_) return;
  const Run run = *run_;
  run_.reset();
  const auto stored = actor_.store().alarm_ms();
  if (end == RunEnd::ok) {
    actor_.simulation().record(AlarmEnded{.room = actor_.room(), .ok = true});
    if (run.delete_on_success) actor_.delete_fired_alarm();
    // Set again in its own millisecond: it looks armed for ever and never fires.
    if (!run.delete_on_success && stored == run.due_ms && actor_.platform().options().alarm_equal_time_is_lost) return;
    arm();
    return;
  }
  const bool replaced = stored != run.due_ms;
  if (replaced) {
    actor_.simulation().record(AlarmEnded{.room = actor_.room(), .ok = false});
    reset_counters();
    arm();
    return;
  }
  if (end == RunEnd::abandoned || counted_retries_ >= kMaxRetries) {
    actor_.simulation().record(AlarmEnded{.room = actor_.room(), .ok = false, .given_up = true});
    actor_.delete_fired_alarm();
    reset_counters();
    return;
  }
  schedule_retry(run, end == RunEnd::failed_counted);
}

void AlarmScheduler::schedule_retry(const Run& run, bool counted) {
  if (counted) {
    ++counted_retries_;
    if (last_failure_uncounted_) backoff_ = 0;
  }
  last_failure_uncounted_ = !counted;
  const std::int64_t delay_ms = 2'000LL << std::min(backoff_, 9U);
  const auto below = static_cast<std::uint64_t>(delay_ms / 4 + 1);
  const auto jitter_ms =
      static_cast<std::int64_t>(actor_.draw_at(sim::site("alarm.retry-jitter"), jitters_drawn_,
                                               [below](sim::RandomStream& stream) { return stream.below(below); }));
  ++backoff_;
  const sim::Time at = actor_.simulation().now() + std::chrono::milliseconds(delay_ms + jitter_ms);
  actor_.simulation().record(AlarmEnded{.room = actor_.room(), .ok = false, .retry_at = at});
  retry_ = Retry{
      .due_ms = run.due_ms, .at = at, .event = actor_.simulation().at(at, sim::Action([this] { retry_fires(); }))};
}

void AlarmScheduler::retry_fires() {
  const Retry retry = *retry_;
  retry_.reset();
  const auto stored = actor_.store().alarm_ms();
  // A new time that is still to come takes the retry's place; one that has passed meanwhile runs after it.
  if (stored && *stored != retry.due_ms && *stored > actor_.code_now_ms()) {
    reset_counters();
    arm();
    return;
  }
  start(retry.due_ms, counted_retries_);
}

void AlarmScheduler::reset_counters() {
  counted_retries_ = 0;
  backoff_ = 0;
  last_failure_uncounted_ = false;
}

}  // namespace models::runtime
