#define OPENSSL_SUPPRESS_DEPRECATED  // RAND_METHOD: a provider of our own would be the new way, and ten times the code
#include "models/crypto/random_v8.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstring>

#include "sim/philox.h"

namespace models::crypto {

namespace {

thread_local RandomScope* g_scope = nullptr;

/// Outside of a scope the process is not the simulation's: Node may have reasons of its own.
int random_bytes(unsigned char* out, int size) {
  if (g_scope == nullptr) return RAND_OpenSSL()->bytes(out, size);
  g_scope->fill(out, size);
  return 1;
}
int random_status() { return 1; }

const RAND_METHOD kMethod{.seed = nullptr,
                          .bytes = random_bytes,
                          .cleanup = nullptr,
                          .add = nullptr,
                          .pseudorand = random_bytes,
                          .status = random_status};

}  // namespace

RandomScope::RandomScope(std::string_view seed) : outer_(g_scope) {
  static const int installed = RAND_set_rand_method(&kMethod);
  static_cast<void>(installed);
  if (!seed.empty()) std::memcpy(seed_, seed.data(), std::min(seed.size(), sizeof seed_));
  g_scope = this;
}

RandomScope::~RandomScope() { g_scope = outer_; }

void RandomScope::fill(unsigned char* out, int size) {
  for (int at = 0; at < size; at += 16) {
    const auto words = sim::philox4x32_10({block_++, 0, seed_[2], seed_[3]}, {seed_[0], seed_[1]});
    std::memcpy(out + at, words.data(), static_cast<std::size_t>(std::min(16, size - at)));
  }
}

}  // namespace models::crypto
