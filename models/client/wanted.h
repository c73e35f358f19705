#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "models/client/message_text.h"

namespace models::client {

/// A MessagePattern, taken apart once.
struct PatternTexts {
  PatternTexts() = default;
  PatternTexts(const MessagePattern& pattern, std::span<const NamedPlace> places);
  std::optional<MessageText> contains;
  std::optional<MessageText> json;
};

/// What one client waits for, with its places filled in.
class Wanted {
 public:
  Wanted(const PatternTexts& pattern, const Speaker& speaker);
  [[nodiscard]] bool fits(std::string_view bytes) const;
  /// For people: `with "hello" in it`.
  [[nodiscard]] const std::string& described() const { return described_; }

 private:
  std::optional<std::string> contains_;
  std::shared_ptr<const nlohmann::json> json_;
  std::string described_;
};

/// The member of a JSON text at a path of names and numbers, "items.0.id"; nothing if the text is no JSON or has none.
[[nodiscard]] std::optional<PlaceValue> member_of(const nlohmann::json& json, std::string_view path);
/// Empty (discarded) if it is none.
[[nodiscard]] nlohmann::json parse_json(std::string_view text);

}  // namespace models::client
