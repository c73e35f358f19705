#pragma once

// What asymmetric keys do. Signing, encrypting and generating draw from the RandomScope. What cannot be done with such
// a key or such input yields nothing.

#include <optional>
#include <string>
#include <string_view>

#include "models/crypto/keys_v8.h"

namespace models::crypto {

struct SignatureScheme {
  enum class Padding { none, pkcs1, pss };  // none: of a curve
  std::string hash;                         // "": Ed25519 has its own
  Padding padding = Padding::none;
  int salt_bytes = 0;  // of pss
};

/// A signature of a curve P-* is r and s, each as long as the curve's order.
[[nodiscard]] std::optional<std::string> signature(const SignatureScheme& scheme, const Key& key,
                                                   std::string_view data);
struct Signed {
  std::string_view data;
  std::string_view signature;
};
[[nodiscard]] bool verifies(const SignatureScheme& scheme, const Key& key, const Signed& what);

struct Oaep {
  std::string hash;
  std::string_view label;
};
/// Encrypts with a public key, decrypts with a private one.
[[nodiscard]] std::optional<std::string> rsa_oaep(const Oaep& oaep, const Key& key, std::string_view data);

/// The shared secret of Diffie and Hellman, on any of the curves.
[[nodiscard]] std::optional<std::string> shared_secret(std::string_view private_key, std::string_view public_key);

}  // namespace models::crypto
