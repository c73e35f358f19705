#include "scenarios/fuzz/healing.h"

#include <algorithm>

#include "models/invariants/property.h"

namespace scenarios::fuzz {

using models::FaultKind;
using models::invariants::on;

void Healing::trouble(sim::Time at, bool cuts_off) {
  last_trouble_ = std::max(last_trouble_.value_or(at), at);
  cut_off_ = cut_off_ || cuts_off;
}

void Healing::follow_faults(const sim::RawRecord& record) {
  on<models::FaultStruck>(
      record, [&](const models::FaultStruck& one) { trouble(record.at, one.kind != FaultKind::alarm_late); });
  on<models::AlarmSet>(record, [this](const models::AlarmSet& one) { armed_.insert(one.room); });
  on<models::AlarmCleared>(record, [this](const models::AlarmCleared& one) { armed_.erase(one.room); });
  on<models::AlarmFired>(record, [this](const models::AlarmFired& one) { armed_.erase(one.room); });
  on<models::AlarmEnded>(record, [this](const models::AlarmEnded& one) {
    if (!one.ok && !one.given_up) armed_.insert(one.room);
  });
  on<models::InvocationBegan>(record, [&](const models::InvocationBegan&) { last_event_ = record.at; });
  on<models::RoomReset>(record, [&](const models::RoomReset&) { trouble(record.at, true); });
  on<models::LinkFault>(record, [&](const models::LinkFault& one) {
    trouble(std::max(record.at, one.until), true);
    // It may not know yet that nothing comes any more.
    if (one.kind == FaultKind::half_open) connected_.erase(one.client);
  });
}

void Healing::follow_clients(const sim::RawRecord& record) {
  on<models::ClientConnected>(record, [&](const models::ClientConnected& one) { connected_[one.client] = record.at; });
  on<models::ClientClosed>(record, [&](const models::ClientClosed& one) {
    connected_.erase(one.client);
    if (!one.was_clean) trouble(record.at, true);
  });
  // What they do next comes later, too, or not at all.
  on<models::ClientWaited>(record, [this](const models::ClientWaited&) { cut_off_ = cut_off_ || last_trouble_; });
  on<models::ScriptBegan>(record, [this](const models::ScriptBegan&) { cut_off_ = true; });
  on<models::ClientRefused>(record, [&](const models::ClientRefused&) { trouble(record.at, true); });
  on<models::HttpAnswered>(record, [&](const models::HttpAnswered& one) {
    if (one.status == 0 || one.status >= 500) trouble(record.at, true);
  });
}

void Healing::visit(const sim::RawRecord& record) {
  end_ = record.at;
  follow_faults(record);
  follow_clients(record);
  on<models::ViewReported>(record, [&](const models::ViewReported& one) {
    View& view = views_[one.name];
    const auto [seen, is_new] = view.seen.try_emplace(one.client, one.value);
    if (!is_new && seen->second == one.value) return;
    seen->second = one.value;
    view.changed = record.at;
  });
  on<models::ScriptEnded>(record, [this](const models::ScriptEnded& one) {
    for (auto& [name, view] : views_) view.seen.erase(one.client);
  });
}

bool Healing::still_apart(std::string_view property) const {
  if (last_trouble_ && !is_long_ago(*last_trouble_)) return false;
  return std::ranges::any_of(views_, [&](const auto& entry) {
    const auto& [name, view] = entry;
    const bool meant = property.find("converge on ") == std::string_view::npos ||
                       property.find("converge on " + name + " within") != std::string_view::npos;
    if (!meant || !is_long_ago(view.changed)) return false;
    std::set<sim::BodyId> values;
    for (const auto& [client, value] : view.seen)
      if (const auto since = connected_.find(client); since != connected_.end() && is_long_ago(since->second))
        values.insert(value);
    return values.size() > 1;
  });
}

bool Healing::late_alarms_are_over() const {
  return !cut_off_ && armed_.empty() && last_trouble_ && is_long_ago(*last_trouble_) && last_event_ &&
         is_long_ago(*last_event_);
}

}  // namespace scenarios::fuzz
