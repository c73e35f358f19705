#pragma once

// The room's end of a WebSocket connection. It belongs to the container, not to the instance: a hibernatable one
// outlives hibernation with its tags and attachment. It reads one thing at a time: the next is handed over when the
// first turn of the one before has ended (spec 2.4).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/network/wire.h"
#include "models/records.h"
#include "models/runtime/socket_owner.h"
#include "sim/queue.h"
#include "sim/time.h"

namespace models::runtime {

class RoomSocket final : public network::WireListener {
 public:
  RoomSocket(SocketOwner& owner, SocketId id, bool hibernatable)
      : owner_(owner), id_(id), hibernatable_(hibernatable) {}
  ~RoomSocket() override;
  RoomSocket(const RoomSocket&) = delete;
  RoomSocket& operator=(const RoomSocket&) = delete;

  [[nodiscard]] SocketId id() const { return id_; }
  [[nodiscard]] bool hibernatable() const { return hibernatable_; }
  /// 1 open, 2 closing, 3 closed, as the Web's WebSocket numbers them.
  [[nodiscard]] int ready_state() const { return errored_ ? 3 : 1 + (closed_here_ ? 1 : 0) + (closed_there_ ? 1 : 0); }
  [[nodiscard]] bool closed_here() const { return closed_here_; }
  [[nodiscard]] bool closed_there() const { return closed_there_; }
  /// Sends and closes are passed over without an error: the peer broke the protocol, a frame met a lost connection, or
  /// both sides have closed (spec 2.6).
  [[nodiscard]] bool mute() const { return failed_ || aborted_ || released_ || errored_; }
  /// Both sides have closed, or what was sent after the peer's close met a lost connection: even the tags are gone.
  [[nodiscard]] bool released() const { return released_; }
  /// Nothing can arrive or leave any more.
  [[nodiscard]] bool over() const { return released_ || lost_; }

  /// The connection is established: frames held so far follow the response.
  void attach(std::unique_ptr<network::WireEnd> wire);
  /// A frame leaves (it has passed the output gate), or meets a lost connection.
  void transmit(network::Frame frame);
  /// Code called close(); the Close frame itself goes through the output gate.
  void mark_closed_here() { closed_here_ = true; }
  /// A listener of an accept()ed socket threw: closed, whatever was before, and nothing more is read.
  void mark_errored();
  /// Code is about to hear that the peer has closed, is lost or broke the protocol. Yields the Close frame that answers
  /// the peer's by itself, if one does (spec 2.6).
  [[nodiscard]] std::optional<network::Frame> end_begins(const SocketEvent& event);
  /// Code has heard.
  void end_told(const SocketEvent& event);
  /// Ends the TCP connection without a Close frame.
  void cut();
  /// The first turn of what was handed over has ended.
  void dispatched();

  std::vector<std::string> tags;
  std::optional<std::string> attachment;
  std::optional<std::int64_t> auto_response_ms;  // when the last auto-response was given
  bool listed = true;                            // in getWebSockets()
  bool counted = true;                           // not yet reported as gone
  bool half_open = false;                        // accept()ed so that the peer's Close is not answered by itself

 private:
  /// What the local runtime takes (observed: ws-large); production documents 32 MiB too.
  static constexpr std::size_t kMaxMessageBytes = 32U << 20;
  struct Incoming {
    enum class Kind : std::uint8_t { message, ping, close, lost, failed };
    Kind kind = Kind::message;
    network::Frame frame;
  };
  void on_frame(const network::Frame& frame) override;
  void on_lost(network::Loss loss) override;
  /// The peer broke the protocol: it is told why, and the room gets webSocketError instead of webSocketClose.
  void fail(std::uint16_t code, const std::string& description);
  void read(Incoming incoming);
  void hand_over(const Incoming& incoming);
  void release();

  SocketOwner& owner_;
  SocketId id_;
  bool hibernatable_;
  bool closed_here_ = false;
  bool closed_there_ = false;
  bool close_left_ = false;  // the Close frame of this end is on the wire
  bool read_ended_ = false;  // nothing follows what was read last
  bool lost_ = false;
  bool failed_ = false;   // the peer broke the protocol
  bool aborted_ = false;  // a frame met a lost connection
  bool released_ = false;
  bool errored_ = false;
  bool dispatching_ = false;
  std::unique_ptr<network::WireEnd> wire_;
  sim::Queue<network::Frame> before_wire_;
  sim::Queue<Incoming> inbox_;
};

}  // namespace models::runtime
