#include "models/crypto/evp_key_v8.h"

#include <openssl/core_names.h>
#include <openssl/x509.h>

#include <array>

namespace models::crypto {

namespace {

using Pkcs8 = Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;

template <typename T>
std::string der_of(int (*write)(const T*, unsigned char**), const T* object) {
  const int size = write(object, nullptr);
  if (size <= 0) return "";
  std::string der(static_cast<std::size_t>(size), '\0');
  unsigned char* at = bytes_in(der);
  write(object, &at);
  return der;
}

}  // namespace

EvpKey read_key(const Key& key) {
  const unsigned char* at = bytes_in(key.der);
  const auto size = static_cast<long>(key.der.size());
  EvpKey read;
  if (key.is_private) {
    const Pkcs8 info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, size));
    if (info) read.reset(EVP_PKCS82PKEY_ex(info.get(), library(), nullptr));
  } else {
    read.reset(d2i_PUBKEY_ex(nullptr, &at, size, library(), nullptr));
  }
  if (at != bytes_in(key.der) + size) read.reset();
  forget_errors();
  return read;
}

std::string private_der(EVP_PKEY* key) {
  const Pkcs8 info(EVP_PKEY2PKCS8(key));
  return info ? der_of(i2d_PKCS8_PRIV_KEY_INFO, info.get()) : std::string();
}

std::string public_der(EVP_PKEY* key) { return der_of<EVP_PKEY>(i2d_PUBKEY, key); }

std::string kind_name(EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "RSA") == 1) return "RSA";
  if (EVP_PKEY_is_a(key, "ED25519") == 1) return "Ed25519";
  if (EVP_PKEY_is_a(key, "X25519") == 1) return "X25519";
  if (EVP_PKEY_is_a(key, "EC") != 1) return "";
  std::array<char, 32> group{};
  std::size_t size = 0;
  EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size(), &size);
  const std::string_view name(group.data(), size);
  // The library's own names of the three curves.
  if (name == "prime256v1") return "P-256";
  if (name == "secp384r1") return "P-384";
  return name == "secp521r1" ? "P-521" : "";
}

}  // namespace models::crypto
