#include "models/crypto/random_v8.h"

#include <string>

#include "models/crypto/keys_v8.h"
#include "models/crypto/signature_v8.h"
#include "tests/catch.h"

namespace models::crypto {

namespace {

std::string private_key(const std::string& kind, const std::string& seed) {
  const RandomScope random(seed);
  const auto pair = generated({.name = kind, .modulus_bits = 1024, .public_exponent = std::string("\x01\x00\x01", 3)});
  REQUIRE(pair);
  return pair->private_der;
}

std::string ecdsa(const std::string& der, const std::string& seed) {
  const RandomScope random(seed);
  const auto made = signature({.hash = "SHA-256"}, {.is_private = true, .der = der}, "data");
  REQUIRE(made);
  return *made;
}

}  // namespace

TEST_CASE("The same seed makes the same key of every kind, another seed another", "[crypto]") {
  for (const std::string kind : {"P-256", "P-384", "P-521", "Ed25519", "X25519", "RSA"}) {
    INFO(kind);
    CHECK(private_key(kind, "one seed of many") == private_key(kind, "one seed of many"));
    CHECK(private_key(kind, "one seed of many") != private_key(kind, "another seed it"));
  }
}

TEST_CASE("A signature's nonce comes from the seed", "[crypto]") {
  const std::string key = private_key("P-256", "the key's seed..");
  const std::string first = ecdsa(key, "the nonce's seed");
  CHECK(ecdsa(key, "the nonce's seed") == first);
  CHECK(ecdsa(key, "another's seed..") != first);
}

TEST_CASE("An inner scope leaves the outer one's bytes alone", "[crypto]") {
  std::string plain(40, '\0');
  std::string interrupted(40, '\0');
  const auto bytes = [](std::string& text, std::size_t from) {
    return reinterpret_cast<unsigned char*>(text.data()) + from;
  };
  {
    RandomScope random("outer");
    random.fill(bytes(plain, 0), 16);
    random.fill(bytes(plain, 16), 24);
  }
  RandomScope random("outer");
  random.fill(bytes(interrupted, 0), 16);
  private_key("Ed25519", "inner");
  random.fill(bytes(interrupted, 16), 24);
  CHECK(interrupted == plain);
}

}  // namespace models::crypto
