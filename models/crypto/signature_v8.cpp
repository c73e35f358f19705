#include "models/crypto/signature_v8.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/params.h>
#include <openssl/rsa.h>

#include "models/crypto/evp_key_v8.h"

namespace models::crypto {

namespace {

using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using EcdsaSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;
using Padding = SignatureScheme::Padding;

bool is_p_curve(EVP_PKEY* key) { return EVP_PKEY_is_a(key, "EC") == 1; }
int order_bytes(EVP_PKEY* key) { return (EVP_PKEY_get_bits(key) + 7) / 8; }

/// r and s from their ASN.1 form, and back.
std::string raw_signature(EVP_PKEY* key, const std::string& der) {
  const unsigned char* at = bytes_in(std::string_view(der));
  const EcdsaSignature both(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  const int size = order_bytes(key);
  std::string raw(2 * static_cast<std::size_t>(size), '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(both.get()), bytes_in(raw), size);
  BN_bn2binpad(ECDSA_SIG_get0_s(both.get()), bytes_in(raw) + size, size);
  return raw;
}

std::string der_signature(EVP_PKEY* key, std::string_view raw) {
  const int size = order_bytes(key);
  if (raw.size() != 2 * static_cast<std::size_t>(size)) return "";
  const EcdsaSignature both(ECDSA_SIG_new());
  ECDSA_SIG_set0(both.get(), BN_bin2bn(bytes_in(raw), size, nullptr), BN_bin2bn(bytes_in(raw) + size, size, nullptr));
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(both.get(), &der);
  std::string text(reinterpret_cast<char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return text;
}

const char* name_or_none(const std::string& hash) { return hash.empty() ? nullptr : hash.c_str(); }

bool set_padding(EVP_PKEY_CTX* context, const SignatureScheme& scheme) {
  if (scheme.padding == Padding::none) return true;
  const bool pss = scheme.padding == Padding::pss;
  if (EVP_PKEY_CTX_set_rsa_padding(context, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) != 1) return false;
  return !pss || EVP_PKEY_CTX_set_rsa_pss_saltlen(context, scheme.salt_bytes) == 1;
}

std::optional<std::string> signed_by(EVP_PKEY* key, const SignatureScheme& scheme, std::string_view data) {
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* settings = nullptr;  // the digest's
  std::size_t size = 0;
  if (EVP_DigestSignInit_ex(context.get(), &settings, name_or_none(scheme.hash), library(), nullptr, key, nullptr) !=
          1 ||
      !set_padding(settings, scheme) ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes_in(data), data.size()) != 1) {
    return std::nullopt;
  }
  std::string made(size, '\0');
  if (EVP_DigestSign(context.get(), bytes_in(made), &size, bytes_in(data), data.size()) != 1) return std::nullopt;
  made.resize(size);
  return is_p_curve(key) ? raw_signature(key, made) : made;
}

}  // namespace

std::optional<std::string> signature(const SignatureScheme& scheme, const Key& key, std::string_view data) {
  const EvpKey read = read_key(key);
  if (!read) return std::nullopt;
  std::optional<std::string> made = signed_by(read.get(), scheme, data);
  forget_errors();
  return made;
}

bool verifies(const SignatureScheme& scheme, const Key& key, const Signed& what) {
  const EvpKey read = read_key(key);
  if (!read) return false;
  const std::string given =
      is_p_curve(read.get()) ? der_signature(read.get(), what.signature) : std::string(what.signature);
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* settings = nullptr;
  const bool holds = EVP_DigestVerifyInit_ex(context.get(), &settings, name_or_none(scheme.hash), library(), nullptr,
                                             read.get(), nullptr) == 1 &&
                     set_padding(settings, scheme) &&
                     EVP_DigestVerify(context.get(), bytes_in(std::string_view(given)), given.size(),
                                      bytes_in(what.data), what.data.size()) == 1;
  forget_errors();
  return holds;
}

std::optional<std::string> rsa_oaep(const Oaep& oaep, const Key& key, std::string_view data) {
  const EvpKey read = read_key(key);
  if (!read) return std::nullopt;
  const auto text = [](const char* name, const char* value) {
    return OSSL_PARAM_construct_utf8_string(name, const_cast<char*>(value), 0);
  };
  const OSSL_PARAM settings[] = {
      text(OSSL_ASYM_CIPHER_PARAM_PAD_MODE, OSSL_PKEY_RSA_PAD_MODE_OAEP),
      text(OSSL_ASYM_CIPHER_PARAM_OAEP_DIGEST, oaep.hash.c_str()),
      text(OSSL_ASYM_CIPHER_PARAM_MGF1_DIGEST, oaep.hash.c_str()),
      OSSL_PARAM_construct_octet_string(OSSL_ASYM_CIPHER_PARAM_OAEP_LABEL, const_cast<char*>(oaep.label.data()),
                                        oaep.label.size()),
      OSSL_PARAM_construct_end()};
  const EvpKeyContext context(EVP_PKEY_CTX_new_from_pkey(library(), read.get(), nullptr));
  std::string out(static_cast<std::size_t>(EVP_PKEY_get_size(read.get())), '\0');
  std::size_t size = out.size();
  const auto init = key.is_private ? EVP_PKEY_decrypt_init_ex : EVP_PKEY_encrypt_init_ex;
  const auto pass = key.is_private ? EVP_PKEY_decrypt : EVP_PKEY_encrypt;
  const bool done =
      init(context.get(), settings) == 1 && pass(context.get(), bytes_in(out), &size, bytes_in(data), data.size()) == 1;
  forget_errors();
  if (!done) return std::nullopt;
  out.resize(size);
  return out;
}

std::optional<std::string> shared_secret(std::string_view private_key, std::string_view public_key) {
  const EvpKey mine = read_key({.is_private = true, .der = private_key});
  const EvpKey theirs = read_key({.is_private = false, .der = public_key});
  if (!mine || !theirs) return std::nullopt;
  const EvpKeyContext context(EVP_PKEY_CTX_new_from_pkey(library(), mine.get(), nullptr));
  std::string secret;
  std::size_t size = 0;
  bool derived = EVP_PKEY_derive_init(context.get()) == 1 &&
                 EVP_PKEY_derive_set_peer(context.get(), theirs.get()) == 1 &&
                 EVP_PKEY_derive(context.get(), nullptr, &size) == 1;
  if (derived) {
    secret.resize(size);
    derived = EVP_PKEY_derive(context.get(), bytes_in(secret), &size) == 1;
  }
  forget_errors();
  if (!derived) return std::nullopt;
  secret.resize(size);
  return secret;
}

}  // namespace models::crypto
