#include "models/js/web_crypto_v8.h"

#include <optional>
#include <string>
#include <vector>

#include "models/crypto/cipher_v8.h"
#include "models/crypto/hash_v8.h"
#include "models/crypto/keys_v8.h"
#include "models/crypto/random_v8.h"
#include "models/crypto/signature_v8.h"
#include "models/js/engine_v8.h"

namespace models::js {

namespace {

void answer(Call& call, const std::optional<std::string>& bytes) {
  if (bytes)
    call.returns_bytes(*bytes);
  else
    call.returns_null();
}

/// (hash, data), (hash, key, data) and the two derivations; sizes are in bytes.
void define_hashes(Engine::Impl& engine) {
  engine.define("crypto_digest", [](Call& call) { answer(call, crypto::digest(call.text(0), call.bytes(1))); });
  engine.define("crypto_hmac",
                [](Call& call) { answer(call, crypto::hmac(call.text(0), call.bytes(1), call.bytes(2))); });
  engine.define("crypto_pbkdf2", [](Call& call) {
    const std::string password = call.bytes(1);
    const std::string salt = call.bytes(2);
    answer(call, crypto::derive(crypto::Pbkdf2{.hash = call.text(0),
                                               .password = password,
                                               .salt = salt,
                                               .iterations = static_cast<std::uint32_t>(call.integer(3))},
                                static_cast<std::size_t>(call.integer(4))));
  });
  engine.define("crypto_hkdf", [](Call& call) {
    const std::string secret = call.bytes(1);
    const std::string salt = call.bytes(2);
    const std::string info = call.bytes(3);
    answer(call, crypto::derive(crypto::Hkdf{.hash = call.text(0), .secret = secret, .salt = salt, .info = info},
                                static_cast<std::size_t>(call.integer(4))));
  });
}

/// (encrypts, key, data, ...)
void define_ciphers(Engine::Impl& engine) {
  engine.define("crypto_aes_gcm", [](Call& call) {
    const std::string key = call.bytes(1);
    const std::string iv = call.bytes(3);
    const std::string additional = call.bytes(4);
    answer(call,
           crypto::aes_gcm({.encrypts = call.boolean(0), .key = key},
                           {.iv = iv, .additional = additional, .tag_bytes = static_cast<std::size_t>(call.integer(5))},
                           call.bytes(2)));
  });
  engine.define("crypto_aes_cbc", [](Call& call) {
    const std::string key = call.bytes(1);
    answer(call, crypto::aes_cbc({.encrypts = call.boolean(0), .key = key}, call.bytes(3), call.bytes(2)));
  });
  engine.define("crypto_aes_ctr", [](Call& call) {
    answer(call, crypto::aes_ctr(call.bytes(1), call.bytes(3), static_cast<unsigned>(call.integer(4)), call.bytes(2)));
  });
  engine.define("crypto_aes_kw", [](Call& call) {
    const std::string key = call.bytes(1);
    answer(call, crypto::aes_kw({.encrypts = call.boolean(0), .key = key}, call.bytes(2)));
  });
}

// Where a scope's seed is empty nothing is drawn that shows: OpenSSL blinds its arithmetic all the same.

void define_keys(Engine::Impl& engine) {
  // (seed, kind, modulus bits, public exponent) -> [PKCS #8, SubjectPublicKeyInfo]
  engine.define("crypto_generate", [](Call& call) {
    const crypto::RandomScope random(call.bytes(0));
    const auto pair = crypto::generated(
        {.name = call.text(1), .modulus_bits = static_cast<int>(call.integer(2)), .public_exponent = call.bytes(3)});
    if (!pair) return call.returns_null();
    const std::vector<Argument> both{BytesArg{pair->private_der}, BytesArg{pair->public_der}};
    call.returns_values(both);
  });
  // (is private, DER) -> [kind, modulus bits, public exponent, DER as it is kept]
  engine.define("crypto_read", [](Call& call) {
    const crypto::RandomScope random("");
    const std::string der = call.bytes(1);
    const crypto::Key key{.is_private = call.boolean(0), .der = der};
    const auto kind = crypto::kind_of(key);
    const auto kept = crypto::rewritten(key);
    if (!kind || !kept) return call.returns_null();
    const std::vector<Argument> all{std::string_view(kind->name), static_cast<double>(kind->modulus_bits),
                                    BytesArg{kind->public_exponent}, BytesArg{*kept}};
    call.returns_values(all);
  });
  engine.define("crypto_public_from_raw", [](Call& call) {
    const crypto::RandomScope random("");
    answer(call, crypto::public_from_raw(call.text(0), call.bytes(1)));
  });
  // (kind, parts...) -> DER; (is private, DER) -> parts
  engine.define("crypto_from_parts", [](Call& call) {
    const crypto::RandomScope random("");
    crypto::KeyParts parts;
    for (int i = 1; i < call.size(); ++i) parts.push_back(call.bytes(i));
    answer(call, crypto::from_parts(call.text(0), parts));
  });
  engine.define("crypto_parts", [](Call& call) {
    const crypto::RandomScope random("");
    const std::string der = call.bytes(1);
    const crypto::KeyParts parts = crypto::parts_of({.is_private = call.boolean(0), .der = der});
    std::vector<Argument> all;
    for (const std::string& part : parts) all.emplace_back(BytesArg{part});
    call.returns_values(all);
  });
}

crypto::SignatureScheme scheme_of(Call& call, int first) {
  using Padding = crypto::SignatureScheme::Padding;
  const std::string padding = call.text(first + 1);
  return {.hash = call.text(first),
          .padding = padding == "pss"     ? Padding::pss
                     : padding == "pkcs1" ? Padding::pkcs1
                                          : Padding::none,
          .salt_bytes = static_cast<int>(call.integer(first + 2))};
}

void define_uses_of_keys(Engine::Impl& engine) {
  // (hash, padding, salt, DER, data, seed)
  engine.define("crypto_sign", [](Call& call) {
    const std::string der = call.bytes(3);
    const crypto::RandomScope random(call.bytes(5));
    answer(call, crypto::signature(scheme_of(call, 0), {.is_private = true, .der = der}, call.bytes(4)));
  });
  // (hash, padding, salt, DER, data, signature)
  engine.define("crypto_verify", [](Call& call) {
    const crypto::RandomScope random("");
    const std::string der = call.bytes(3);
    const std::string data = call.bytes(4);
    const std::string signature = call.bytes(5);
    call.returns(crypto::verifies(scheme_of(call, 0), {.is_private = false, .der = der},
                                  {.data = data, .signature = signature}));
  });
  // (hash, label, is private, DER, data, seed)
  engine.define("crypto_rsa_oaep", [](Call& call) {
    const std::string label = call.bytes(1);
    const std::string der = call.bytes(3);
    const crypto::RandomScope random(call.bytes(5));
    answer(call, crypto::rsa_oaep({.hash = call.text(0), .label = label}, {.is_private = call.boolean(2), .der = der},
                                  call.bytes(4)));
  });
  engine.define("crypto_shared_secret", [](Call& call) {
    const crypto::RandomScope random("");
    answer(call, crypto::shared_secret(call.bytes(0), call.bytes(1)));
  });
}

}  // namespace

void define_web_crypto(Engine::Impl& engine) {
  define_hashes(engine);
  define_ciphers(engine);
  define_keys(engine);
  define_uses_of_keys(engine);
}

}  // namespace models::js
