#include "models/runtime/worker_sockets.h"

#include <algorithm>
#include <utility>

#include "models/runtime/platform.h"

namespace models::runtime {

WorkerSockets::WorkerSockets(Platform& platform)
    : platform_(platform),
      cost_(platform.simulation().choices().stream(sim::site("worker.socket.cost"), sim::entity("worker"))) {}

SocketId WorkerSockets::accept(PairSide side, bool /*hibernatable*/, std::vector<std::string> /*tags*/) {
  const SocketId id = platform_.next_unoffered_socket();
  auto& socket = sockets_[id];
  socket = std::make_unique<RoomSocket>(*this, id, false);
  platform_.simulation().record(SocketAccepted{.room = RoomId::none, .socket = id, .hibernatable = false});
  platform_.pairs().accepted(side, *this, id);
  return id;
}

RoomSocket* WorkerSockets::socket(SocketId id) {
  const auto it = sockets_.find(id);
  return it == sockets_.end() ? nullptr : it->second.get();
}

void WorkerSockets::leave(sim::Action release) {
  sim::Simulation& simulation = platform_.simulation();
  simulation.at(std::max(busy_until_, simulation.now()), std::move(release));
}

void WorkerSockets::transmit(SocketId id, const network::Frame& frame) {
  RoomSocket* socket = this->socket(id);
  if (socket == nullptr) return;
  socket->transmit(frame);
  if (socket->released()) retire(id, true);
}

void WorkerSockets::send(RoomSocket& socket, MessageKind kind, network::Bytes bytes) {
  if (socket.mute()) return;
  const network::Frame frame{kind == MessageKind::text ? network::Opcode::text : network::Opcode::binary,
                             std::move(bytes), 0};
  leave(sim::Action([this, id = socket.id(), frame] { transmit(id, frame); }));
}

void WorkerSockets::close(RoomSocket& socket, std::uint16_t code, std::string reason) {
  if (socket.closed_here() || socket.mute()) return;
  socket.mark_closed_here();
  const network::Frame frame{network::Opcode::close, network::Bytes(std::move(reason)), code};
  leave(sim::Action([this, id = socket.id(), frame] { transmit(id, frame); }));
}

void WorkerSockets::break_off(RoomSocket& socket) {
  socket.mark_errored();
  leave(sim::Action([this, id = socket.id()] {
    RoomSocket* broken = this->socket(id);
    if (broken == nullptr) return;
    broken->cut();
    retire(id, true);
  }));
}

void WorkerSockets::arrived(RoomSocket& socket, SocketEvent event) {
  sim::Simulation& simulation = platform_.simulation();
  const SocketId id = socket.id();
  const InvocationId invocation = platform_.next_invocation();
  simulation.record(InvocationBegan{.id = invocation, .kind = event.kind, .socket = id});
  busy_until_ = std::max(busy_until_, simulation.now()) + platform_.costs().message.sample_duration(cost_);
  const bool ends = event.kind != InvocationKind::message;
  if (ends) {
    if (auto reply = socket.end_begins(event)) leave(sim::Action([this, id, reply = *reply] { transmit(id, reply); }));
  }
  const TurnEnd end = platform_.host().worker_socket_event(invocation, event);
  simulation.record(InvocationEnded{.id = invocation, .ok = end.kind == TurnEnd::Kind::done});
  if (end.kind == TurnEnd::Kind::host_limit) return platform_.host_limit(end.detail);
  RoomSocket* handled = this->socket(id);
  if (handled == nullptr) return;
  if (ends) {
    handled->end_told(event);
    simulation.record(SocketGone{.room = RoomId::none, .socket = id, .code = 0});
  }
  handled->dispatched();
  retire(id, ends);
}

void WorkerSockets::restarted() {
  for (auto& [id, socket] : sockets_) socket->cut();
  sockets_.clear();
}

void WorkerSockets::retire(SocketId id, bool told) {
  const auto it = sockets_.find(id);
  // It may be what calls: it goes when that call is over.
  if (it == sockets_.end() || !told || !it->second->over()) return;
  platform_.simulation().after({}, sim::Action([this, id] { sockets_.erase(id); }));
}

}  // namespace models::runtime
