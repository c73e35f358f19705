#include "scenarios/workload/paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace scenarios::workload {
namespace {

/// An address in parts: those of its path, then name and value of each of its query.
struct Address {
  std::vector<std::string_view> names;  // "" for a part of the path
  std::vector<std::string_view> values;
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

Address address_of(std::string_view request) {
  request.remove_prefix(std::min(request.size(), request.find(' ') + 1));
  const std::size_t query = request.find('?');
  Address address;
  for (const std::string_view part :
       split(request.substr(request.starts_with('/') ? 1 : 0, query == 0 ? 0 : query - 1), '/')) {
    address.names.emplace_back();
    address.values.push_back(part);
  }
  if (query == std::string_view::npos) return address;
  std::vector<std::string_view> pairs = split(request.substr(query + 1), '&');
  std::ranges::sort(pairs);
  for (const std::string_view pair : pairs) {
    const std::size_t equal = pair.find('=');
    address.names.push_back(pair.substr(0, equal));
    address.values.push_back(equal == std::string_view::npos ? "" : pair.substr(equal + 1));
  }
  return address;
}

std::string key_of(const Address& address) { return fmt::format("{}", fmt::join(address.names, "/")); }

/// What one part of the addresses holds over all connections.
struct Part {
  std::map<std::string_view, std::uint64_t> values;
  std::set<std::pair<std::string_view, std::uint32_t>> with_room;
};

/// The part that names the object, if one does: each object has a value of its own there. Where no object is known,
/// that part of those that come again and again which has the fewest values.
std::optional<std::size_t> naming_part(const std::vector<Part>& parts, std::size_t rooms, std::uint64_t opens) {
  std::optional<std::size_t> fewest;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t values = parts[i].values.size();
    if (rooms > 1 && values == rooms && parts[i].with_room.size() == rooms) return i;
    const bool again = rooms == 0 && values > 1 && values * 2 <= opens;
    if (again && (!fewest || values < parts[*fewest].values.size())) fewest = i;
  }
  return fewest;
}

/// Braces would be places of a text.
std::string literal(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '{' ? "{{" : std::string(1, c);
  return result;
}

}  // namespace

PathShape path_shape(const Workload& workload, const Samples& samples) {
  std::map<std::string, std::uint64_t> shapes;
  for (const auto& [path, opens] : samples.paths)
    if (path != kUnknown) shapes[key_of(address_of(workload.paths[path]))] += opens;
  if (shapes.empty()) return {};
  const auto common = std::ranges::max_element(shapes, {}, [](const auto& shape) { return shape.second; });
  PathShape result{.share = static_cast<double>(common->second) / static_cast<double>(samples.path_and_room.size())};
  std::map<std::uint32_t, Address> addresses;
  for (const auto& [path, opens] : samples.paths) {
    if (path == kUnknown) continue;
    Address address = address_of(workload.paths[path]);
    if (key_of(address) == common->first) addresses.emplace(path, std::move(address));
  }
  std::vector<Part> parts(addresses.begin()->second.names.size());
  std::set<std::uint32_t> rooms;
  for (const auto& [path, room] : samples.path_and_room) {
    const auto address = addresses.find(path);
    if (address == addresses.end()) continue;
    if (room != kUnknown) rooms.insert(room);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      ++parts[i].values[address->second.values[i]];
      if (room != kUnknown) parts[i].with_room.emplace(address->second.values[i], room);
    }
  }
  const Address& one = addresses.begin()->second;
  const std::optional<std::size_t> naming = naming_part(parts, rooms.size(), common->second);
  result.names_room = naming.has_value();
  if (naming && rooms.empty())
    for (const auto& [value, opens] : parts[*naming].values) result.visits.push_back(opens);
  bool in_query = false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    const auto usual = std::ranges::max_element(part.values, {}, [](const auto& value) { return value.second; });
    std::string text = part.values.size() == 1 ? literal(usual->first) : "{client}";
    if (naming == i) text = "{room}";
    if (one.names[i].empty() && !in_query) {
      result.text += "/" + text;
    } else {
      result.text += fmt::format("{}{}={}", in_query ? "&" : "?", literal(one.names[i]), text);
      in_query = true;
    }
  }
  return result;
}

}  // namespace scenarios::workload
