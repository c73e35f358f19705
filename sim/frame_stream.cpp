#include "sim/frame_stream.h"

namespace sim {

namespace {

constexpr std::size_t kHeaderBytes = 8;

std::uint32_t read_u32(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = (value << 8) | static_cast<unsigned char>(bytes[i]);
  return value;
}

void append_u32(std::string& bytes, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((value >> shift) & 0xff);
}

}  // namespace

std::string frame_header(std::uint32_t type, std::uint32_t length) {
  std::string header;
  append_u32(header, type);
  append_u32(header, length);
  return header;
}

bool FrameStream::feed(std::string_view bytes, const std::function<void(std::uint32_t, std::string_view)>& on_frame) {
  pending_ += bytes;
  std::string_view rest = pending_;
  bool good = true;
  while (rest.size() >= kHeaderBytes) {
    const std::uint32_t type = read_u32(rest);
    const std::uint32_t length = read_u32(rest.substr(4));
    if (length > max_payload_bytes_) {
      good = false;
      break;
    }
    if (rest.size() - kHeaderBytes < length) break;
    on_frame(type, rest.substr(kHeaderBytes, length));
    rest.remove_prefix(kHeaderBytes + length);
  }
  pending_.erase(0, pending_.size() - rest.size());
  return good;
}

}  // namespace sim
