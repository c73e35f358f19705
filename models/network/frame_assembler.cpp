#include "models/network/frame_assembler.h"

#include <fmt/format.h>

#include <utility>

namespace models::network {
namespace {

constexpr unsigned kContinuation = 0;
constexpr unsigned kFirstControl = 8;
constexpr std::uint16_t kNoStatus = 1005;

Frame violation(std::uint16_t code, std::string words) {
  return {Opcode::protocol_error, Bytes(std::move(words)), code};
}

/// A payload of one byte holds no code; the platform takes it for none.
Frame close_frame(const std::string& payload) {
  if (payload.size() < 2) return {Opcode::close, Bytes(std::string()), kNoStatus};
  const unsigned high = static_cast<unsigned char>(payload[0]);
  const unsigned low = static_cast<unsigned char>(payload[1]);
  return {Opcode::close, Bytes(payload.substr(2)), static_cast<std::uint16_t>(high << 8 | low)};
}

Frame whole(unsigned opcode, std::string bytes) {
  switch (opcode) {
    case 1:
      return {Opcode::text, Bytes(std::move(bytes)), 0};
    case 2:
      return {Opcode::binary, Bytes(std::move(bytes)), 0};
    case 8:
      return close_frame(bytes);
    case 9:
      return {Opcode::ping, Bytes(std::move(bytes)), 0};
    case 10:
      return {Opcode::pong, Bytes(std::move(bytes)), 0};
    default:
      return violation(1002, fmt::format("Unknown opcode {}", opcode));
  }
}

}  // namespace

std::optional<Frame> FrameAssembler::refused(const RawFrame& raw) const {
  if (raw.reserved_bits) return violation(1002, "Received frame had RSV bits 2 or 3 set");
  const std::size_t left = max_bytes_ - fragments_.size();
  if (raw.payload.size() > left)
    return violation(1009, fmt::format("Message is too large: {} > {}", raw.payload.size(), left));
  const bool data = raw.opcode < kFirstControl;
  if (raw.opcode == kContinuation) {
    if (!opcode_) return violation(1002, "Unexpected continuation frame");
  } else if (data && opcode_) {
    return violation(1002, "Missing continuation frame");
  }
  if (!data && !raw.fin) return violation(1002, "Received fragmented control frame");
  if (data && raw.compressed)
    return violation(1002,
                     "Received a WebSocket frame whose compression bit was set, but the compression extension was not "
                     "negotiated for this connection.");
  return std::nullopt;
}

std::optional<Frame> FrameAssembler::take(const RawFrame& raw) {
  if (auto error = refused(raw)) return error;
  if (raw.opcode >= kFirstControl) return whole(raw.opcode, std::string(raw.payload));
  if (raw.opcode != kContinuation) opcode_ = raw.opcode;
  fragments_ += raw.payload;
  if (!raw.fin) return std::nullopt;
  const unsigned opcode = *std::exchange(opcode_, std::nullopt);
  return whole(opcode, std::exchange(fragments_, {}));
}

}  // namespace models::network
