#pragma once

// A client that is driven step by step from outside, as conformance probes do.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/client/client_socket.h"
#include "models/client/http_exchange.h"
#include "models/network/frame_assembler.h"

namespace models::client {

class ProbeClient final : private SocketObserver {
 public:
  /// What the client sees, in order. Those left empty are not called.
  struct Callbacks {
    std::function<void(const std::string& protocol)> opened;
    std::function<void(std::uint16_t status, const std::string& body)> refused;
    std::function<void(const network::Frame& frame)> received;
    std::function<void(const network::Frame& frame)> pong;
    std::function<void(std::uint16_t code, const std::string& reason)> close_frame;
    std::function<void()> error;
    std::function<void(std::uint16_t code, const std::string& reason, bool was_clean)> closed;
  };

  /// `link` is the name of a link profile; empty: direct.
  ProbeClient(World& world, std::string_view name, std::string_view link = {}, std::string host = "dormouse.test");

  Callbacks on;

  void open(const std::string& path, network::HeaderList headers = {}, std::vector<std::string> protocols = {},
            bool mute = false);
  void send_text(std::string_view text);
  void send_binary(std::string_view bytes);
  /// Without a code: an empty Close frame. A muted client sends none.
  void close(std::optional<std::uint16_t> code = std::nullopt, const std::string& reason = {});
  void terminate() { socket_.terminate(); }
  void ping(std::string_view payload);
  /// One raw frame by its number on the wire (RFC 6455, 5.2). What is not legal goes as a protocol error, described
  /// as the platform describes it (observed: ws-bad-frames).
  void frame(unsigned opcode, std::string_view payload, bool fin = true);
  /// `answered` is called once, with nothing if no answer can come any more; returns the request's number.
  std::uint32_t http(HttpQuestion question, OnResponse answered);

  [[nodiscard]] ClientSocket::State state() const { return socket_.state(); }
  [[nodiscard]] ClientId id() const { return access_.client; }

 private:
  void on_open(const std::string& protocol) override;
  void on_refused(const network::HttpResponse& response) override;
  void on_message(const network::Frame& frame) override;
  void on_pong(const network::Frame& frame) override;
  void on_close_frame(std::uint16_t code, const std::string& reason) override;
  void on_error() override;
  void on_closed(std::uint16_t code, const std::string& reason, bool was_clean) override;

  World& world_;
  std::string host_;
  network::Access access_;
  network::FrameAssembler frames_;
  bool muted_ = false;
  std::uint32_t requests_ = 0;
  ClientSocket socket_;
};

}  // namespace models::client
