#include <algorithm>
#include <utility>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"

// What room code asks of its object during a turn: storage, sockets, console.

namespace models::runtime {

void Actor::record_storage(StorageOperation operation, storage::Rows rows) {
  rows_read_ += rows.read;
  rows_written_ += rows.written;
  simulation().record(
      StorageUsed{.room = room(), .operation = operation, .rows_read = rows.read, .rows_written = rows.written});
}

const std::string* Actor::get(std::string_view key) {
  charge_read();
  storage::Rows rows;
  const std::string* value = store_.get(key, rows);
  record_storage(StorageOperation::get, rows);
  return value;
}

void Actor::put(std::string key, std::string value) {
  charge_write();
  storage::Rows rows;
  store_.put(std::move(key), std::move(value), rows);
  record_storage(StorageOperation::put, rows);
}

bool Actor::remove(std::string_view key) {
  charge_write();
  storage::Rows rows;
  const bool existed = store_.remove(key, rows);
  record_storage(StorageOperation::remove, rows);
  return existed;
}

std::vector<std::pair<std::string, const std::string*>> Actor::list(const storage::ListOptions& options) {
  charge_read();
  storage::Rows rows;
  auto found = store_.list(options, rows);
  record_storage(StorageOperation::list, rows);
  return found;
}

void Actor::remove_all() {
  charge_write();
  storage::Rows rows;
  store_.remove_all(rows);
  record_storage(StorageOperation::remove_all, rows);
  if (platform_.options().delete_all_deletes_alarm) alarm_.clear();
}

std::optional<std::int64_t> Actor::get_alarm() {
  charge_read();
  record_storage(StorageOperation::get_alarm, {});
  return alarm_.visible();
}

void Actor::set_alarm(std::int64_t epoch_ms) {
  charge_write();
  // Every setAlarm() bills one written row, also for an unchanged time (pricing.md S5).
  record_storage(StorageOperation::set_alarm, {.read = 0, .written = 1});
  alarm_.set(epoch_ms);
}

void Actor::delete_alarm() {
  charge_write();
  record_storage(StorageOperation::remove_alarm, {});
  alarm_.clear();
}

// ---- sockets

SocketId Actor::accept(PairSide side, bool hibernatable, std::vector<std::string> tags) {
  // The first socket accepted while a client's upgrade is handled is that client's connection.
  SocketId id = std::exchange(offered_now_, SocketId::none);
  if (id == SocketId::none) id = platform_.next_unoffered_socket();
  auto& socket = sockets_[id];
  socket = std::make_unique<RoomSocket>(*this, id, hibernatable);
  socket->tags = std::move(tags);
  socket->listed = hibernatable;
  if (hibernatable)
    listed_.push_back(socket.get());
  else
    ++standard_sockets_;
  simulation().record(SocketAccepted{.room = room(), .socket = id, .hibernatable = hibernatable});
  platform_.bind_side(side, *this, id);
  return id;
}

RoomSocket* Actor::socket(SocketId id) {
  const auto it = sockets_.find(id);
  return it == sockets_.end() ? nullptr : it->second.get();
}

void Actor::send(RoomSocket& socket, MessageKind kind, std::string bytes) {
  if (!last_sent_ || *last_sent_ != bytes) last_sent_ = std::make_shared<const std::string>(std::move(bytes));
  const network::Opcode opcode = kind == MessageKind::text ? network::Opcode::text : network::Opcode::binary;
  leave(sim::Action(
      [this, id = socket.id(), frame = network::Frame{opcode, last_sent_, 0}] { release_frame(id, frame); }));
}

void Actor::close(RoomSocket& socket, std::uint16_t code, std::string reason) {
  socket.mark_closed_here();
  const network::Frame frame{network::Opcode::close, std::make_shared<const std::string>(std::move(reason)), code};
  leave(sim::Action([this, id = socket.id(), frame] { release_frame(id, frame); }));
  // A standard socket whose peer closed first has nothing more to hear.
  if (!socket.hibernatable() && socket.closed_there()) forget_socket(socket, code);
}

void Actor::release_frame(SocketId id, network::Frame frame) {
  RoomSocket* socket = this->socket(id);
  if (socket == nullptr) return;
  if (frame.opcode == network::Opcode::close) {
    socket->transmit(std::move(frame));
    if (socket->has_wire()) socket->close_left();
    return;
  }
  ++messages_out_;
  if (simulation().trace().writes(MessageLeft::kLevel)) {
    const MessageKind kind = frame.opcode == network::Opcode::text ? MessageKind::text : MessageKind::binary;
    const sim::BodyId body = simulation().trace().body(simulation().now(), *frame.bytes);
    simulation().record(MessageLeft{.room = room(), .socket = id, .kind = kind, .body = body});
  }
  socket->transmit(std::move(frame));
}

bool Actor::auto_respond(RoomSocket& socket, const network::Frame& frame) {
  if (!auto_response_ || frame.opcode != network::Opcode::text || !socket.hibernatable() || socket.closed_here())
    return false;
  if (*frame.bytes != auto_response_->first) return false;
  socket.auto_response_ms = sim::to_epoch_ms(simulation().now());
  simulation().record(MessageArrived{.room = room(),
                                     .socket = socket.id(),
                                     .kind = MessageKind::text,
                                     .body = simulation().trace().body(simulation().now(), *frame.bytes),
                                     .auto_response = true});
  network::Frame reply{network::Opcode::text, std::make_shared<const std::string>(auto_response_->second), 0};
  // Passes the gate, but does not overtake what waits there already.
  if (output_.empty()) {
    release_frame(socket.id(), std::move(reply));
  } else {
    output_.push(0, sim::Action([this, id = socket.id(), reply] { release_frame(id, reply); }));
    output_.turn_ended(simulation().now());
  }
  return true;
}

void Actor::socket_turn(InvocationKind kind, SocketId socket, std::function<TurnEnd(InvocationId)> run) {
  const InvocationId id = begin_invocation({.kind = kind, .socket = socket, .respond = {}});
  enqueue(SectionId::root, sim::Action([this, id, kind, socket, run = std::move(run)] {
            announce(id);
            RoomSocket* ending = kind == InvocationKind::message ? nullptr : this->socket(socket);
            if (ending != nullptr) ending->mark_closed_there();
            TurnEnd end;
            if (instance_->has_handler(kind) || !is_hibernatable(socket))
              end = run(id);
            else
              handler_settled(id, true);  // dropped without an error (spec 2.4.4)
            const CostTable& costs = this->costs();
            after_turn(end, kind == InvocationKind::message ? costs.message
                            : kind == InvocationKind::close ? costs.close
                                                            : costs.error);
            RoomSocket* handled = this->socket(socket);
            if (handled == nullptr) return;  // reset in that turn
            if (handled->closed_there()) forget_socket(*handled, 0);
            handled->dispatched();
          }));
}

bool Actor::is_hibernatable(SocketId id) {
  const RoomSocket* found = socket(id);
  return found != nullptr && found->hibernatable();
}

void Actor::message_arrived(RoomSocket& socket, const network::Frame& frame) {
  ++messages_in_;
  const MessageKind kind = frame.opcode == network::Opcode::text ? MessageKind::text : MessageKind::binary;
  if (simulation().trace().writes(MessageArrived::kLevel)) {
    const sim::BodyId body = simulation().trace().body(simulation().now(), *frame.bytes);
    simulation().record(MessageArrived{.room = room(), .socket = socket.id(), .kind = kind, .body = body});
  }
  socket_turn(InvocationKind::message, socket.id(),
              [this, id = socket.id(), kind, bytes = frame.bytes](InvocationId invocation) {
                return instance_->message(invocation, id, kind, bytes);
              });
}

void Actor::close_arrived(RoomSocket& socket, std::uint16_t code, const std::string& reason, bool clean) {
  if (!socket.hibernatable() && clean && !socket.closed_here() && platform_.options().auto_reply_to_close) {
    socket.mark_closed_here();
    release_frame(socket.id(), {network::Opcode::close, std::make_shared<const std::string>(reason), code});
  }
  socket_turn(InvocationKind::close, socket.id(),
              [this, id = socket.id(), code, reason, clean](InvocationId invocation) {
                return instance_->close(invocation, id, code, reason, clean);
              });
}

void Actor::error_arrived(RoomSocket& socket, const std::string& message) {
  socket_turn(InvocationKind::error, socket.id(), [this, id = socket.id(), message](InvocationId invocation) {
    return instance_->error(invocation, id, message);
  });
}

void Actor::forget_socket(RoomSocket& socket, std::uint16_t code) {
  if (!socket.counted) return;
  socket.counted = false;
  socket.listed = false;
  std::erase(listed_, &socket);
  if (!socket.hibernatable()) --standard_sockets_;
  simulation().record(SocketGone{.room = room(), .socket = socket.id(), .code = code});
}

// ---- what is said

void Actor::record_exception(ExceptionThrown exception) {
  exception.room = room();
  simulation().record(exception);
}

void Actor::console(ConsoleLevel level, std::string_view text) {
  const sim::BodyId body = simulation().trace().body(simulation().now(), text);
  simulation().record(ConsoleLine{.room = room(), .level = level, .text = body});
}

}  // namespace models::runtime
