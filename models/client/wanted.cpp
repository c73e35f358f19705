#include "models/client/wanted.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace models::client {
namespace {

using nlohmann::json;

/// Whether everything that is wanted is there; objects may have more members.
bool holds(const json& got, const json& wanted) {
  if (!wanted.is_object()) return got == wanted;
  return got.is_object() && std::ranges::all_of(wanted.items(), [&](const auto& member) {
           const auto found = got.find(member.key());
           return found != got.end() && holds(*found, member.value());
         });
}

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

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
  return !got.is_discarded() && holds(got, *json_);
}

std::optional<PlaceValue> member_of(const json& value, std::string_view path) {
  const json* at = &value;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    path = dot == std::string_view::npos ? "" : path.substr(dot + 1);
    if (at->is_object()) {
      const auto found = at->find(std::string(name));
      if (found == at->end()) return std::nullopt;
      at = &*found;
      continue;
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (!at->is_array() || error != std::errc() || end != name.data() + name.size() || index >= at->size())
      return std::nullopt;
    at = &(*at)[index];
  }
  if (at->is_string()) return PlaceValue{at->get<std::string>(), false};
  return PlaceValue{dumped(*at), true};
}

json parse_json(std::string_view text) { return json::parse(text, nullptr, false); }

}  // namespace models::client
