#include <utility>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"

// What a scenario lets befall an object at moments of its life (adversity.h).

namespace models::runtime {

void Actor::moment(Moment moment) {
  if (Adversity* adversity = platform_.adversity()) adversity->happened(moment, *this);
}

void Actor::begun(InvocationKind kind) {
  if (kind == InvocationKind::fetch || kind == InvocationKind::rpc) moment(Moment::request);
  if (kind == InvocationKind::message) moment(Moment::message);
  if (kind == InvocationKind::close || kind == InvocationKind::error) moment(Moment::disconnects);
}

sim::Duration Actor::clock_ahead() const {
  const Adversity* adversity = platform_.adversity();
  return adversity == nullptr ? sim::Duration::zero() : adversity->clock_ahead(this);
}

std::int64_t Actor::now_ms() { return sim::to_epoch_ms(code_now() + clock_ahead()); }

std::optional<CallError> Actor::fate_of(const CommitFate& fate, sim::Duration& takes) const {
  takes += fate.later;
  if (fate.kind == CommitFate::Kind::fails) return storage_failed();
  if (fate.kind != CommitFate::Kind::hangs) return std::nullopt;
  takes = platform_.options().storage_limit;
  return storage_hung();
}

/// Before its end nothing of the turn is durable and nothing that waited for it has left; after it everything is, and
/// still nothing has left (spec 3.2, 3.3).
void Actor::commit_crashes(bool durable) {
  if (durable) {
    here().commits.pop_front();
    const storage::RoomStore::Sealed sealed = store_.confirm();
    simulation().record(Committed{.room = room(), .size_bytes = sealed.size_bytes, .rows = sealed.rows});
    moment(Moment::committed);
  }
  host_lost();
}

void Actor::check_disk() {
  const Adversity* adversity = platform_.adversity();
  if (adversity == nullptr) return;
  store_.set_full(adversity->disk_full(*this));
}

}  // namespace models::runtime
