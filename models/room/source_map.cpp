#include "models/room/source_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace models::room {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint32_t kMore = 32, kValue = 31;

/// One number, base 64 and variable in length, its sign in the lowest bit.
std::int32_t take_number(std::string_view& text) {
  std::uint32_t value = 0;
  for (int shift = 0; shift < 32; shift += 5) {
    const auto digit = text.empty() ? std::string_view::npos : kDigits.find(text.front());
    if (digit == std::string_view::npos) break;
    text.remove_prefix(1);
    value |= (static_cast<std::uint32_t>(digit) & kValue) << shift;
    if ((digit & kMore) != 0) continue;
    const auto magnitude = static_cast<std::int32_t>(value >> 1);
    return (value & 1) != 0 ? -magnitude : magnitude;
  }
  throw std::runtime_error("a source map's mappings are damaged");
}

struct Place {
  std::size_t begins = 0;  // of the file's name in the line
  js::Position position;
};

/// The place at the end of a stack's line, "... (file:line:column)" or "at file:line:column".
std::optional<Place> place_in(std::string_view line) {
  std::string_view text = line;
  if (text.ends_with(')')) text.remove_suffix(1);
  std::array<int, 2> numbers{};
  for (int& number : numbers) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view digits = text.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    text = text.substr(0, colon);
  }
  const auto open = line.ends_with(')') ? text.rfind('(') : text.rfind(' ');
  const std::size_t begins = open == std::string_view::npos ? 0 : open + 1;
  return Place{begins, {std::string(text.substr(begins)), numbers[1], numbers[0]}};
}

}  // namespace

SourceMap::SourceMap(std::string module, std::string json, std::string prefix)
    : module_(std::move(module)), prefix_(std::move(prefix)), json_(std::move(json)) {}

/// Most runs ask for no place at all, and the map of a large module takes longer to read than the module itself.
void SourceMap::read() const {
  if (json_.empty()) return;
  const auto map = nlohmann::json::parse(std::exchange(json_, {}));
  const std::string root = map.value("sourceRoot", std::string());
  for (const auto& source : map.at("sources")) sources_.push_back(root + source.get<std::string>());
  read_mappings(map.at("mappings").get_ref<const std::string&>());
}

void SourceMap::read_mappings(std::string_view mappings) const {
  Segment now{.column = 0, .source = 0};
  lines_.emplace_back();
  while (!mappings.empty()) {
    if (mappings.front() == ';') {
      lines_.emplace_back();
      now.column = 0;
      mappings.remove_prefix(1);
    } else if (mappings.front() == ',') {
      mappings.remove_prefix(1);
    } else {
      now.column += take_number(mappings);
      if (mappings.empty() || mappings.front() == ',' || mappings.front() == ';') {
        lines_.back().push_back({.column = now.column});
        continue;
      }
      now.source += take_number(mappings);
      now.source_line += take_number(mappings);
      now.source_column += take_number(mappings);
      lines_.back().push_back(now);
      if (!mappings.empty() && mappings.front() != ',' && mappings.front() != ';')
        static_cast<void>(take_number(mappings));  // which name it had
    }
  }
}

std::optional<js::Position> SourceMap::original(int line, int column) const {
  read();
  if (line < 1 || static_cast<std::size_t>(line) > lines_.size()) return std::nullopt;
  const auto& segments = lines_[static_cast<std::size_t>(line - 1)];
  const auto after = std::ranges::upper_bound(segments, column - 1, {}, &Segment::column);
  if (after == segments.begin()) return std::nullopt;
  const Segment& found = *(after - 1);
  if (found.source < 0 || static_cast<std::size_t>(found.source) >= sources_.size()) return std::nullopt;
  const std::string& source = sources_[static_cast<std::size_t>(found.source)];
  if (source.starts_with("node:")) return std::nullopt;  // the bundler's own
  return js::Position{prefix_ + source, found.source_line + 1, found.source_column + 1};
}

std::optional<js::Position> SourceMap::original(const js::Position& place) const {
  if (place.file != module_) return place;
  return original(place.line, place.column);
}

std::string SourceMap::original_stack(std::string_view stack) const {
  std::string result;
  while (!stack.empty()) {
    const auto end = stack.find('\n');
    const std::string_view line = stack.substr(0, end);
    stack = end == std::string_view::npos ? std::string_view() : stack.substr(end + 1);
    const auto place = place_in(line);
    const auto source = place ? original(place->position) : std::nullopt;
    if (place && !source) continue;
    if (!result.empty()) result += '\n';
    if (!place)
      result += line;
    else
      result += fmt::format("{}{}:{}:{}{}", line.substr(0, place->begins), source->file, source->line, source->column,
                            line.ends_with(')') ? ")" : "");
  }
  return result;
}

}  // namespace models::room
