#include "models/client/wanted.h"

#include <nlohmann/json.hpp>

#include "models/json_members.h"

namespace models::client {
using nlohmann::json;

PatternTexts::PatternTexts(const MessagePattern& pattern, std::span<const NamedPlace> places) {
  if (pattern.contains) contains.emplace(*pattern.contains, places);
  if (pattern.json) json.emplace(*pattern.json, places);
}

Wanted::Wanted(const PatternTexts& pattern, const Speaker& speaker) {
  if (pattern.contains) {
    contains_ = pattern.contains->fill(speaker);
    described_ = "with \"" + *contains_ + "\" in it";
  }
  if (pattern.json) {
    json_ = std::make_shared<const json>(parse_json(pattern.json->fill(speaker)));
    described_ += (described_.empty() ? "with " : " and with ") + dumped(*json_);
  }
  if (described_.empty()) described_ = "of any kind";
}

bool Wanted::fits(std::string_view bytes) const {
  if (contains_ && bytes.find(*contains_) == std::string_view::npos) return false;
  if (!json_) return true;
  const json got = parse_json(bytes);
  return !got.is_discarded() && has_members(got, *json_);
}

std::optional<PlaceValue> member_of(const json& value, std::string_view path) {
  const json* const member = member_at(value, path);
  if (member == nullptr) return std::nullopt;
  if (member->is_string()) return PlaceValue{member->get<std::string>(), false};
  return PlaceValue{dumped(*member), true};
}

json parse_json(std::string_view text) { return json::parse(text, nullptr, false); }

}  // namespace models::client
