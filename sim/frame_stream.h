#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sim {

/// Cuts bytes as they arrive into frames {u32 type, u32 length, payload}, little-endian.
class FrameStream {
 public:
  explicit FrameStream(std::uint32_t max_payload_bytes) : max_payload_bytes_(max_payload_bytes) {}

  /// False when the bytes are no frames: the stream is then of no further use.
  bool feed(std::string_view bytes, const std::function<void(std::uint32_t, std::string_view)>& on_frame);
  /// True in the middle of a frame.
  [[nodiscard]] bool incomplete() const { return !pending_.empty(); }

 private:
  std::uint32_t max_payload_bytes_;
  std::string pending_;
};

[[nodiscard]] std::string frame_header(std::uint32_t type, std::uint32_t length);

}  // namespace sim
