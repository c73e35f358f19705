#pragma once

// Asymmetric keys, between calls always as DER: PKCS #8 of a private key, SubjectPublicKeyInfo of a public one. Kinds
// are RSA, P-256, P-384, P-521, Ed25519 and X25519. What is no key of its kind yields nothing.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace models::crypto {

struct Key {
  bool is_private;
  std::string_view der;
};
struct KeyPair {
  std::string private_der;
  std::string public_der;
};

/// The kind of the key and, of RSA, what else an algorithm shows.
struct KeyKind {
  std::string name;
  int modulus_bits = 0;
  std::string public_exponent;  // big-endian
};
[[nodiscard]] std::optional<KeyKind> kind_of(const Key& key);

/// The same key as this library writes it.
[[nodiscard]] std::optional<std::string> rewritten(const Key& key);
/// A public key from a point (either form), or from the 32 bytes of the others.
[[nodiscard]] std::optional<std::string> public_from_raw(const std::string& kind, std::string_view raw);

/// Big-endian numbers as in a JSON Web Key; "" is absent. RSA: n e d p q dp dq qi. Curves: x y d, where the kinds
/// whose names end in 25519 have no y.
using KeyParts = std::vector<std::string>;
/// PKCS #8 if the parts have a d, else SubjectPublicKeyInfo.
[[nodiscard]] std::optional<std::string> from_parts(const std::string& kind, const KeyParts& parts);
[[nodiscard]] KeyParts parts_of(const Key& key);

/// Draws from the RandomScope. modulus_bits and public_exponent of the kind are for RSA alone.
[[nodiscard]] std::optional<KeyPair> generated(const KeyKind& kind);

}  // namespace models::crypto
