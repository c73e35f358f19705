#pragma once

// Durable Object ids: 64 hexadecimal digits. An id from a name is a keyed hash of it, so the same name always gives
// the same id in one namespace; the last quarter is a check that tells an id of another namespace (spec 6.1).

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace models::runtime {

class ObjectId {
 public:
  static ObjectId from_name(std::string_view name_space, std::string_view name);
  static ObjectId unique(std::string_view name_space, std::uint64_t random_high, std::uint64_t random_low);
  enum class Refusal { not_hexadecimal, other_namespace };
  /// Nothing if the text is no id of this namespace; why_not then says why.
  static std::optional<ObjectId> from_text(std::string_view name_space, std::string_view text, Refusal& why_not);

  [[nodiscard]] std::string text() const;
  /// 64 of its bits, as good as any others to find it by.
  [[nodiscard]] std::uint64_t hash() const { return words_[3]; }
  /// As their texts are ordered.
  friend auto operator<=>(const ObjectId&, const ObjectId&) = default;

 private:
  using Words = std::array<std::uint64_t, 4>;
  explicit ObjectId(const Words& words) : words_(words) {}
  static ObjectId with_check(std::string_view name_space, std::uint64_t a, std::uint64_t b, std::uint64_t c);
  Words words_;
};

}  // namespace models::runtime
