#pragma once

// Every undetermined decision of a run is a choice with a key (site, entity, ordinal). The value comes from
// counter-based Philox4x32-10 under (seed, replication), so it depends on its own key alone: taking an entity away
// leaves every other draw as it was, and two policies can be compared under common random numbers.

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>

namespace sim {

/// What is being decided ("network.latency"), as a hash of its name that is the same on every machine.
enum class Site : std::uint64_t {};
/// Who it is decided for (the 17th of "phone"), likewise.
enum class Entity : std::uint64_t {};

/// FNV-1a, 64 bits.
[[nodiscard]] constexpr std::uint64_t stable_hash(std::string_view text, std::uint64_t basis = 0xcbf29ce484222325ULL) {
  for (const char c : text) {
    basis ^= static_cast<unsigned char>(c);
    basis *= 0x100000001b3ULL;
  }
  return basis;
}
[[nodiscard]] constexpr Site site(std::string_view name) { return Site{stable_hash(name)}; }
[[nodiscard]] constexpr Entity entity(std::string_view name) { return Entity{stable_hash(name)}; }
/// The index-th of a named group.
[[nodiscard]] constexpr Entity entity(std::string_view group, std::uint64_t index) {
  char digits[8];
  for (int i = 0; i < 8; ++i) digits[i] = static_cast<char>(index >> (8 * i));
  return Entity{stable_hash(std::string_view(digits, 8), stable_hash(group))};
}

struct ChoiceKey {
  Site site{};
  Entity entity{};
  std::uint64_t ordinal = 0;
  friend auto operator<=>(const ChoiceKey&, const ChoiceKey&) = default;
};

struct RunSeed {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
};

/// Values that replace what the generator would have given, by key.
using Overrides = std::map<ChoiceKey, std::uint64_t>;

/// What was drawn, as one number: two runs that draw the same values under the same keys have the same, in whatever
/// order they draw them. Overrides are no draws.
struct DrawsSeen {
  std::uint64_t count = 0;
  std::uint64_t sum = 0;  // of the mixed key and value of each draw, modulo 2^64
  DrawsSeen& operator+=(const DrawsSeen& more) {
    count += more.count;
    sum += more.sum;
    return *this;
  }
  friend bool operator==(const DrawsSeen&, const DrawsSeen&) = default;
};

class Choices;

/// The draws of one site for one entity, in order. Cheap to copy about; owns its ordinal.
class RandomStream {
 public:
  RandomStream(Choices& choices, Site where, Entity who, std::uint64_t drawn = 0)
      : choices_(&choices), site_(where), entity_(who), ordinal_(drawn) {}
  /// 64 uniform bits. Every call consumes exactly one ordinal.
  std::uint64_t bits();
  /// Uniform on [0, 1) with 53 bits.
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }
  /// Uniform on {0, ..., n-1}, unbiased. One ordinal a call: what is rejected is drawn anew from a split. n > 0.
  std::uint64_t below(std::uint64_t n);
  /// A stream for one draw that takes nobody knows how many values. Consumes one ordinal, whatever is drawn from it,
  /// so that rejections never shift the next draw.
  [[nodiscard]] RandomStream split();
  /// Consumes an ordinal whose value nobody asks for.
  void skip() { ++ordinal_; }
  [[nodiscard]] std::uint64_t drawn() const { return ordinal_; }

 private:
  [[nodiscard]] RandomStream split_under(std::uint64_t value) const;

  Choices* choices_;
  Site site_;
  Entity entity_;
  std::uint64_t ordinal_ = 0;
};

class Choices {
 public:
  explicit Choices(RunSeed seed, Overrides overrides = {});

  /// drawn: how many draws of it were made before, for who keeps only that of a stream.
  [[nodiscard]] RandomStream stream(Site where, Entity who, std::uint64_t drawn = 0) {
    return {*this, where, who, drawn};
  }
  /// One of n alternatives. The default (what happens when nobody interferes) is taken unless the key is
  /// overridden (the override is taken modulo n); the ordinal counts the calls for this (site, entity). A site is
  /// used for choices or for a stream, never for both. Throws std::invalid_argument unless fallback < n.
  std::uint32_t choose(Site where, Entity who, std::uint32_t n, std::uint32_t fallback);

  /// The value under a key: the override, else Philox.
  [[nodiscard]] std::uint64_t value(const ChoiceKey& key) const;
  [[nodiscard]] RunSeed seed() const { return seed_; }
  [[nodiscard]] DrawsSeen draws_seen() const { return seen_; }

 private:
  RunSeed seed_;
  Overrides overrides_;
  std::map<std::pair<Site, Entity>, std::uint64_t> ordinals_;
  mutable DrawsSeen seen_;
};

}  // namespace sim
