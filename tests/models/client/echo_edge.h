#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "models/network/edge.h"

namespace tests {

/// A platform that echoes: takes every socket, answers Close frames, and answers HTTP with the request's own body.
struct EchoEdge final : models::network::Edge {
  using Frame = models::network::Frame;
  using Opcode = models::network::Opcode;

  struct Socket final : models::network::WireListener {
    EchoEdge* edge = nullptr;
    std::unique_ptr<models::network::WireEnd> wire;
    std::vector<Frame> frames;
    std::vector<models::network::Loss> losses;
    void on_frame(const Frame& frame) override {
      frames.push_back(frame);
      if (frame.opcode == Opcode::ping) wire->send({Opcode::pong, frame.bytes, 0});
      const bool message = frame.opcode == Opcode::text || frame.opcode == Opcode::binary;
      if (message && edge->echoes) wire->send(frame);
      if (frame.opcode == Opcode::close && edge->answers_close) wire->send(frame);
    }
    void on_lost(models::network::Loss loss) override { losses.push_back(loss); }
  };

  std::uint16_t status = 101;
  std::string protocol;
  bool answers_close = true;
  bool echoes = true;
  std::vector<models::network::HttpRequest> requests;
  std::vector<std::unique_ptr<Socket>> sockets;

  void request(models::network::HttpRequest request, std::unique_ptr<models::network::WireEnd> end,
               Respond respond) override {
    requests.push_back(request);
    models::network::Answer answer;
    answer.response = {.status = status, .headers = {{"x-from", "echo"}}, .body = request.body};
    if (end == nullptr) {
      if (answer.response.status == 101) answer.response.status = 200;
    } else if (status == 101) {
      answer.upgraded = true;
      if (!protocol.empty()) answer.response.headers.emplace_back("sec-websocket-protocol", protocol);
      auto socket = std::make_unique<Socket>();
      socket->edge = this;
      socket->wire = std::move(end);
      socket->wire->listen(socket.get());
      sockets.push_back(std::move(socket));
    } else {
      answer.response.body = "no";
    }
    respond(std::move(answer));
  }
};

}  // namespace tests
