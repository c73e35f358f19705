#include "models/json_members.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace models {

using nlohmann::json;

bool has_members(const json& got, const json& wanted) {
  if (!wanted.is_object()) return got == wanted;
  return got.is_object() && std::ranges::all_of(wanted.items(), [&](const auto& member) {
           const auto found = got.find(member.key());
           return found != got.end() && has_members(*found, member.value());
         });
}

const json* member_at(const json& value, std::string_view path) {
  const json* at = &value;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    path = dot == std::string_view::npos ? "" : path.substr(dot + 1);
    if (at->is_object()) {
      const auto found = at->find(std::string(name));
      if (found == at->end()) return nullptr;
      at = &*found;
      continue;
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (!at->is_array() || error != std::errc() || end != name.data() + name.size() || index >= at->size())
      return nullptr;
    at = &(*at)[index];
  }
  return at;
}

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace models
