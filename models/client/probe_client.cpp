#include "models/client/probe_client.h"

#include <memory>
#include <utility>

namespace models::client {
namespace {

using network::Opcode;

network::Bytes bytes_of(std::string_view text) { return network::Bytes(std::string(text)); }

}  // namespace

ProbeClient::ProbeClient(World& world, std::string_view name, std::string_view link, std::string host)
    : world_(world),
      host_(std::move(host)),
      access_{world.names.add_client(name, world.names.group("probe")), sim::entity(name), world.network.profile(link),
              0},
      socket_(world, access_, *this) {}

void ProbeClient::open(const std::string& path, network::HeaderList headers, std::vector<std::string> protocols,
                       bool mute) {
  muted_ = mute;
  socket_.mute(mute);
  frames_ = network::FrameAssembler();
  socket_.open({host_, path, std::move(headers), std::move(protocols), ","});
}

void ProbeClient::send_text(std::string_view text) { socket_.send(Opcode::text, bytes_of(text)); }
void ProbeClient::send_binary(std::string_view bytes) { socket_.send(Opcode::binary, bytes_of(bytes)); }
void ProbeClient::ping(std::string_view payload) { socket_.ping(bytes_of(payload)); }

void ProbeClient::close(std::optional<std::uint16_t> code, const std::string& reason) {
  if (!muted_) socket_.close(code, reason);
}

void ProbeClient::frame(unsigned opcode, std::string_view payload, bool fin) {
  if (auto frame = frames_.take({.opcode = opcode, .fin = fin, .payload = payload}))
    socket_.send_raw(std::move(*frame));
}

std::uint32_t ProbeClient::http(HttpQuestion question, OnResponse answered) {
  if (question.host.empty()) question.host = host_;
  ask(world_, access_, requests_, std::move(question), std::move(answered));
  return requests_++;
}

void ProbeClient::on_open(const std::string& protocol) {
  if (on.opened) on.opened(protocol);
}
void ProbeClient::on_refused(const network::HttpResponse& response) {
  if (on.refused) on.refused(response.status, response.body);
}
void ProbeClient::on_message(const network::Frame& frame) {
  if (on.received) on.received(frame);
}
void ProbeClient::on_pong(const network::Frame& frame) {
  if (on.pong) on.pong(frame);
}
void ProbeClient::on_close_frame(std::uint16_t code, const std::string& reason) {
  if (on.close_frame) on.close_frame(code, reason);
}
void ProbeClient::on_error() {
  if (on.error) on.error();
}
void ProbeClient::on_closed(std::uint16_t code, const std::string& reason, bool was_clean) {
  if (on.closed) on.closed(code, reason, was_clean);
}

}  // namespace models::client
