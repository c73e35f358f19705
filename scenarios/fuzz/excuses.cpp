#include "scenarios/fuzz/excuses.h"

#include <algorithm>
#include <chrono>

#include "models/invariants/property.h"

namespace scenarios::fuzz {

using models::invariants::on;

namespace {

/// Faults that keep clients waiting though nobody is cut off.
bool delays(models::FaultKind kind) {
  using Kind = models::FaultKind;
  return kind == Kind::alarm_late || kind == Kind::storage_write_hangs || kind == Kind::slow_storage ||
         kind == Kind::disk_full;
}

/// Whoever is held up for longer is late for more than the order of two messages.
constexpr sim::Duration kHeldUp = std::chrono::seconds(1);

/// What is idle leaves memory, at the cost of nobody.
bool is_of_idleness(models::FaultKind kind) {
  return kind == models::FaultKind::hibernate || kind == models::FaultKind::evict;
}

}  // namespace

void Excuses::visit(const sim::RawRecord& record) {
  visit_clients(record);
  on<models::NameDefined>(record, [this](const models::NameDefined& named) {
    if (named.what == models::NameOf::room) names_[models::RoomId{named.id}] = named.name;
  });
  on<models::AlarmEnded>(record, [this](const models::AlarmEnded& ended) {
    if (ended.retry_at != sim::Time{})
      retrying_.insert(ended.room);
    else
      retrying_.erase(ended.room);
  });
  on<models::AlarmCleared>(record, [this](const models::AlarmCleared& cleared) { retrying_.erase(cleared.room); });
  on<models::RoomReset>(
      record, [&](const models::RoomReset& reset) { losses_[reset.room].push_back({.at = record.at, .until = {}}); });
  on<models::InvocationBegan>(record, [&](const models::InvocationBegan& began) {
    const auto found = losses_.find(began.room);
    if (found == losses_.end()) return;
    Loss& latest = found->second.back();
    if (!latest.until) latest.until = record.at;
  });
}

void Excuses::visit_clients(const sim::RawRecord& record) {
  const auto cut = [&] {
    if (!cut_off_) cut_off_ = record.at;
  };
  on<models::FaultStruck>(record, [&](const models::FaultStruck& one) {
    befallen_ = befallen_ || !is_of_idleness(one.kind);
    if (delays(one.kind)) cut();
    if ((delays(one.kind) || one.kind == models::FaultKind::storage_write_fails) && !delayed_) delayed_ = record.at;
  });
  on<models::ClientConnecting>(record, [this](const models::ClientConnecting& one) { leaving_.erase(one.client); });
  on<models::ClientLeaving>(record, [this](const models::ClientLeaving& one) { leaving_.insert(one.client); });
  on<models::ClientClosed>(record, [&](const models::ClientClosed& one) {
    if (one.was_clean || leaving_.contains(one.client)) return;
    befallen_ = true;
    cut();
  });
  on<models::LinkFault>(record, [&](const models::LinkFault& one) {
    befallen_ = true;
    if (one.until - record.at > kHeldUp) cut();
  });
  on<models::RoomReset>(record, [this](const models::RoomReset&) { befallen_ = true; });
  on<models::ClientRefused>(record, [&](const models::ClientRefused& one) {
    if (one.status == 0 || befallen_) cut();
  });
  on<models::HttpAnswered>(record, [&](const models::HttpAnswered& one) {
    if (one.status == 0 || (one.status >= 500 && befallen_)) cut();
  });
}

bool Excuses::lost(const std::string& room, sim::Time at) const {
  for (const auto& [id, losses] : losses_) {
    const auto name = names_.find(id);
    if (name == names_.end() || "room " + name->second != room) continue;
    return std::ranges::any_of(losses,
                               [at](const Loss& one) { return one.at <= at && (!one.until || *one.until > at); });
  }
  return false;
}

}  // namespace scenarios::fuzz
