#include "reports/residence.h"

#include <utility>

#include "reports/record_reading.h"

namespace reports {

void ResidenceReader::visit(const sim::RawRecord& raw) {
  last_ = raw.at;
  switch (raw.kind) {
    case models::DurationBegan::kKind:
      return active_again(rooms_[read_record<models::DurationBegan>(raw).room], raw.at);
    case models::DurationEnded::kKind: {
      Room& room = rooms_[read_record<models::DurationEnded>(raw).room];
      room.billed = false;
      room.idle_since = raw.at;
      return;
    }
    case models::InstanceConstructed::kKind:
      return constructed(read_record<models::InstanceConstructed>(raw), raw.at);
    case models::Hibernated::kKind:
      ++seen_.hibernations;
      return leaves(rooms_[read_record<models::Hibernated>(raw).room], raw.at);
    case models::Evicted::kKind: {
      Room& room = rooms_[read_record<models::Evicted>(raw).room];
      ++(room.billed ? seen_.evictions_with_work : seen_.evictions);
      return leaves(room, raw.at);
    }
    case models::ForcedOut::kKind:
      ++seen_.forced_out;
      seen_.sockets_cut += read_record<models::ForcedOut>(raw).sockets;
      return;
    case models::RoomReset::kKind:
      ++seen_.resets;
      return leaves(rooms_[read_record<models::RoomReset>(raw).room], raw.at);
    case models::WakeServed::kKind: {
      const auto record = read_record<models::WakeServed>(raw);
      if (!rooms_[record.room].is_new) seen_.waited_ms.push_back(static_cast<double>(record.waited.count()) * 1e-6);
      return;
    }
    default:
      return;
  }
}

void ResidenceReader::active_again(Room& room, sim::Time at) {
  room.billed = true;
  if (room.idle_since) {
    const sim::Duration gap = at - *room.idle_since;
    seen_.idle += room.left_at.value_or(at) - *room.idle_since;
    if (gap <= wake_worth_) {
      seen_.optimal_idle += gap;
    } else {
      ++seen_.optimal_wakes;
    }
    room.idle_since.reset();
  }
  room.left_at.reset();
  if (!room.in_memory_since) room.in_memory_since = at;
}

void ResidenceReader::leaves(Room& room, sim::Time at) {
  if (!room.in_memory_since) return;  // a reset of one that slept
  seen_.in_memory += at - *std::exchange(room.in_memory_since, std::nullopt);
  room.left_at = at;
}

void ResidenceReader::constructed(const models::InstanceConstructed& record, sim::Time at) {
  Room& room = rooms_[record.room];
  if (!room.in_memory_since) room.in_memory_since = at;
  room.is_new = record.reason == models::ConstructReason::first;
  ++(room.is_new ? seen_.first_constructions : seen_.wakes);
}

Residence ResidenceReader::finish() const {
  Residence all = seen_;
  all.resets -= all.forced_out;
  for (const auto& [id, room] : rooms_) {
    if (room.in_memory_since) all.in_memory += last_ - *room.in_memory_since;
    // The last gap has no end: staying was in vain.
    if (room.idle_since) all.idle += room.left_at.value_or(last_) - *room.idle_since;
  }
  return all;
}

}  // namespace reports
