#include "models/runtime/room_socket.h"

#include <fmt/format.h>

#include <utility>

namespace models::runtime {

using network::Opcode;

RoomSocket::~RoomSocket() {
  if (wire_) wire_->listen(nullptr);
}

void RoomSocket::attach(std::unique_ptr<network::WireEnd> wire) {
  wire_ = std::move(wire);
  wire_->listen(this);
  while (!before_wire_.empty()) {
    network::Frame frame = std::move(before_wire_.front());
    before_wire_.pop_front();
    transmit(std::move(frame));
  }
  if (wire_) wire_->leads_to(owner_.region());
}

void RoomSocket::transmit(network::Frame frame) {
  if (lost_) {
    aborted_ = true;
    if (closed_there_) released_ = true;
    return;
  }
  if (!wire_) {
    before_wire_.push_back(std::move(frame));
    return;
  }
  const bool closes = frame.opcode == Opcode::close;
  wire_->send(std::move(frame));
  if (!closes) return;
  close_left_ = true;
  if (closed_there_) release();
}

void RoomSocket::release() {
  released_ = true;
  if (wire_) wire_->drop();
}

std::optional<network::Frame> RoomSocket::end_begins(const SocketEvent& event) {
  if (hibernatable_) {
    closed_there_ = true;
    return std::nullopt;
  }
  if (event.kind == InvocationKind::error) {
    errored_ = true;
    return std::nullopt;
  }
  if (!event.clean) return std::nullopt;  // still open for the listener of a lost connection (recorded)
  closed_there_ = true;
  if (half_open || closed_here_ || mute()) return std::nullopt;
  closed_here_ = true;
  return network::Frame{Opcode::close, event.bytes, event.code};
}

void RoomSocket::end_told(const SocketEvent& event) {
  if (hibernatable_) return;
  if (event.kind == InvocationKind::error) return cut();
  closed_there_ = true;
  if (lost_)
    aborted_ = released_ = true;
  else if (close_left_)
    release();
}

void RoomSocket::mark_errored() {
  errored_ = read_ended_ = true;
  inbox_.clear();
}

void RoomSocket::cut() {
  lost_ = true;
  inbox_.clear();
  if (wire_) {
    wire_->listen(nullptr);
    wire_->drop();
  }
}

void RoomSocket::on_frame(const network::Frame& frame) {
  if (read_ended_) return;  // recorded: ws-bad-frames
  switch (frame.opcode) {
    case Opcode::ping:
      read({Incoming::Kind::ping, frame});
      return;
    case Opcode::pong:
      return;
    case Opcode::close:
      read({Incoming::Kind::close, frame});
      return;
    case Opcode::protocol_error:
      fail(frame.code, *frame.bytes);
      return;
    case Opcode::text:
    case Opcode::binary:
      if (frame.bytes->size() > kMaxMessageBytes) {
        fail(1009, fmt::format("Message is too large: {} > {}", frame.bytes->size(), kMaxMessageBytes));
        return;
      }
      read({Incoming::Kind::message, frame});
      return;
  }
}

void RoomSocket::fail(std::uint16_t code, const std::string& description) {
  if (!closed_here_) transmit({Opcode::close, network::Bytes(description), code});
  failed_ = true;
  const std::string message = fmt::format(
      "WebSocket protocol error; protocolError.statusCode = {}; protocolError.description = {}", code, description);
  read({Incoming::Kind::failed, {Opcode::close, network::Bytes(message), code}});
}

void RoomSocket::on_lost(network::Loss) {
  lost_ = true;
  if (!read_ended_) read({Incoming::Kind::lost, {}});
}

void RoomSocket::read(Incoming incoming) {
  if (incoming.kind > Incoming::Kind::ping) read_ended_ = true;
  if (dispatching_)
    inbox_.push_back(std::move(incoming));
  else
    hand_over(incoming);
}

void RoomSocket::hand_over(const Incoming& incoming) {
  const network::Frame& frame = incoming.frame;
  SocketEvent event{.socket = id_, .code = frame.code, .bytes = frame.bytes};
  switch (incoming.kind) {
    case Incoming::Kind::message:
      // Looked at when the message's turn to be read has come, not before (spec 2.3).
      if (owner_.auto_respond(*this, frame)) return;
      event.message = frame.opcode == Opcode::text ? MessageKind::text : MessageKind::binary;
      break;
    case Incoming::Kind::ping:
      // Answered by the platform itself: does not wake the object (spec 2.4.4).
      if (!closed_here_) transmit({Opcode::pong, frame.bytes, 0});
      return;
    case Incoming::Kind::close:
      event.kind = InvocationKind::close;
      event.clean = true;
      break;
    case Incoming::Kind::lost:
      event.kind = InvocationKind::close;
      event.code = 1006;
      event.bytes = network::Bytes("WebSocket disconnected without sending Close frame.");
      break;
    case Incoming::Kind::failed:
      event.kind = InvocationKind::error;
      break;
  }
  dispatching_ = true;
  owner_.arrived(*this, std::move(event));
}

void RoomSocket::dispatched() {
  dispatching_ = false;
  while (!dispatching_ && !inbox_.empty()) {
    const Incoming next = std::move(inbox_.front());
    inbox_.pop_front();
    hand_over(next);
  }
}

}  // namespace models::runtime
