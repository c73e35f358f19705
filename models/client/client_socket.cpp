#include "models/client/client_socket.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "models/client/utf8.h"
#include "models/client/websocket_key.h"

namespace models::client {
namespace {

using network::Frame;
using network::Opcode;

MessageKind kind_of(Opcode opcode) { return opcode == Opcode::binary ? MessageKind::binary : MessageKind::text; }

/// The codes that a Close frame may carry (RFC 6455, 7.4, and its registry).
bool may_be_received(std::uint16_t code) {
  if (code == kNoStatus) return true;  // here: an empty frame
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && code != 1004 && code != kAbnormal;
}

std::string joined(const std::vector<std::string>& protocols, std::string_view between) {
  std::string all;
  for (const std::string& protocol : protocols) {
    if (!all.empty()) all += between;
    all += protocol;
  }
  return all;
}

std::string header_of(const network::HttpResponse& response, std::string_view lower_case_name) {
  for (const auto& [name, value] : response.headers)
    if (name == lower_case_name) return value;
  return {};
}

}  // namespace

ClientSocket::~ClientSocket() {
  // The wire goes first, so that nothing is told to an observer that may be half gone.
  wire_.reset();
  world_.simulation.cancel(close_timeout_);
}

network::HttpRequest ClientSocket::upgrade_request(const OpenRequest& request) {
  network::HttpRequest upgrade{
      .method = "GET", .url = "https://" + request.host + request.path, .headers = {}, .body = {}, .cf = request.cf};
  sim::RandomStream stream = world_.simulation.choices().stream(
      sim::site("client.websocket-key"),
      sim::Entity{sim::stable_hash(std::to_string(access_.connections), static_cast<std::uint64_t>(access_.entity))});
  const std::uint64_t high = stream.bits();
  upgrade.headers = {{"host", request.host},
                     {"upgrade", "websocket"},
                     {"connection", "Upgrade"},
                     {"sec-websocket-version", "13"},
                     {"sec-websocket-key", websocket_key(high, stream.bits())}};
  if (!request.protocols.empty())
    upgrade.headers.emplace_back("sec-websocket-protocol", joined(request.protocols, request.between_protocols));
  upgrade.headers.insert(upgrade.headers.end(), request.headers.begin(), request.headers.end());
  return upgrade;
}

void ClientSocket::open(const OpenRequest& request) {
  if (state_ != State::closed) throw std::logic_error("a client opens a socket that is not closed");
  state_ = State::connecting;
  close_sent_ = false;
  close_received_.reset();
  protocols_ = request.protocols;
  world_.simulation.record(ClientConnecting{.client = access_.client, .path = request.path});
  wire_ = world_.network.open(access_, world_.edge, upgrade_request(request),
                              [this](std::optional<network::Answer> answer) { answered(std::move(answer)); });
  socket_ = wire_->socket();
  wire_->listen(this);
}

void ClientSocket::answered(std::optional<network::Answer> answer) {
  if (!answer) {
    refuse({.status = 0, .headers = {}, .body = {}});
    return;
  }
  if (!answer->upgraded) {
    refuse(answer->response);
    return;
  }
  const std::string protocol = header_of(answer->response, "sec-websocket-protocol");
  const bool chosen = std::ranges::find(protocols_, protocol) != protocols_.end();
  if (protocol.empty() ? !protocols_.empty() : !chosen) {
    // A protocol that was not offered, and none where some were, fail the connection before it is open.
    world_.simulation.record(ClientError{.client = access_.client, .socket = socket_});
    observer_.on_error();
    finish(kAbnormal, {}, false);
    return;
  }
  state_ = State::open;
  world_.simulation.record(ClientConnected{.client = access_.client, .socket = socket_, .protocol = protocol});
  observer_.on_open(protocol);
}

void ClientSocket::refuse(const network::HttpResponse& response) {
  state_ = State::closed;
  wire_->drop();
  const sim::BodyId body = world_.simulation.trace().body(world_.simulation.now(), response.body);
  world_.simulation.record(ClientRefused{.client = access_.client, .status = response.status, .body = body});
  observer_.on_refused(response);
}

void ClientSocket::send(Opcode opcode, network::Bytes bytes) {
  if (state_ != State::open) return;
  const sim::BodyId body = world_.simulation.trace().body(world_.simulation.now(), bytes);
  world_.simulation.record(
      ClientSent{.client = access_.client, .socket = socket_, .kind = kind_of(opcode), .body = body});
  wire_->send({opcode, std::move(bytes), 0});
}

void ClientSocket::close(std::optional<std::uint16_t> code, const std::string& reason) {
  if (state_ == State::connecting) {
    terminate();
    return;
  }
  if (state_ != State::open) return;
  state_ = State::closing;
  const std::uint16_t sent = code.value_or(kNoStatus);
  world_.simulation.record(ClientLeaving{.client = access_.client, .socket = socket_, .abrupt = false, .code = sent});
  close_sent_ = true;
  wire_->send({Opcode::close, network::Bytes(reason), sent});
  close_timeout_ = world_.simulation.after(kCloseTimeout, [this] { finish(kAbnormal, {}, false); });
}

void ClientSocket::terminate() {
  if (state_ == State::closed) return;
  world_.simulation.record(
      ClientLeaving{.client = access_.client, .socket = socket_, .abrupt = true, .code = kAbnormal});
  on_lost(network::Loss::link_lost);
}

void ClientSocket::ping(network::Bytes bytes) { send_raw({Opcode::ping, std::move(bytes), 0}); }

void ClientSocket::send_raw(Frame frame) {
  if (state_ == State::open || state_ == State::closing) wire_->send(std::move(frame));
}

void ClientSocket::on_frame(const Frame& frame) {
  if (!unread_) return hear(frame);
  unread_->add(frame.bytes->size(), frame.opcode == Opcode::text || frame.opcode == Opcode::binary,
               [this, frame] { hear(frame); });
}

void ClientSocket::hear(const Frame& frame) {
  switch (frame.opcode) {
    case Opcode::text:
    case Opcode::binary: {
      if (close_received_) return;
      if (frame.opcode == Opcode::text && !is_utf8(*frame.bytes)) {
        fail(1007);
        return;
      }
      const sim::BodyId body = world_.simulation.trace().body(world_.simulation.now(), frame.bytes);
      world_.simulation.record(
          ClientReceived{.client = access_.client, .socket = socket_, .kind = kind_of(frame.opcode), .body = body});
      observer_.on_message(frame);
      return;
    }
    case Opcode::ping:
      if (!close_sent_) wire_->send({Opcode::pong, frame.bytes, 0});
      return;
    case Opcode::pong: {
      const sim::BodyId body = world_.simulation.trace().body(world_.simulation.now(), frame.bytes);
      world_.simulation.record(ClientPong{.client = access_.client, .socket = socket_, .body = body});
      observer_.on_pong(frame);
      return;
    }
    case Opcode::close:
      on_close(frame);
      return;
    case Opcode::protocol_error:
      fail(frame.code);
      return;
  }
}

void ClientSocket::on_close(const Frame& frame) {
  if (close_received_) return;
  // A control frame holds 125 bytes, two of which are the code (RFC 6455, 5.5).
  if (!may_be_received(frame.code) || frame.bytes->size() > 123) {
    fail(1002);
    return;
  }
  close_received_ = {frame.code, *frame.bytes};
  world_.simulation.record(
      ClientCloseFrame{.client = access_.client, .socket = socket_, .code = frame.code, .reason = *frame.bytes});
  observer_.on_close_frame(frame.code, *frame.bytes);
  if (muted_ || state_ == State::closed) return;
  if (!close_sent_) {
    close_sent_ = true;
    wire_->send(frame);  // answered with its own code and reason (recorded: ws-close-codes)
  }
  finish(close_received_->first, close_received_->second, true);
}

void ClientSocket::fail(std::uint16_t code) {
  if (!close_sent_) wire_->send({Opcode::close, network::Bytes(std::string()), code});
  world_.simulation.record(ClientError{.client = access_.client, .socket = socket_});
  observer_.on_error();
  finish(kAbnormal, {}, false);
}

/// Whoever has closed is heard out; what a lost link has brought but nobody read is lost with it.
void ClientSocket::on_lost(network::Loss loss) {
  if (loss == network::Loss::peer_gone && unread_ && !unread_->empty())
    return unread_->add(0, false, [this] { lost(); });
  lost();
}

void ClientSocket::lost() {
  if (close_received_) {
    finish(close_received_->first, close_received_->second, close_sent_);
  } else {
    finish(kAbnormal, {}, false);
  }
}

void ClientSocket::finish(std::uint16_t code, const std::string& reason, bool was_clean) {
  if (state_ == State::closed) return;
  state_ = State::closed;
  world_.simulation.cancel(close_timeout_);
  if (unread_) unread_->forget();
  wire_->drop();
  const ClientClosed closed{
      .client = access_.client, .socket = socket_, .code = code, .reason = reason, .was_clean = was_clean};
  world_.simulation.record(closed);
  observer_.on_closed(closed.code, closed.reason, closed.was_clean);
}

}  // namespace models::client
