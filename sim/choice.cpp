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

// Its key is the value under the ordinal that it takes, so an override of that ordinal changes all of it.
RandomStream RandomStream::split() { return split_under(bits()); }

RandomStream RandomStream::split_under(std::uint64_t value) const {
  constexpr std::uint64_t kSplit = stable_hash("split");
  return {*choices_, Site{mix(static_cast<std::uint64_t>(site_) ^ kSplit)},
          Entity{mix(static_cast<std::uint64_t>(entity_) ^ value)}};
}

// Multiplication instead of a remainder, and rejection of the 2^64 mod n lowest products, which would be once too many.
// D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019).
std::uint64_t RandomStream::below(std::uint64_t n) {
  const std::uint64_t value = bits();
  auto product = static_cast<unsigned __int128>(value) * n;
  if (static_cast<std::uint64_t>(product) < n) {
    const std::uint64_t surplus = (0 - n) % n;
    RandomStream again = split_under(value);
    while (static_cast<std::uint64_t>(product) < surplus) product = static_cast<unsigned __int128>(again.bits()) * n;
  }
  return static_cast<std::uint64_t>(product >> 64);
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
  const std::uint64_t value = drawn[0] | std::uint64_t{drawn[1]} << 32;
  ++seen_.count;
  seen_.sum += mix(value ^ where ^ key.ordinal);
  return value;
}

}  // namespace sim
