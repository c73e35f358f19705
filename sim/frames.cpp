#include "sim/frames.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sim {
namespace {

void write_all(int descriptor, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(descriptor, data, size);
    if (written < 0) {
      if (errno == EINTR) continue;
      ::_exit(1);
    }
    data += written;
    size -= static_cast<std::size_t>(written);
  }
}

}  // namespace

void write_frame(int descriptor, FrameType type, std::string_view payload) {
  const std::uint32_t header[2] = {static_cast<std::uint32_t>(type), static_cast<std::uint32_t>(payload.size())};
  char bytes[sizeof header];
  std::memcpy(bytes, header, sizeof header);
  write_all(descriptor, bytes, sizeof bytes);
  write_all(descriptor, payload.data(), payload.size());
}

}  // namespace sim
