#pragma once

// How the frames on the wire become messages, and what of them a peer may not send (RFC 6455, 5). The limits and the
// words are those of the platform's end (observed: ws-bad-frames, ws-large).

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "models/network/frame.h"

namespace models::network {

/// One frame as its header describes it.
struct RawFrame {
  unsigned opcode = 1;  // 0 continuation, 1 text, 2 binary, 8 close, 9 ping, 10 pong; others are not legal
  bool fin = true;
  bool compressed = false;     // the first reserved bit
  bool reserved_bits = false;  // the second or third
  std::string_view payload{};
};

class FrameAssembler {
 public:
  /// The largest message that the platform takes.
  static constexpr std::size_t kMaxMessageBytes = 32U << 20;

  explicit FrameAssembler(std::size_t max_message_bytes = kMaxMessageBytes) : max_bytes_(max_message_bytes) {}

  /// What the receiver makes of the next frame: a whole message or control frame, a protocol error that says how it is
  /// answered, or nothing yet. That nothing is read after an error or a Close frame is the receiver's affair.
  std::optional<Frame> take(const RawFrame& raw);

 private:
  [[nodiscard]] std::optional<Frame> refused(const RawFrame& raw) const;

  std::size_t max_bytes_;
  std::optional<unsigned> opcode_;  // of the message whose fragments come
  std::string fragments_;
};

}  // namespace models::network
