#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace models::crypto {

/// One use of AES under a key of 16, 24 or 32 bytes. Nothing comes of it where the input is not what the mode can
/// take: bad padding, a tag that does not fit, a length that is none.
struct Aes {
  bool encrypts;
  std::string_view key;
};

/// The tag follows the text.
struct Gcm {
  std::string_view iv;
  std::string_view additional;
  std::size_t tag_bytes;
};
[[nodiscard]] std::optional<std::string> aes_gcm(const Aes& aes, const Gcm& gcm, std::string_view data);
[[nodiscard]] std::optional<std::string> aes_cbc(const Aes& aes, std::string_view iv, std::string_view data);
/// The last counter_bits bits of the block count, and wrap among themselves.
[[nodiscard]] std::optional<std::string> aes_ctr(std::string_view key, std::string block, unsigned counter_bits,
                                                 std::string_view data);
/// RFC 3394.
[[nodiscard]] std::optional<std::string> aes_kw(const Aes& aes, std::string_view data);

}  // namespace models::crypto
