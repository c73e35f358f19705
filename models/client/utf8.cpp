#include "models/client/utf8.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace models::client {
namespace {

/// How many bytes the character that begins with `lead` has, and between what its second byte must lie; 0: none.
struct Sequence {
  std::size_t size;
  unsigned char second_from;
  unsigned char second_to;
};

Sequence sequence(unsigned char lead) {
  if (lead < 0x80) return {1, 0, 0};
  if (lead < 0xc2) return {0, 0, 0};
  if (lead < 0xe0) return {2, 0x80, 0xbf};
  if (lead < 0xf0) {
    return {3, static_cast<unsigned char>(lead == 0xe0 ? 0xa0 : 0x80),
            static_cast<unsigned char>(lead == 0xed ? 0x9f : 0xbf)};
  }
  if (lead < 0xf5) {
    return {4, static_cast<unsigned char>(lead == 0xf0 ? 0x90 : 0x80),
            static_cast<unsigned char>(lead == 0xf4 ? 0x8f : 0xbf)};
  }
  return {0, 0, 0};
}

}  // namespace

bool is_utf8(std::string_view text) {
  constexpr std::uint64_t kBeyondAscii = 0x8080808080808080;
  for (std::size_t i = 0; i < text.size();) {
    std::uint64_t eight = 0;
    if (text.size() - i >= sizeof eight) {
      std::memcpy(&eight, text.data() + i, sizeof eight);
      if ((eight & kBeyondAscii) == 0) {
        i += sizeof eight;
        continue;
      }
    }
    const Sequence expected = sequence(static_cast<unsigned char>(text[i]));
    if (expected.size == 0 || expected.size > text.size() - i) return false;
    for (std::size_t k = 1; k < expected.size; ++k) {
      const auto byte = static_cast<unsigned char>(text[i + k]);
      const unsigned char from = k == 1 ? expected.second_from : 0x80;
      const unsigned char to = k == 1 ? expected.second_to : 0xbf;
      if (byte < from || byte > to) return false;
    }
    i += expected.size;
  }
  return true;
}

}  // namespace models::client
