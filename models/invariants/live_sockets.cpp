#include "models/invariants/live_sockets.h"

#include <algorithm>

namespace models::invariants {

std::vector<LiveSockets::Socket>& LiveSockets::at(RoomId room) {
  const auto index = static_cast<std::size_t>(room);
  if (rooms_.size() <= index) rooms_.resize(index + 1);
  return rooms_[index];
}

const std::vector<LiveSockets::Socket>& LiveSockets::of(RoomId room) { return at(room); }

std::optional<RoomId> LiveSockets::visit(const sim::RawRecord& record) {
  std::optional<RoomId> changed;
  on<SocketAccepted>(record, [&](const SocketAccepted& accepted) {
    if (accepted.room == RoomId::none) return;  // the Worker's own
    at(accepted.room).push_back({accepted.socket, accepted.hibernatable});
    changed = accepted.room;
  });
  on<SocketGone>(record, [&](const SocketGone& gone) {
    if (gone.room == RoomId::none) return;
    if (std::erase_if(at(gone.room), [&](const Socket& socket) { return socket.id == gone.socket; }) > 0)
      changed = gone.room;
  });
  // Sockets that were accept()ed go with the instance that took them, and are not told of one by one; a reset takes
  // all.
  const auto gone = [&](RoomId room, bool all) {
    if (std::erase_if(at(room), [all](const Socket& socket) { return all || !socket.hibernatable; }) > 0)
      changed = room;
  };
  on<RoomReset>(record, [&](const RoomReset& reset) { gone(reset.room, true); });
  on<Evicted>(record, [&](const Evicted& evicted) { gone(evicted.room, true); });
  on<Hibernated>(record, [&](const Hibernated& hibernated) { gone(hibernated.room, false); });
  return changed;
}

}  // namespace models::invariants
