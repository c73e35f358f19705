#pragma once

// A WebSocket as a browser has it: connecting, open, closing, closed. What happens to it is recorded from the
// client's view, before the observer hears of it.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/client/unread.h"
#include "models/client/world.h"
#include "models/network/frame.h"
#include "models/network/http.h"
#include "models/network/wire.h"

namespace models::client {

/// How long a client that has begun to close waits for the Close reply before it cuts the connection (Firefox's
/// network.websocket.timeout.close).
inline constexpr sim::Duration kCloseTimeout = std::chrono::seconds(10);

/// RFC 6455: 1005 stands for a Close frame without a code, 1006 for a connection that ended without one.
inline constexpr std::uint16_t kNoStatus = 1005;
inline constexpr std::uint16_t kAbnormal = 1006;

/// Hears what a socket goes through, from the run loop or within terminate(). In a call the socket may be opened again,
/// but not destroyed.
class SocketObserver {
 public:
  virtual ~SocketObserver() = default;
  virtual void on_open(const std::string& protocol) = 0;
  /// Not upgraded; status 0: no answer at all.
  virtual void on_refused(const network::HttpResponse& response) = 0;
  virtual void on_message(const network::Frame& frame) = 0;
  virtual void on_pong(const network::Frame& /*frame*/) {}
  virtual void on_close_frame(std::uint16_t /*code*/, const std::string& /*reason*/) {}
  /// The peer broke the protocol; on_closed follows.
  virtual void on_error() {}
  virtual void on_closed(std::uint16_t code, const std::string& reason, bool was_clean) = 0;
};

struct OpenRequest {
  std::string host;
  std::string path;  // with the query
  network::HeaderList headers;
  std::vector<std::string> protocols;
  std::string_view between_protocols = ", ";  // as browsers write the list
  network::SharedText cf{};
};

class ClientSocket final : private network::WireListener {
 public:
  enum class State : std::uint8_t { connecting, open, closing, closed };

  ClientSocket(World& world, network::Access& access, SocketObserver& observer, ReadingPace pace = {})
      : world_(world),
        access_(access),
        observer_(observer),
        unread_(pace.limited() ? std::make_unique<Unread>(world.simulation, pace) : nullptr) {}
  ClientSocket(const ClientSocket&) = delete;
  ClientSocket& operator=(const ClientSocket&) = delete;
  /// Drops the connection without a record.
  ~ClientSocket() override;

  /// Begins a new connection; the socket must be closed.
  void open(const OpenRequest& request);
  /// Sends a text or binary message; silently nothing unless open, as browsers do after the close.
  void send(network::Opcode opcode, network::Bytes bytes);
  /// Begins the closing handshake; no code: an empty Close frame. While connecting it gives up instead.
  void close(std::optional<std::uint16_t> code, const std::string& reason = {});
  /// Cuts the connection.
  void terminate();
  void ping(network::Bytes bytes);
  /// Puts a frame on the wire as it is, without a record or a change of state.
  void send_raw(network::Frame frame);
  /// A muted client answers no Close frame.
  void mute(bool muted) { muted_ = muted; }

  [[nodiscard]] State state() const { return state_; }

 private:
  void on_frame(const network::Frame& frame) override;
  void on_lost(network::Loss loss) override;
  void hear(const network::Frame& frame);
  void lost();
  void answered(std::optional<network::Answer> answer);
  void on_close(const network::Frame& frame);
  void fail(std::uint16_t code);
  void finish(std::uint16_t code, const std::string& reason, bool was_clean);
  void refuse(const network::HttpResponse& response);
  [[nodiscard]] network::HttpRequest upgrade_request(const OpenRequest& request);

  World& world_;
  network::Access& access_;
  SocketObserver& observer_;
  std::unique_ptr<Unread> unread_;  // of one that reads no faster than a pace
  std::unique_ptr<network::WireEnd> wire_;
  SocketId socket_ = SocketId::none;
  std::vector<std::string> protocols_;
  State state_ = State::closed;
  bool muted_ = false;
  bool close_sent_ = false;
  std::optional<std::pair<std::uint16_t, std::string>> close_received_;
  sim::EventHandle close_timeout_;
};

}  // namespace models::client
