#include "commands/causes.h"

#include <algorithm>
#include <utility>

#include "models/invariants/property.h"

namespace commands {

using models::invariants::on;

void Causes::effect_of(Index effect, std::optional<Index> cause) {
  if (!cause || *cause == effect) return;
  const auto known = graph_.causes(effect);
  if (std::find(known.begin(), known.end(), *cause) == known.end()) graph_.add_cause(effect, *cause);
}

void Causes::follows(models::ClientId client, models::SocketId socket) {
  const auto latest = clients_.find(client);
  if (latest != clients_.end()) {
    // At the very instant it is an answer; later it may be a timer's.
    if (latest->second.second == at_)
      because(latest->second.first);
    else
      graph_.set_before(now_, latest->second.first);
  }
  because(sockets_[socket].connected);
  clients_[client] = {now_, at_};
}

std::optional<Causes::Index> Causes::answered_by(Index request) {
  for (auto it = workers_.lower_bound(request); it != workers_.end(); ++it) {
    if (!it->second) continue;
    const Index worker = it->first;
    workers_.erase(it);
    effect_of(worker, request);
    return worker;
  }
  return std::nullopt;
}

std::optional<Causes::Index> Causes::take(std::deque<Message>& queue, Body body) {
  const auto it =
      std::find_if(queue.begin(), queue.end(), [&](const Message& one) { return !body || one.body == *body; });
  if (it == queue.end()) return std::nullopt;
  const Index found = it->record;
  queue.erase(queue.begin(), it + 1);
  return found;
}

std::optional<Causes::Index> Causes::at_work(const Room& room) const {
  if (!room.open.empty()) return room.open.back().second;
  return room.ended ? room.ended : room.last;
}

void Causes::visit(const sim::RawRecord& record) {
  now_ = graph_.add();
  at_ = record.at;
  if (record.kind == sim::BodyRecord::kKind || record.kind == models::NameDefined::kKind) return;
  on<models::FaultStruck>(record, [&](const auto& fault) {
    fault_ = now_;
    if (fault.room == models::RoomId::none) return;
    Room& room = rooms_[fault.room];
    if (const auto before = at_work(room)) graph_.set_before(now_, *before);
    room.last = now_;
  });
  on<models::CronFired>(record, [&](const auto&) { cron_ = now_; });
  if (of_client(record) || of_ends(record) || of_messages(record) || of_alarms(record)) return;
  of_invocations(record);
  of_lives(record);
  of_use(record);
}

bool Causes::of_client(const sim::RawRecord& record) {
  bool taken = false;
  const auto next = [&](models::ClientId client) {
    if (const auto it = clients_.find(client); it != clients_.end()) because(it->second.first);
    clients_[client] = {now_, at_};
    taken = true;
  };
  on<models::ClientConnecting>(record, [&](const auto& r) {
    next(r.client);
    asked_[r.client] = now_;
  });
  on<models::HttpRequested>(record, [&](const auto& r) {
    next(r.client);
    asked_[r.client] = now_;
  });
  on<models::ClientConnected>(record, [&](const auto& r) {
    next(r.client);
    Socket& socket = sockets_[r.socket];
    because(socket.connected);  // the room's accept
    if (socket.worker) {        // only now is it told whose request the Worker had
      workers_.erase(*socket.worker);
      if (const auto it = asked_.find(r.client); it != asked_.end()) effect_of(*socket.worker, it->second);
    }
    socket.connected = now_;
  });
  const auto answered = [&](const auto& r) {
    next(r.client);
    if (const auto it = asked_.find(r.client); it != asked_.end()) because(answered_by(it->second));
  };
  on<models::ClientRefused>(record, answered);
  on<models::HttpAnswered>(record, answered);
  on<models::ClientPong>(record, [&](const auto& r) { next(r.client); });
  on<models::ClientError>(record, [&](const auto& r) { next(r.client); });
  return taken;
}

bool Causes::of_ends(const sim::RawRecord& record) {
  bool taken = false;
  on<models::ClientLeaving>(record, [&](const auto& r) {
    follows(r.client, r.socket);
    sockets_[r.socket].leaving = now_;
    taken = true;
  });
  on<models::LinkLost>(record, [&](const auto& r) {
    follows(r.client, r.socket);
    sockets_[r.socket].leaving = now_;
    taken = true;
  });
  on<models::ClientCloseFrame>(record, [&](const auto& r) {
    Socket& socket = sockets_[r.socket];
    because(socket.gone ? socket.gone : at_work(rooms_[socket.room]));
    clients_[r.client] = {now_, at_};
    taken = true;
  });
  on<models::ClientClosed>(record, [&](const auto& r) {
    const auto latest = clients_.find(r.client);
    if (const auto leaving = sockets_[r.socket].leaving)
      because(leaving);
    else if (latest != clients_.end())
      because(latest->second.first);
    clients_[r.client] = {now_, at_};
    taken = true;
  });
  return taken;
}

bool Causes::of_messages(const sim::RawRecord& record) {
  bool taken = true;
  switch (record.kind) {
    case models::ClientSent::kKind:
      on<models::ClientSent>(record, [&](const auto& r) {
        follows(r.client, r.socket);
        sockets_[r.socket].sent.push_back({now_, r.body});
      });
      break;
    case models::MessageArrived::kKind:
      on<models::MessageArrived>(record, [&](const auto& r) {
        Socket& socket = sockets_[r.socket];
        because(take(socket.sent, r.body));
        if (r.auto_response) return;
        socket.arrived.push_back({now_, r.body});
        rooms_[r.room].asked = now_;
      });
      break;
    case models::MessageLeft::kKind:
      on<models::MessageLeft>(record, [&](const auto& r) {
        Room& room = rooms_[r.room];
        because(at_work(room));
        because(room.commit);  // what the output gate waited for
        sockets_[r.socket].left.push_back({now_, r.body});
      });
      break;
    case models::ClientReceived::kKind:
      on<models::ClientReceived>(record, [&](const auto& r) {
        Socket& socket = sockets_[r.socket];
        auto cause = take(socket.left, r.body);
        if (!cause && socket.room != models::RoomId::none) cause = at_work(rooms_[socket.room]);
        because(cause);
        clients_[r.client] = {now_, at_};
      });
      break;
    default:
      taken = false;
  }
  return taken;
}

bool Causes::of_alarms(const sim::RawRecord& record) {
  bool taken = false;
  on<models::AlarmSet>(record, [&](const auto& r) {
    because(at_work(rooms_[r.room]));
    rooms_[r.room].alarm_set = now_;
    taken = true;
  });
  on<models::AlarmFired>(record, [&](const auto& r) {
    Room& room = rooms_[r.room];
    because(room.alarm_set);
    room.alarm_fired = room.asked = now_;
    taken = true;
  });
  on<models::AlarmEnded>(record, [&](const auto& r) {
    Room& room = rooms_[r.room];
    because(room.alarm_fired);
    because(room.ended ? room.ended : room.last);
    if (!r.ok && !r.given_up) room.alarm_set = now_;  // the retry comes of this
    taken = true;
  });
  return taken;
}

}  // namespace commands
