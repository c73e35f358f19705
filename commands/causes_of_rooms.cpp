#include <algorithm>
#include <utility>

#include "commands/causes.h"
#include "models/invariants/property.h"

namespace commands {

using models::invariants::on;

void Causes::invocation(const models::InvocationBegan& began) {
  using enum models::InvocationKind;
  Room& room = rooms_[began.room];
  switch (began.kind) {
    case worker_fetch:
      workers_[now_] = false;
      worker_ = now_;
      break;
    case scheduled:
      because(cron_);
      worker_ = now_;
      break;
    case fetch:
    case rpc:
      room.worker = worker_;
      if (room.requests.empty()) {
        because(worker_);
        break;
      }
      because(room.requests.front().record);
      room.worker = room.requests.front().worker;
      room.requests.pop_front();
      break;
    case alarm:
      because(room.alarm_fired);
      break;
    case message: {
      Socket& socket = sockets_[began.socket];
      auto cause = take(socket.arrived, std::nullopt);
      if (!cause) cause = take(socket.sent, std::nullopt);
      because(cause);
      break;
    }
    case close:
    case error:
      because(sockets_[began.socket].leaving);
      break;
    case timer:
      because(room.ended);
      break;
    case constructor:
      because(room.last);
      break;
  }
  because(room.constructed);  // the wake that this invocation had to wait for
  room.constructed.reset();
  turn_ = now_;
  turn_at_ = at_;
  if (began.room != models::RoomId::none) room.open.emplace_back(began.id, now_);
  invocations_[began.id] = {began.room, now_};
}

void Causes::room_record(models::RoomId id) {
  Room& room = rooms_[id];
  because(at_work(room));
  room.last = now_;
}

void Causes::of_invocations(const sim::RawRecord& record) {
  on<models::InvocationBegan>(record, [&](const auto& r) { invocation(r); });
  on<models::InvocationEnded>(record, [&](const auto& r) {
    const auto it = invocations_.find(r.id);
    if (it == invocations_.end()) return;
    because(it->second.second);
    if (const auto worker = workers_.find(it->second.second); worker != workers_.end()) worker->second = true;
    Room& room = rooms_[it->second.first];
    std::erase_if(room.open, [&](const auto& open) { return open.first == r.id; });
    room.ended = now_;
    invocations_.erase(it);
  });
  on<models::ExceptionThrown>(record, [&](const auto& r) {
    const auto it = invocations_.find(r.invocation);
    if (it != invocations_.end())
      because(it->second.second);
    else
      because(at_work(rooms_[r.room]));
  });
}

void Causes::room_ended(models::RoomId id, bool sockets_cut) {
  Room& room = rooms_[id];
  const auto before = room.ended ? room.ended : room.last;
  if (fault_ && graph_.size() - *fault_ < 8)
    because(fault_);
  else if (before)  // it goes because nothing more happened
    graph_.set_before(now_, *before);
  Room next;
  next.last = now_;
  next.alarm_set = room.alarm_set;
  next.alarm_fired = room.alarm_fired;
  room = std::move(next);
  if (!sockets_cut) return;
  for (auto& [number, socket] : sockets_)
    if (socket.room == id && !socket.leaving) socket.leaving = now_;
}

void Causes::of_lives(const sim::RawRecord& record) {
  on<models::InstanceConstructed>(record, [&](const auto& r) {
    Room& room = rooms_[r.room];
    because(room.asked);
    because(room.last);  // what had put it out of memory
    room.last = room.constructed = now_;
  });
  on<models::SocketAccepted>(record, [&](const auto& r) {
    room_record(r.room);
    sockets_[r.socket].room = r.room;
    sockets_[r.socket].connected = now_;
    sockets_[r.socket].worker = rooms_[r.room].worker;
  });
  on<models::SocketGone>(record, [&](const auto& r) {
    because(sockets_[r.socket].leaving);
    because(at_work(rooms_[r.room]));
    sockets_[r.socket].gone = now_;
  });
  on<models::Hibernated>(record, [&](const auto& r) { room_ended(r.room, false); });
  on<models::Evicted>(record, [&](const auto& r) { room_ended(r.room, r.sockets_cut); });
  on<models::RoomReset>(record, [&](const auto& r) { room_ended(r.room, true); });
}

void Causes::of_use(const sim::RawRecord& record) {
  on<models::Committed>(record, [&](const auto& r) {
    because(at_work(rooms_[r.room]));
    rooms_[r.room].commit = now_;
  });
  const auto noticed = [&](const auto& r) {  // of the room's life, and nobody's doing
    if (const auto before = at_work(rooms_[r.room])) graph_.set_before(now_, *before);
  };
  on<models::RoomStored>(record, noticed);
  on<models::UsageMetered>(record, noticed);
  on<models::StorageUsed>(record, [&](const auto& r) { because(at_work(rooms_[r.room])); });
  on<models::ServiceCalled>(record, [&](const auto& r) {
    const auto it = invocations_.find(r.id);
    if (it == invocations_.end()) return;
    because(it->second.second);
    workers_.erase(it->second.second);  // another Worker asked, no client
  });
  on<models::ConsoleLine>(
      record, [&](const auto& r) { because(r.room == models::RoomId::none ? worker_ : at_work(rooms_[r.room])); });
  on<models::RequestBilled>(record, [&](const auto& r) {
    Room& room = rooms_[r.room];
    room.asked = now_;
    if (r.kind == models::InvocationKind::alarm) return because(room.alarm_fired);
    const auto asking = turn_ && turn_at_ == at_ ? turn_ : worker_;
    because(asking);
    room.requests.push_back({now_, asking});
  });
  on<models::DurationBegan>(record, [&](const auto& r) {
    const Room& room = rooms_[r.room];
    because(room.open.empty() && room.asked ? room.asked : at_work(room));
  });
  on<models::DurationEnded>(record, [&](const auto& r) { because(at_work(rooms_[r.room])); });
  on<models::AlarmCleared>(record, [&](const auto& r) { because(at_work(rooms_[r.room])); });
}

}  // namespace commands
