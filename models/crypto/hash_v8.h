#pragma once

// Digests and what is made of them. Hashes go by their web names: SHA-1, SHA-256, SHA-384, SHA-512, MD5.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace models::crypto {

[[nodiscard]] std::optional<std::string> digest(const std::string& hash, std::string_view data);
[[nodiscard]] std::optional<std::string> hmac(const std::string& hash, std::string_view key, std::string_view data);

struct Pbkdf2 {
  std::string hash;
  std::string_view password;
  std::string_view salt;
  std::uint32_t iterations;
};
struct Hkdf {
  std::string hash;
  std::string_view secret;
  std::string_view salt;
  std::string_view info;
};
/// size_bytes bytes; nothing if the derivation has no that many, or no such parameters.
[[nodiscard]] std::optional<std::string> derive(const Pbkdf2& parameters, std::size_t size_bytes);
[[nodiscard]] std::optional<std::string> derive(const Hkdf& parameters, std::size_t size_bytes);

}  // namespace models::crypto
