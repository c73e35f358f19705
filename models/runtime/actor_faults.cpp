#include <algorithm>
#include <utility>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"

// What befalls an object from outside, or ends it against its will: failing storage, new code, lost hosts, overload.

namespace models::runtime {

std::optional<CallError> Actor::commit_fate(sim::Duration& takes) {
  const PlatformOptions& options = platform_.options();
  if (options.storage_write_fails + options.storage_write_hangs <= 0) return std::nullopt;
  const double drawn = platform_.storage_faults(entity_).uniform();
  if (drawn < options.storage_write_fails) return storage_failed();
  if (drawn >= options.storage_write_fails + options.storage_write_hangs) return std::nullopt;
  takes = options.storage_limit;
  return storage_hung();
}

CallError Actor::storage_failed() {
  return {.message = "Internal error in Durable Object storage write caused object to be reset.",
          .remote = true,
          .durable_object_reset = true};
}

CallError Actor::storage_hung() {
  return {.message = "Durable Object storage operation exceeded timeout which caused object to be reset.",
          .remote = true,
          .overloaded = true,
          .durable_object_reset = true};
}

void Actor::uncaught() {
  const double share = platform_.options().uncaught_resets;
  if (share > 0 && platform_.uncaught_faults(entity_).uniform() < share) here().doomed = true;
}

/// Documentation says that an uncaught exception may end the instance; what it had produced has left by then.
void Actor::end_after_exception() {
  here().doomed = false;
  // Just after what leaves at that moment.
  reset_at(std::max(here().busy_until, here().commit_free_at) + sim::Duration{1},
           {.message = "The Durable Object was ended after an uncaught exception.",
            .remote = true,
            .durable_object_reset = true});
}

void Actor::reset_at(sim::Time when, const CallError& error) {
  simulation().at(when, sim::Action([this, error, now = resets()] {
                    if (in_memory() && resets() == now) reset(error, AlarmScheduler::RunEnd::failed_counted);
                  }));
}

CallError Actor::overloaded(std::string_view why) {
  return {.message = "Durable Object is overloaded. " + std::string(why), .remote = true, .overloaded = true};
}

void Actor::bill_request(InvocationKind kind) {
  simulation().record(RequestBilled{.room = room(), .kind = kind});
  if (DailyUse* use = platform_.daily_use()) use->request();
}

std::optional<CallError> Actor::refuse_call() {
  if (DailyUse* use = platform_.daily_use()) {
    for (const Allowance allowance : {Allowance::object_requests, Allowance::object_duration})
      if (use->spent(allowance)) return CallError{.message = std::string(DailyUse::refusal(allowance)), .remote = true};
  }
  const Adversity* adversity = platform_.adversity();
  if (adversity != nullptr && adversity->overloaded(*this)) return overloaded("Too many requests queued.");
  return std::nullopt;
}

std::optional<CallError> Actor::refuse_overload(std::uint64_t bytes) {
  const OverloadLimits& limits = platform_.options().overload;
  const sim::Time now = simulation().now();
  if (limits.requests_in_10s > 0) {
    if (!misfortunes_) misfortunes_ = std::make_unique<Misfortunes>();
    auto& arrivals = misfortunes_->arrivals;
    std::erase_if(arrivals, [now](sim::Time arrived) { return now - arrived >= std::chrono::seconds(10); });
    if (arrivals.size() >= limits.requests_in_10s)
      return overloaded("Too many requests for the same object within a 10 second window.");
    arrivals.push_back(now);
  }
  std::uint64_t queued = 0, queued_bytes = bytes;
  for (const auto& [id, invocation] : here().invocations) {
    if (invocation.began || !invocation.respond) continue;
    ++queued;
    queued_bytes += invocation.bytes;
  }
  if (limits.queued_requests > 0 && queued >= limits.queued_requests) return overloaded("Too many requests queued.");
  if (limits.queued_bytes > 0 && queued_bytes > limits.queued_bytes) return overloaded("Too much data queued.");
  return std::nullopt;
}

void Actor::code_updated(std::uint32_t version, std::optional<sim::Duration> max_delay) {
  newest_code_ = version;
  // Told at once, sockets end even where nobody is in memory; deferred, a hibernated object wakes with the new code
  // and keeps them (spec 1.6; the documentation does not say whether it does).
  if (!in_memory() && (max_delay || listed_.empty())) {
    code_version_ = version;
    return;
  }
  const auto update = [this] {
    reset({.message = "Durable Object reset because its code was updated.",
           .remote = true,
           .retryable = true,
           .durable_object_reset = true},
          AlarmScheduler::RunEnd::failed_uncounted);
  };
  if (!max_delay) return update();
  if (!misfortunes_) misfortunes_ = std::make_unique<Misfortunes>();
  const sim::Time latest = simulation().now() + *max_delay;
  if (simulation().pending(misfortunes_->code_update)) {
    if (misfortunes_->code_update_at <= latest) return;  // a later deploy can only shorten the delay
    simulation().cancel(misfortunes_->code_update);
  }
  misfortunes_->code_update_at = latest;
  misfortunes_->code_update = simulation().at(latest, sim::Action(update));
}

void Actor::isolate_reset(const CallError& error) {
  if (in_memory()) reset(error, AlarmScheduler::RunEnd::failed_counted);
}

void Actor::host_lost() {
  if (!in_memory() && listed_.empty()) return;
  lose_commits();
  reset({.message = "Network connection lost.", .retryable = true}, AlarmScheduler::RunEnd::failed_uncounted);
}

void Actor::runtime_restarted() {
  if (in_memory() || !listed_.empty())
    simulation().record(RoomReset{.room = room(), .message = "the runtime was restarted"});
  const auto lost = std::exchange(here().invocations, {});
  for (const auto& [id, invocation] : lost) simulation().record(InvocationEnded{.id = id, .ok = false});
  forget_memory();
  simulation().cancel(here().pump_event);
  here().alarm_invocation.reset();
  alarm_.restarted();
  here().busy_until = simulation().now();
  update_duration();
}

}  // namespace models::runtime
