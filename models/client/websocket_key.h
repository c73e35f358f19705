#pragma once

#include <cstdint>
#include <string>

namespace models::client {

/// A Sec-WebSocket-Key: these 16 bytes, the highest first, in base64 (RFC 6455, 4.1).
[[nodiscard]] inline std::string websocket_key(std::uint64_t high, std::uint64_t low) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string key;
  // 128 bits are 21 digits of 6 bits and one of 2, padded.
  for (int digit = 0; digit < 22; ++digit) {
    const int shift = 122 - 6 * digit;  // of the digit's lowest bit; -4 for the last
    const auto bit = [&](int position) -> std::uint64_t {
      if (position < 0) return 0;
      return position < 64 ? (low >> position) & 1 : (high >> (position - 64)) & 1;
    };
    std::uint64_t value = 0;
    for (int i = 5; i >= 0; --i) value = value << 1 | bit(shift + i);
    key += kDigits[value];
  }
  return key + "==";
}

}  // namespace models::client
