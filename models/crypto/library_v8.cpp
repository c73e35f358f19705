#include "models/crypto/library_v8.h"

#include <openssl/err.h>

#include <map>

namespace models::crypto {

OSSL_LIB_CTX* library() {
  static OSSL_LIB_CTX* const context = OSSL_LIB_CTX_new();
  return context;
}

const EVP_MD* hash_named(const std::string& name) {
  static std::map<std::string, EVP_MD*> fetched;
  const auto [entry, is_new] = fetched.try_emplace(name, nullptr);
  if (is_new) entry->second = EVP_MD_fetch(library(), name.c_str(), nullptr);
  return entry->second;
}

void forget_errors() { ERR_clear_error(); }

}  // namespace models::crypto
