#include <utility>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"

// An object's sockets: how they are accepted, what they hand over, what leaves through them (spec 2).

namespace models::runtime {

SocketId Actor::accept(PairSide side, bool hibernatable, std::vector<std::string> tags) {
  SocketId id = std::exchange(here().offered_now, SocketId::none);
  if (id == SocketId::none) id = platform_.next_unoffered_socket();
  auto& socket = sockets_[id];
  socket = std::make_unique<RoomSocket>(*this, id, hibernatable);
  socket->tags = std::move(tags);
  socket->listed = hibernatable;
  socket->half_open = !code_options().auto_reply_to_close;
  if (hibernatable)
    listed_.push_back(socket.get());
  else
    ++here().standard_sockets;
  simulation().record(SocketAccepted{.room = room(), .socket = id, .hibernatable = hibernatable});
  moment(Moment::connects);
  platform_.pairs().accepted(side, *this, id);
  return id;
}

/// The first socket accepted while a client's upgrade is handled is that client's connection.
void Actor::accepting_for(InvocationId upgrade) {
  const auto it = here().invocations.find(upgrade);
  if (it == here().invocations.end() || here().offered_now != SocketId::none) return;
  here().offered_now = std::exchange(it->second.offered, SocketId::none);
}

RoomSocket* Actor::socket(SocketId id) {
  if (const auto it = sockets_.find(id); it != sockets_.end()) return it->second.get();
  const auto it = here().finished.find(id);
  return it == here().finished.end() ? nullptr : it->second.get();
}

// ---- what leaves

void Actor::send(RoomSocket& socket, MessageKind kind, network::Bytes bytes) {
  if (socket.mute()) return;
  const network::Opcode opcode = kind == MessageKind::text ? network::Opcode::text : network::Opcode::binary;
  leave(socket.id(), {opcode, std::move(bytes), 0});
}

void Actor::close(RoomSocket& socket, std::uint16_t code, std::string reason) {
  if (socket.closed_here() || socket.mute()) return;
  socket.mark_closed_here();
  leave(socket.id(), {network::Opcode::close, network::Bytes(std::move(reason)), code});
}

void Actor::break_off(RoomSocket& socket) {
  socket.mark_errored();
  forget_socket(socket, 0);
  leave(sim::Action([this, id = socket.id()] {
    RoomSocket* broken = this->socket(id);
    if (broken == nullptr) return;
    broken->cut();
    retire(*broken);
  }));
}

void Actor::release_frame(SocketId id, network::Frame frame) {
  RoomSocket* socket = this->socket(id);
  if (socket == nullptr) return;
  if (frame.opcode == network::Opcode::close) {
    socket->transmit(std::move(frame));
    retire(*socket);
    return;
  }
  ++messages_out_;
  if (simulation().trace().writes(MessageLeft::kLevel)) {
    const MessageKind kind = frame.opcode == network::Opcode::text ? MessageKind::text : MessageKind::binary;
    const sim::BodyId body = simulation().trace().body(simulation().now(), frame.bytes);
    simulation().record(MessageLeft{.room = room(), .socket = id, .kind = kind, .body = body});
  }
  socket->transmit(std::move(frame));
}

bool Actor::auto_respond(RoomSocket& socket, const network::Frame& frame) {
  if (!auto_response_ || frame.opcode != network::Opcode::text || !socket.hibernatable()) return false;
  if (*frame.bytes != auto_response_->first) return false;
  socket.auto_response_ms = sim::to_epoch_ms(simulation().now());
  simulation().record(MessageArrived{.room = room(),
                                     .socket = socket.id(),
                                     .kind = MessageKind::text,
                                     .body = simulation().trace().body(simulation().now(), frame.bytes),
                                     .auto_response = true});
  // After its own close() nothing is answered, but the message is passed over all the same (recorded).
  if (socket.closed_here()) return true;
  network::Frame reply{network::Opcode::text, network::Bytes(auto_response_->second), 0};
  // Passes the gate, but does not overtake what waits there already.
  if (here().output.empty()) {
    release_frame(socket.id(), std::move(reply));
  } else {
    here().output.push(0, socket.id(), std::move(reply));
    here().output.turn_ended(simulation().now());
  }
  return true;
}

// ---- what arrives

void Actor::arrived(RoomSocket& socket, SocketEvent event) {
  if (event.kind == InvocationKind::message) {
    ++messages_in_;
    if (DailyUse* use = platform_.daily_use()) use->message();
    if (simulation().trace().writes(MessageArrived::kLevel)) {
      const sim::BodyId body = simulation().trace().body(simulation().now(), event.bytes);
      simulation().record(MessageArrived{.room = room(), .socket = socket.id(), .kind = event.message, .body = body});
    }
  }
  const InvocationId id = begin_invocation({.kind = event.kind,
                                            .socket = socket.id(),
                                            .respond = {},
                                            .timeout_ms = socket.hibernatable() ? event_timeout_ms_ : 0});
  enqueue(SectionId::root, sim::Action([this, id, event = std::move(event)] { socket_turn(id, event); }));
}

void Actor::socket_turn(InvocationId id, const SocketEvent& event) {
  announce(id);
  const bool ends = event.kind != InvocationKind::message;
  RoomSocket* socket = this->socket(event.socket);
  if (ends) {
    if (auto reply = socket->end_begins(event)) leave(event.socket, std::move(*reply));
  }
  TurnEnd end;
  if (!socket->hibernatable() || here().instance->has_handler(event.kind))
    end = call_handler(id, event);
  else
    handler_settled(id, true);  // dropped without an error (spec 2.4.4)
  const CostTable& costs = this->costs();
  after_turn(end, event.kind == InvocationKind::message ? costs.message
                  : event.kind == InvocationKind::close ? costs.close
                                                        : costs.error);
  socket = this->socket(event.socket);
  if (socket == nullptr) return;  // reset in that turn
  if (ends) {
    socket->end_told(event);
    forget_socket(*socket, 0);
    retire(*socket);
  }
  socket->dispatched();
}

TurnEnd Actor::call_handler(InvocationId id, const SocketEvent& event) {
  // From here on the handler is on the clock.
  if (const std::uint32_t ms = here().invocations.at(id).timeout_ms; ms > 0)
    here().invocations.at(id).timeout =
        simulation().after(std::chrono::milliseconds(ms), sim::Action([this, id] { event_times_out(id); }));
  switch (event.kind) {
    case InvocationKind::message:
      return here().instance->message(id, event.socket, event.message, event.bytes);
    case InvocationKind::close:
      return here().instance->close(id, event.socket, event.code, *event.bytes, event.clean);
    default:
      return here().instance->error(id, event.socket, *event.bytes);
  }
}

void Actor::forget_socket(RoomSocket& socket, std::uint16_t code) {
  if (!socket.counted) return;
  socket.counted = false;
  socket.listed = false;
  std::erase(listed_, &socket);
  if (!socket.hibernatable()) --here().standard_sockets;
  simulation().record(SocketGone{.room = room(), .socket = socket.id(), .code = code});
}

void Actor::retire(RoomSocket& socket) {
  if (socket.counted || !socket.over()) return;
  const auto it = sockets_.find(socket.id());
  if (it == sockets_.end()) return;
  here().finished[socket.id()] = std::move(it->second);
  sockets_.erase(it);
}

// ---- the event timeout (spec 2.5)

void Actor::event_times_out(InvocationId id) {
  const auto it = here().invocations.find(id);
  if (it == here().invocations.end()) return;
  record_exception({.invocation = id,
                    .kind = it->second.kind,
                    .name = "Error",
                    .message = "Actor exceeded event execution time and was disconnected.",
                    .stack = ""});
  here().cut_off = true;
  cut_background();
}

void Actor::cut_background() {
  // A request (or an alarm) that is being handled holds all that the instance waits for; nothing else does any more
  // (recorded).
  for (const auto& [id, invocation] : here().invocations)
    if (invocation.kind == InvocationKind::fetch || invocation.kind == InvocationKind::alarm) return;
  for (auto& [wait, waiting] : here().waits) simulation().cancel(waiting.event);
  here().waits.clear();
  here().wait_untils.clear();
  here().timers = here().calls = 0;
  std::vector<WaitId> sections;
  for (const auto& [wait, section] : here().sections) sections.push_back(wait);
  for (const WaitId section : sections) leave_section(section);
  erase_if(here().invocations, [this](auto& entry) {
    if (!entry.second.began) return false;
    simulation().cancel(entry.second.timeout);
    simulation().record(InvocationEnded{.id = entry.first, .ok = false});
    return true;
  });
  update_duration();
  settle_idle();
}

}  // namespace models::runtime
