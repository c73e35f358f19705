#include "models/invariants/acknowledged_is_durable.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/internal_sockets.h"
#include "sim/calendar.h"

namespace models::invariants {

AcknowledgedIsDurable::AcknowledgedIsDurable(const std::string& id, const std::string& acknowledgement,
                                             const std::string& acknowledged_id)
    : id_(false, id, ""), acknowledged_id_(false, acknowledged_id.empty() ? id : acknowledged_id, acknowledgement) {}

AcknowledgedIsDurable::Room& AcknowledgedIsDurable::room(RoomId id) {
  const auto index = static_cast<std::size_t>(id);
  if (rooms_.size() <= index) rooms_.resize(index + 1);
  return rooms_[index];
}

AcknowledgedIsDurable::Socket& AcknowledgedIsDurable::socket(SocketId id) {
  if (id >= kFirstInternalSocket) return internal_[id];
  const auto index = static_cast<std::size_t>(id);
  if (sockets_.size() <= index) sockets_.resize(index + 1);
  return sockets_[index];
}

void AcknowledgedIsDurable::visit(const sim::RawRecord& record, const RunContext& run) {
  if (full_) return;
  on<MessageArrived>(record, [&](const MessageArrived& message) {
    if (!message.auto_response) arrived(message, record.at, run);
  });
  on<InvocationBegan>(record, [this](const InvocationBegan& began) {
    if (began.kind == InvocationKind::message && began.room != RoomId::none) ++socket(began.socket).began;
  });
  on<MessageLeft>(record, [&](const MessageLeft& message) { left(message, record.at, run); });
  on<Committed>(record, [this](const Committed& commit) { committed(commit.room); });
  on<RoomReset>(record, [&](const RoomReset& reset) {
    memory_lost(reset.room, fmt::format("was reset ({})", reset.message), run);
  });
  on<Hibernated>(record, [&](const Hibernated& gone) { memory_lost(gone.room, "hibernated", run); });
  on<Evicted>(record, [&](const Evicted& gone) { memory_lost(gone.room, "was evicted", run); });
}

void AcknowledgedIsDurable::arrived(const MessageArrived& message, sim::Time at, const RunContext& run) {
  Socket& on = socket(message.socket);
  ++on.arrived;
  const auto key = id_(message.body, run);
  if (!key || durable_.find(key_of(*key, static_cast<std::uint64_t>(message.room))) != nullptr) return;
  if (durable_.forgot()) {
    full_ = true;
    return;
  }
  auto& pending = room(message.room).pending;
  if (std::ranges::find(pending, *key, &Pending::key) != pending.end()) return;
  pending.push_back({.key = *key, .socket = message.socket, .number = on.arrived, .body = message.body, .arrived = at});
  if (pending.size() > kMostPending) pending.erase(pending.begin());
}

void AcknowledgedIsDurable::left(const MessageLeft& message, sim::Time at, const RunContext& run) {
  const auto key = acknowledged_id_(message.body, run);
  if (!key) return;
  Room& from = room(message.room);
  const auto found = std::ranges::find(from.pending, *key, &Pending::key);
  if (found != from.pending.end()) {
    if (!found->acknowledged) found->acknowledged = at;
    ++from.acknowledged;
  } else if (durable_.find(key_of(*key, static_cast<std::uint64_t>(message.room))) != nullptr) {
    ++from.acknowledged;
  }
}

void AcknowledgedIsDurable::committed(RoomId id) {
  auto& pending = room(id).pending;
  std::erase_if(pending, [&](const Pending& message) {
    if (socket(message.socket).began < message.number) return false;
    durable_.add(key_of(message.key, static_cast<std::uint64_t>(id)));
    return true;
  });
}

void AcknowledgedIsDurable::memory_lost(RoomId id, std::string_view how, const RunContext& run) {
  Room& lost = room(id);
  for (; lost.acknowledged > 0; --lost.acknowledged) findings_.examined();
  for (const Pending& message : lost.pending) {
    if (!message.acknowledged) continue;
    findings_.violated(
        {.at = run.now(),
         .who = run.room(id),
         .explanation = {fmt::format("{} arrived at {} and was acknowledged to a client at {}.",
                                     run.quoted(message.body), sim::format_time(message.arrived),
                                     sim::format_time(*message.acknowledged)),
                         fmt::format("{} {} at {}. Since the message was taken up the room had committed nothing.",
                                     run.room(id), how, sim::format_time(run.now())),
                         "What was acknowledged is lost. A message waits for the writes before it unless they are "
                         "made with allowUnconfirmed; what is only in memory, to be written later, it does not wait "
                         "for."},
         .record = run.record()});
  }
  lost.pending.clear();
}

Verdict AcknowledgedIsDurable::verdict(const RunContext& /*run*/) {
  if (full_) return findings_.unknown(name(), fmt::format("there were more than {} ids to keep", kMostIds));
  return findings_.verdict(name(), "no room lost its memory after it had acknowledged anything");
}

}  // namespace models::invariants
