#include "scenarios/fuzz/restless.h"

#include <algorithm>

#include "models/invariants/property.h"

namespace scenarios::fuzz {
namespace {

/// In an hour: more than a clean-up that is put off now and then, less than what somebody would poll for.
constexpr std::ptrdiff_t kTooOften = 6;

}  // namespace

void Restless::visit(const sim::RawRecord& record) {
  using models::InvocationKind;
  using models::invariants::on;
  end_ = record.at;
  const sim::Time at = record.at;
  on<models::NameDefined>(record, [this](const models::NameDefined& named) {
    if (named.what == models::NameOf::room) names_[models::RoomId{named.id}] = named.name;
  });
  on<models::ClientConnected>(record, [&](const models::ClientConnected&) {
    ++open_;
    client_came(at);
  });
  on<models::ClientClosed>(record, [&](const models::ClientClosed&) {
    --open_;
    client_came(at);
  });
  on<models::InvocationBegan>(record, [&](const models::InvocationBegan& began) {
    if (began.room == models::RoomId::none) return;
    // A call comes from outside if a request or a cron trigger has come to the Worker; else objects call each other.
    if (began.kind == InvocationKind::message || began.kind == InvocationKind::close) client_came(at);
    if (began.kind == InvocationKind::alarm || began.kind == InvocationKind::timer)
      by_itself_[began.room].push_back(at);
  });
  on<models::WorkerRequest>(record, [&](const models::WorkerRequest&) { client_came(at); });
  on<models::CronFired>(record, [&](const models::CronFired&) { client_came(at); });
}

std::optional<std::string> Restless::room() const {
  if (open_ > 0 || last_outside_ > end_ - std::chrono::hours(2)) return std::nullopt;
  for (const auto& [room, times] : by_itself_) {
    const auto in_last_hour = times.end() - std::ranges::lower_bound(times, end_ - std::chrono::hours(1));
    const auto name = names_.find(room);
    if (in_last_hour >= kTooOften) return name == names_.end() ? "" : name->second;
  }
  return std::nullopt;
}

}  // namespace scenarios::fuzz
