#include "models/runtime/object_id.h"

#include "sim/choice.h"

namespace models::runtime {
namespace {

/// The finaliser of SplitMix64: every input bit reaches every output bit.
constexpr std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ULL;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

std::optional<std::uint64_t> hexadecimal(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    value = value << 4 | static_cast<std::uint64_t>(digit);
  }
  return value;
}

}  // namespace

ObjectId ObjectId::with_check(std::string_view name_space, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  return ObjectId({a, b, c, mix(mix(mix(sim::stable_hash(name_space) ^ a) ^ b) ^ c)});
}

std::string ObjectId::text() const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(64, '0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = kDigits[words_[i / 16] >> (60 - 4 * (i % 16)) & 15];
  return text;
}

ObjectId ObjectId::from_name(std::string_view name_space, std::string_view name) {
  const std::uint64_t key = sim::stable_hash(name_space);
  const std::uint64_t hash = sim::stable_hash(name, mix(key));
  return with_check(name_space, mix(hash), mix(hash ^ key), mix(hash + name.size()));
}

ObjectId ObjectId::unique(std::string_view name_space, std::uint64_t random_high, std::uint64_t random_low) {
  return with_check(name_space, random_high, random_low, mix(random_high ^ mix(random_low)));
}

std::optional<ObjectId> ObjectId::from_text(std::string_view name_space, std::string_view text, Refusal& why_not) {
  why_not = Refusal::not_hexadecimal;
  if (text.size() != 64) return std::nullopt;
  Words words{};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto word = hexadecimal(text.substr(i * 16, 16));
    if (!word) return std::nullopt;
    words[i] = *word;
  }
  const ObjectId expected = with_check(name_space, words[0], words[1], words[2]);
  why_not = Refusal::other_namespace;
  if (words[3] != expected.words_[3]) return std::nullopt;
  return expected;
}

}  // namespace models::runtime
