#include "sim/choice.h"

#include <stdexcept>
#include <utility>

#include "sim/philox.h"

namespace sim {
namespace {

/// A bijection of 64 bits in which every input bit reaches every output bit (the finaliser of SplitMix64).
constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

constexpr std::uint32_t low_word(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
constexpr std::uint32_t high_word(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }

}  // namespace

std::uint64_t RandomStream::bits() { return choices_->value({site_, entity_, ordinal_++}); }

std::uint64_t RandomStream::below(std::uint64_t n) {
  return static_cast<std::uint64_t>((static_cast<unsigned __int128>(bits()) * n) >> 64);
}

Choices::Choices(RunSeed seed, Overrides overrides) : seed_(seed), overrides_(std::move(overrides)) {}

std::uint32_t Choices::choose(Site where, Entity who, std::uint32_t n, std::uint32_t fallback) {
  if (fallback >= n) throw std::invalid_argument("the default of a choice must be one of its alternatives");
  const std::uint64_t ordinal = ordinals_[{where, who}]++;
  const auto overridden = overrides_.find({where, who, ordinal});
  return overridden == overrides_.end() ? fallback : static_cast<std::uint32_t>(overridden->second % n);
}

// Counter: the ordinal in the two low words, and 64 bits mixed from site and entity in the two high words. With one of
// site and entity held, the mixture is a bijection of the other; over both, two pairs meet with probability 2^-64, as
// they may already in their names' hashes. Key: seed and replication mixed in the same way.
std::uint64_t Choices::value(const ChoiceKey& key) const {
  if (!overrides_.empty()) {
    if (const auto found = overrides_.find(key); found != overrides_.end()) return found->second;
  }
  const std::uint64_t where = mix(mix(static_cast<std::uint64_t>(key.site)) ^ static_cast<std::uint64_t>(key.entity));
  const std::uint64_t run = mix(mix(seed_.seed) ^ seed_.replication);
  const PhiloxCounter drawn =
      philox4x32_10({low_word(key.ordinal), high_word(key.ordinal), low_word(where), high_word(where)},
                    {low_word(run), high_word(run)});
  return drawn[0] | std::uint64_t{drawn[1]} << 32;
}

}  // namespace sim
