#include "models/runtime/room_socket.h"

#include <fmt/format.h>

#include <utility>

#include "models/runtime/actor.h"

namespace models::runtime {

RoomSocket::~RoomSocket() {
  if (wire_) wire_->listen(nullptr);
}

void RoomSocket::attach(std::unique_ptr<network::WireEnd> wire) {
  wire_ = std::move(wire);
  wire_->listen(this);
  while (!before_wire_.empty()) {
    network::Frame frame = std::move(before_wire_.front());
    before_wire_.pop_front();
    const bool closes = frame.opcode == network::Opcode::close;
    transmit(std::move(frame));
    if (closes) close_left();
  }
}

void RoomSocket::transmit(network::Frame frame) {
  if (lost_) return;
  if (wire_)
    wire_->send(std::move(frame));
  else
    before_wire_.push_back(std::move(frame));
}

void RoomSocket::close_left() {
  if (closed_there_ && wire_) wire_->drop();
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
  switch (frame.opcode) {
    case network::Opcode::ping:
      // Answered by the platform itself: does not wake the object (spec 2.4.4).
      transmit({network::Opcode::pong, frame.bytes, 0});
      return;
    case network::Opcode::pong:
      return;
    case network::Opcode::close:
      read({Incoming::Kind::close, frame});
      return;
    case network::Opcode::protocol_error:
      fail(frame.code, *frame.bytes);
      return;
    case network::Opcode::text:
    case network::Opcode::binary:
      if (frame.bytes->size() > kMaxMessageBytes) {
        fail(1009, fmt::format("Message is too large: {} > {}", frame.bytes->size(), kMaxMessageBytes));
        return;
      }
      if (!dispatching_ && actor_.auto_respond(*this, frame)) return;
      read({Incoming::Kind::message, frame});
      return;
  }
}

void RoomSocket::fail(std::uint16_t code, const std::string& description) {
  transmit({network::Opcode::close, std::make_shared<const std::string>(description), code});
  closed_here_ = true;
  const std::string message = fmt::format(
      "WebSocket protocol error; protocolError.statusCode = {}; protocolError.description = {}", code, description);
  read({Incoming::Kind::failed, {network::Opcode::close, std::make_shared<const std::string>(message), code}});
}

void RoomSocket::on_lost(network::Loss) {
  lost_ = true;
  if (!read_ended_) read({Incoming::Kind::lost, {}});
}

void RoomSocket::read(Incoming incoming) {
  if (incoming.kind != Incoming::Kind::message) read_ended_ = true;
  if (dispatching_)
    inbox_.push_back(std::move(incoming));
  else
    hand_over(incoming);
}

void RoomSocket::hand_over(const Incoming& incoming) {
  dispatching_ = true;
  switch (incoming.kind) {
    case Incoming::Kind::message:
      actor_.message_arrived(*this, incoming.frame);
      return;
    case Incoming::Kind::close:
      actor_.close_arrived(*this, incoming.frame.code, *incoming.frame.bytes, true);
      return;
    case Incoming::Kind::lost:
      actor_.close_arrived(*this, 1006, "WebSocket disconnected without sending Close frame.", false);
      return;
    case Incoming::Kind::failed:
      actor_.error_arrived(*this, *incoming.frame.bytes);
      return;
  }
}

void RoomSocket::dispatched() {
  dispatching_ = false;
  if (inbox_.empty()) return;
  const Incoming next = std::move(inbox_.front());
  inbox_.pop_front();
  hand_over(next);
}

}  // namespace models::runtime
