#include "commands/room_history.h"

#include <fmt/format.h>

#include "reports/record_reading.h"

namespace commands {

void RoomHistory::visit(const sim::RawRecord& raw) {
  const auto left = [&](models::RoomId room, std::string how) {
    RoomPast& past = rooms_[room];
    past.left = raw.at;
    past.left_by = std::move(how);
  };
  switch (raw.kind) {
    case models::InstanceConstructed::kKind: {
      const auto record = reports::read_record<models::InstanceConstructed>(raw);
      RoomPast& past = rooms_[record.room];
      past.woke = raw.at;
      past.woke_for = record.reason;
      past.left.reset();
      break;
    }
    case models::Hibernated::kKind:
      left(reports::read_record<models::Hibernated>(raw).room, "hibernated");
      break;
    case models::Evicted::kKind:
      left(reports::read_record<models::Evicted>(raw).room, "was evicted");
      break;
    case models::RoomReset::kKind: {
      const auto record = reports::read_record<models::RoomReset>(raw);
      left(record.room, fmt::format("was reset ({})", record.message));
      break;
    }
    case models::InvocationBegan::kKind: {
      const auto record = reports::read_record<models::InvocationBegan>(raw);
      RoomPast& past = rooms_[record.room];
      past.last_invocation = raw.at;
      past.last_kind = record.kind;
      break;
    }
    case models::ExceptionThrown::kKind: {
      const auto record = reports::read_record<models::ExceptionThrown>(raw);
      RoomPast& past = rooms_[record.room];
      past.thrown = raw.at;
      past.thrown_what = fmt::format("{}: {}", record.name, record.message);
      break;
    }
    default:
      break;
  }
}

const RoomPast& RoomHistory::of(models::RoomId room) const {
  static const RoomPast kNone;
  const auto it = rooms_.find(room);
  return it == rooms_.end() ? kNone : it->second;
}

}  // namespace commands
