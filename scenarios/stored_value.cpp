#include "scenarios/stored_value.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "scenarios/yaml_json.h"

namespace scenarios {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kNull = '0', kTrue = 'T', kFalse = 'F', kInteger = 'I', kDouble = 'N', kOneByte = '"', kTwoByte = 'c',
               kPadding = '\0', kObject = 'o', kObjectEnd = '{', kArray = 'A', kArrayEnd = '$';

/// Code units of UTF-16; well-formed UTF-8 is what the reader of YAML lets through.
std::vector<std::uint16_t> utf16(std::string_view text) {
  std::vector<std::uint16_t> units;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t n) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i + n]));
    };
    const std::uint32_t first = byte(0);
    const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    std::uint32_t point = length == 1 ? first : first & (0x7fU >> length);
    for (std::size_t n = 1; n < length; ++n) point = point << 6 | (byte(n) & 0x3f);
    i += length;
    if (point >= 0x10000) {
      units.push_back(static_cast<std::uint16_t>(0xd800 + ((point - 0x10000) >> 10)));
      point = 0xdc00 + ((point - 0x10000) & 0x3ff);
    }
    units.push_back(static_cast<std::uint16_t>(point));
  }
  return units;
}

/// The number of an array's element, which objects keep before their other keys.
std::optional<std::uint32_t> index_of(std::string_view key) {
  if (key.empty() || key.size() > 10 || (key[0] == '0' && key.size() > 1)) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : key) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (number >= UINT32_MAX) return std::nullopt;
  return static_cast<std::uint32_t>(number);
}

bool is_small(double number) {
  return number == std::floor(number) && number >= INT32_MIN && number <= INT32_MAX &&
         !(number == 0 && std::signbit(number));
}

class Writer {
 public:
  std::string write(const Json& given) {
    value(given);
    return std::move(bytes_);
  }

 private:
  void value(const Json& given) {
    if (given.is_object()) return object(given);
    if (given.is_array()) return array(given);
    if (given.is_string()) return text(given.get_ref<const std::string&>());
    if (given.is_number()) return number(given.get<double>());
    bytes_ += given.is_null() ? kNull : given.get<bool>() ? kTrue : kFalse;
  }

  void length(std::uint32_t rest) {
    for (; rest >= 0x80; rest >>= 7) bytes_ += static_cast<char>(rest | 0x80);
    bytes_ += static_cast<char>(rest);
  }

  void number(double number) {
    if (!is_small(number)) return wide(number);
    const auto integer = static_cast<std::int32_t>(number);
    bytes_ += kInteger;
    length(static_cast<std::uint32_t>(integer) << 1 ^ static_cast<std::uint32_t>(integer >> 31));
  }

  void wide(double number) {
    bytes_ += kDouble;
    const auto bits = std::bit_cast<std::uint64_t>(number);
    for (unsigned shift = 0; shift < 64; shift += 8) bytes_ += static_cast<char>(bits >> shift);
  }

  void text(std::string_view text) {
    const std::vector<std::uint16_t> units = utf16(text);
    const auto size = static_cast<std::uint32_t>(units.size());
    if (std::ranges::all_of(units, [](std::uint16_t unit) { return unit < 0x100; })) {
      bytes_ += kOneByte;
      length(size);
      for (const std::uint16_t unit : units) bytes_ += static_cast<char>(unit);
      return;
    }
    // Two-byte units begin at an even place.
    std::size_t head = 2;
    for (std::uint32_t rest = size * 2; rest >= 0x80; rest >>= 7) ++head;
    if ((bytes_.size() + head) % 2 != 0) bytes_ += kPadding;
    bytes_ += kTwoByte;
    length(size * 2);
    for (const std::uint16_t unit : units) {
      bytes_ += static_cast<char>(unit);
      bytes_ += static_cast<char>(unit >> 8);
    }
  }

  /// An array of numbers that are not all small integers is one of doubles to V8.
  void array(const Json& given) {
    const auto size = static_cast<std::uint32_t>(given.size());
    const bool numbers = std::ranges::all_of(given, [](const Json& item) { return item.is_number(); });
    const bool doubles =
        numbers && std::ranges::any_of(given, [](const Json& i) { return !is_small(i.get<double>()); });
    bytes_ += kArray;
    length(size);
    for (const Json& item : given) doubles ? wide(item.get<double>()) : value(item);
    bytes_ += kArrayEnd;
    length(0);
    length(size);
  }

  void object(const Json& given) {
    std::vector<std::pair<std::uint32_t, const Json*>> indexed;
    bytes_ += kObject;
    for (const auto& [key, member] : given.items())
      if (const auto index = index_of(key)) indexed.emplace_back(*index, &member);
    std::ranges::sort(indexed, {}, &std::pair<std::uint32_t, const Json*>::first);
    for (const auto& [index, member] : indexed) {
      number(index);
      value(*member);
    }
    for (const auto& [key, member] : given.items()) {
      if (index_of(key)) continue;
      text(key);
      value(member);
    }
    bytes_ += kObjectEnd;
    length(static_cast<std::uint32_t>(given.size()));
  }

  std::string bytes_{"\xff\x0f", 2};
};

}  // namespace

std::string stored_value(const Node& node) { return Writer().write(Json::parse(json_of(node))); }

}  // namespace scenarios
