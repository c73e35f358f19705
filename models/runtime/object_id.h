#pragma once

// Durable Object ids: 64 hexadecimal digits. An id from a name is a keyed hash of it, so the same name always gives
// the same id in one namespace; the last quarter is a check that tells an id of another namespace (spec 6.1).

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

  [[nodiscard]] const std::string& text() const { return text_; }
  friend auto operator<=>(const ObjectId&, const ObjectId&) = default;

 private:
  explicit ObjectId(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace models::runtime
