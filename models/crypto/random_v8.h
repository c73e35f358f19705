#pragma once

#include <cstdint>
#include <string_view>

namespace models::crypto {

/// While it lives, every random byte that OpenSSL asks for on this thread is a function of the seed: keys, nonces,
/// salts, and what it blinds its own arithmetic with. How many it asks for may depend on the processor; a seed an
/// operation keeps one operation from shifting the next one's.
class RandomScope {
 public:
  /// Of the seed at most 16 bytes count.
  explicit RandomScope(std::string_view seed);
  ~RandomScope();
  RandomScope(const RandomScope&) = delete;
  RandomScope& operator=(const RandomScope&) = delete;

  void fill(unsigned char* out, int size);

 private:
  std::uint32_t seed_[4] = {};
  std::uint32_t block_ = 0;
  RandomScope* outer_;
};

}  // namespace models::crypto
