#pragma once

// OpenSSL as this folder uses it. The pinned Node carries and exports it, so that it exists where V8 does.

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace models::crypto {

/// A library context of our own: no configuration file of the machine reaches it.
[[nodiscard]] OSSL_LIB_CTX* library();

/// OpenSSL's object, and the function that lets go of it.
template <typename T, auto Free>
struct Freed {
  void operator()(T* object) const { Free(object); }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freed<T, Free>>;

using EvpKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using EvpKeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

[[nodiscard]] inline const unsigned char* bytes_in(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
[[nodiscard]] inline unsigned char* bytes_in(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

/// OpenSSL's name of a hash that the web calls SHA-1, SHA-256, SHA-384, SHA-512 or MD5: the same.
[[nodiscard]] const EVP_MD* hash_named(const std::string& name);

/// What went wrong is said by the code that asked; OpenSSL's own queue of errors is not to grow.
void forget_errors();

}  // namespace models::crypto
