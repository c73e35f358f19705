#include "models/crypto/keys_v8.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/rsa.h>

#include <array>
#include <deque>

#include "models/crypto/evp_key_v8.h"

namespace models::crypto {

namespace {

using Number = Owned<BIGNUM, BN_free>;
using Parameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;

constexpr std::array<const char*, 8> kRsaParts = {OSSL_PKEY_PARAM_RSA_N,         OSSL_PKEY_PARAM_RSA_E,
                                                  OSSL_PKEY_PARAM_RSA_D,         OSSL_PKEY_PARAM_RSA_FACTOR1,
                                                  OSSL_PKEY_PARAM_RSA_FACTOR2,   OSSL_PKEY_PARAM_RSA_EXPONENT1,
                                                  OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1};
constexpr std::size_t kRsaPrivate = 2;  // the part d
constexpr std::size_t kX = 0;
constexpr std::size_t kY = 1;
constexpr std::size_t kD = 2;

bool is_curve25519(const std::string& kind) { return kind == "Ed25519" || kind == "X25519"; }
std::size_t coordinate_bytes(const std::string& kind) { return kind == "P-256" ? 32 : kind == "P-384" ? 48 : 66; }
const char* type_of(const std::string& kind) {
  if (kind == "RSA") return "RSA";
  return kind == "Ed25519" ? "ED25519" : kind == "X25519" ? "X25519" : "EC";
}

/// Big-endian, with zeros before it up to min_bytes.
std::string number_in(EVP_PKEY* key, const char* parameter, std::size_t min_bytes = 0) {
  BIGNUM* read = nullptr;
  if (EVP_PKEY_get_bn_param(key, parameter, &read) != 1) {
    forget_errors();
    return "";
  }
  const Number number(read);
  std::string bytes(std::max(min_bytes, static_cast<std::size_t>(BN_num_bytes(number.get()))), '\0');
  BN_bn2binpad(number.get(), bytes_in(bytes), static_cast<int>(bytes.size()));
  return bytes;
}

std::string octets_in(EVP_PKEY* key, const char* parameter) {
  std::string bytes(32, '\0');
  std::size_t size = 0;
  const int got = EVP_PKEY_get_octet_string_param(key, parameter, bytes_in(bytes), bytes.size(), &size);
  if (got == 1) return bytes.substr(0, size);
  forget_errors();
  return "";
}

/// Numbers stay where they are until the parameters are made.
class PartsOfKey {
 public:
  void number(const char* name, const std::string& big_endian) {
    numbers_.emplace_back(BN_bin2bn(bytes_in(big_endian), static_cast<int>(big_endian.size()), nullptr));
    OSSL_PARAM_BLD_push_BN(builder_.get(), name, numbers_.back().get());
  }
  void octets(const char* name, const std::string& bytes) {
    OSSL_PARAM_BLD_push_octet_string(builder_.get(), name, bytes.data(), bytes.size());
  }
  void text(const char* name, const std::string& value) {
    OSSL_PARAM_BLD_push_utf8_string(builder_.get(), name, value.c_str(), 0);
  }
  [[nodiscard]] EvpKey key(const std::string& kind, bool is_private) {
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder_.get()));
    const EvpKeyContext context(EVP_PKEY_CTX_new_from_name(library(), type_of(kind), nullptr));
    EVP_PKEY* made = nullptr;
    EVP_PKEY_fromdata_init(context.get());
    EVP_PKEY_fromdata(context.get(), &made, is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, parameters.get());
    forget_errors();
    return EvpKey(made);
  }

 private:
  Builder builder_{OSSL_PARAM_BLD_new()};
  std::deque<Number> numbers_;
};

std::optional<std::string> written(const EvpKey& key, bool is_private) {
  if (!key) return std::nullopt;
  std::string der = is_private ? private_der(key.get()) : public_der(key.get());
  forget_errors();
  if (der.empty()) return std::nullopt;
  return der;
}

EvpKey public_point(const std::string& kind, const std::string& point) {
  PartsOfKey parts;
  if (!is_curve25519(kind)) parts.text(OSSL_PKEY_PARAM_GROUP_NAME, kind);
  parts.octets(OSSL_PKEY_PARAM_PUB_KEY, point);
  return parts.key(kind, false);
}

/// The public half is computed, whatever else is said of it: so does the runtime.
EvpKey curve25519_private(const std::string& kind, const std::string& d) {
  EvpKey key(
      EVP_PKEY_new_raw_private_key_ex(library(), type_of(kind), nullptr, bytes_in(std::string_view(d)), d.size()));
  forget_errors();
  return key;
}

EvpKey checked_pair(EvpKey key) {
  if (!key) return nullptr;
  const EvpKeyContext context(EVP_PKEY_CTX_new_from_pkey(library(), key.get(), nullptr));
  const bool fits = EVP_PKEY_pairwise_check(context.get()) == 1;
  forget_errors();
  return fits ? std::move(key) : nullptr;
}

}  // namespace

std::optional<KeyKind> kind_of(const Key& key) {
  const EvpKey read = read_key(key);
  if (!read) return std::nullopt;
  KeyKind kind{.name = kind_name(read.get()), .public_exponent = {}};
  if (kind.name.empty()) return std::nullopt;
  if (kind.name == "RSA") {
    kind.modulus_bits = EVP_PKEY_get_bits(read.get());
    kind.public_exponent = number_in(read.get(), OSSL_PKEY_PARAM_RSA_E);
  }
  return kind;
}

std::optional<std::string> rewritten(const Key& key) { return written(read_key(key), key.is_private); }

std::optional<std::string> public_from_raw(const std::string& kind, std::string_view raw) {
  const EvpKey key = public_point(kind, std::string(raw));
  if (!key || is_curve25519(kind)) return written(key, false);
  // A point that came compressed is not to stay so.
  const std::size_t size = coordinate_bytes(kind);
  return from_parts(kind, {number_in(key.get(), OSSL_PKEY_PARAM_EC_PUB_X, size),
                           number_in(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y, size), ""});
}

std::optional<std::string> from_parts(const std::string& kind, const KeyParts& given) {
  PartsOfKey parts;
  if (kind == "RSA") {
    const bool is_private = !given[kRsaPrivate].empty();
    for (std::size_t i = 0; i < kRsaParts.size(); ++i) {
      if (!given[i].empty()) parts.number(kRsaParts[i], given[i]);
    }
    return written(parts.key(kind, is_private), is_private);
  }
  const bool is_private = !given[kD].empty();
  if (is_curve25519(kind)) {
    return written(is_private ? curve25519_private(kind, given[kD]) : public_point(kind, given[kX]), is_private);
  }
  const std::string point = '\x04' + given[kX] + given[kY];
  if (!is_private) return written(public_point(kind, point), false);
  parts.text(OSSL_PKEY_PARAM_GROUP_NAME, kind);
  parts.octets(OSSL_PKEY_PARAM_PUB_KEY, point);
  parts.number(OSSL_PKEY_PARAM_PRIV_KEY, given[kD]);
  return written(checked_pair(parts.key(kind, true)), true);
}

KeyParts parts_of(const Key& key) {
  const EvpKey read = read_key(key);
  KeyParts parts;
  if (!read) return parts;
  const std::string kind = kind_name(read.get());
  if (kind == "RSA") {
    for (const char* name : kRsaParts) parts.push_back(number_in(read.get(), name));
  } else if (is_curve25519(kind)) {
    parts = {octets_in(read.get(), OSSL_PKEY_PARAM_PUB_KEY), "", ""};
    if (key.is_private) parts[kD] = octets_in(read.get(), OSSL_PKEY_PARAM_PRIV_KEY);
  } else {
    const std::size_t size = coordinate_bytes(kind);
    parts = {number_in(read.get(), OSSL_PKEY_PARAM_EC_PUB_X, size),
             number_in(read.get(), OSSL_PKEY_PARAM_EC_PUB_Y, size), ""};
    if (key.is_private) parts[kD] = number_in(read.get(), OSSL_PKEY_PARAM_PRIV_KEY, size);
  }
  return parts;
}

std::optional<KeyPair> generated(const KeyKind& kind) {
  const EvpKeyContext context(EVP_PKEY_CTX_new_from_name(library(), type_of(kind.name), nullptr));
  EVP_PKEY_keygen_init(context.get());
  const Number exponent(
      BN_bin2bn(bytes_in(kind.public_exponent), static_cast<int>(kind.public_exponent.size()), nullptr));
  if (kind.name == "RSA") {
    EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), kind.modulus_bits);
    EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context.get(), exponent.get());
  } else if (!is_curve25519(kind.name)) {
    EVP_PKEY_CTX_set_group_name(context.get(), kind.name.c_str());
  }
  EVP_PKEY* made = nullptr;
  EVP_PKEY_generate(context.get(), &made);
  const EvpKey key(made);
  forget_errors();
  if (!key) return std::nullopt;
  return KeyPair{private_der(key.get()), public_der(key.get())};
}

}  // namespace models::crypto
