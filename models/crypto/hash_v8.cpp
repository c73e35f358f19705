#include "models/crypto/hash_v8.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "models/crypto/library_v8.h"

namespace models::crypto {

namespace {

// OpenSSL's parameters are not const even where it only reads them.
OSSL_PARAM bytes_param(const char* key, std::string_view bytes) {
  return OSSL_PARAM_construct_octet_string(key, const_cast<char*>(bytes.data() == nullptr ? "" : bytes.data()),
                                           bytes.size());
}
OSSL_PARAM hash_param(const std::string& hash) {
  return OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, const_cast<char*>(hash.c_str()), 0);
}

std::optional<std::string> derived(const char* kdf_name, const OSSL_PARAM* parameters, std::size_t size_bytes) {
  if (size_bytes == 0) return "";
  const Owned<EVP_KDF, EVP_KDF_free> kdf(EVP_KDF_fetch(library(), kdf_name, nullptr));
  const Owned<EVP_KDF_CTX, EVP_KDF_CTX_free> context(EVP_KDF_CTX_new(kdf.get()));
  std::string out(size_bytes, '\0');
  if (EVP_KDF_derive(context.get(), bytes_in(out), out.size(), parameters) == 1) return out;
  forget_errors();
  return std::nullopt;
}

}  // namespace

std::optional<std::string> digest(const std::string& hash, std::string_view data) {
  const EVP_MD* md = hash_named(hash);
  if (md == nullptr) return std::nullopt;
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  if (EVP_Digest(data.data(), data.size(), bytes_in(out), &size, md, nullptr) != 1) return std::nullopt;
  out.resize(size);
  return out;
}

std::optional<std::string> hmac(const std::string& hash, std::string_view key, std::string_view data) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  std::size_t size = 0;
  // A key without bytes is one, too; a null pointer would mean the key of the call before.
  const unsigned char* const made =
      EVP_Q_mac(library(), "HMAC", nullptr, hash.c_str(), nullptr, key.empty() ? "" : key.data(), key.size(),
                bytes_in(data), data.size(), bytes_in(out), out.size(), &size);
  if (made == nullptr) {
    forget_errors();
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

std::optional<std::string> derive(const Pbkdf2& parameters, std::size_t size_bytes) {
  std::uint32_t iterations = parameters.iterations;
  int lenient = 1;  // what counts as a weak password is not ours to say
  const OSSL_PARAM all[] = {hash_param(parameters.hash),
                            bytes_param(OSSL_KDF_PARAM_PASSWORD, parameters.password),
                            bytes_param(OSSL_KDF_PARAM_SALT, parameters.salt),
                            OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_ITER, &iterations),
                            OSSL_PARAM_construct_int(OSSL_KDF_PARAM_PKCS5, &lenient),
                            OSSL_PARAM_construct_end()};
  return derived("PBKDF2", all, size_bytes);
}

std::optional<std::string> derive(const Hkdf& parameters, std::size_t size_bytes) {
  const OSSL_PARAM all[] = {hash_param(parameters.hash), bytes_param(OSSL_KDF_PARAM_KEY, parameters.secret),
                            bytes_param(OSSL_KDF_PARAM_SALT, parameters.salt),
                            bytes_param(OSSL_KDF_PARAM_INFO, parameters.info), OSSL_PARAM_construct_end()};
  return derived("HKDF", all, size_bytes);
}

}  // namespace models::crypto
