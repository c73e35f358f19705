#include "scenarios/quantities.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace scenarios {
namespace {

constexpr std::string_view kSpace = " \t";

void skip_space(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size())); }

/// Decimal digits with an optional fraction, times scale, exactly; the rest of the text stays. Nothing on overflow or
/// when the fraction is finer than 1/scale.
std::optional<std::int64_t> take_scaled(std::string_view& text, std::int64_t scale) {
  constexpr __int128 kMostDigits = 1'000'000'000'000'000'000;
  __int128 digits = 0;
  __int128 divisor = 1;
  bool any = false;
  bool fraction = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    if (text[i] == '.' && !fraction) {
      fraction = true;
      any = false;
      continue;
    }
    if (text[i] < '0' || text[i] > '9') break;
    if (digits >= kMostDigits || divisor >= kMostDigits) return std::nullopt;
    digits = digits * 10 + (text[i] - '0');
    if (fraction) divisor *= 10;
    any = true;
  }
  const __int128 value = digits * scale / divisor;
  if (!any || digits * scale % divisor != 0 || value > INT64_MAX) return std::nullopt;
  text.remove_prefix(i);
  return static_cast<std::int64_t>(value);
}

struct Unit {
  std::string_view name;
  std::int64_t scale;
};

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr Unit kTimeUnits[] = {{"ns", 1},
                               {"us", 1'000},
                               {"ms", 1'000'000},
                               {"s", kSecond},
                               {"sec", kSecond},
                               {"min", 60 * kSecond},
                               {"m", 60 * kSecond},
                               {"h", 3600 * kSecond},
                               {"d", 86400 * kSecond},
                               {"day", 86400 * kSecond},
                               {"days", 86400 * kSecond},
                               {"w", 7 * 86400 * kSecond}};
constexpr Unit kSizeUnits[] = {{"B", 1},     {"KiB", 1024}, {"MiB", 1024 * 1024}, {"GiB", 1024LL * 1024 * 1024},
                               {"kB", 1000}, {"KB", 1000},  {"MB", 1'000'000},    {"GB", 1'000'000'000}};

constexpr std::string_view kMonths[] = {" a month", "/month", " per month"};
constexpr std::string_view kDecimal = R"((\d+(\.\d+)?|\.\d+))";

template <std::size_t N>
std::string unit_names(const Unit (&units)[N]) {
  std::vector<std::string_view> names;
  for (const Unit& unit : units) names.push_back(unit.name);
  return fmt::format("{}", fmt::join(names, "|"));
}

/// "<number><unit>" at the front of the text, exactly, or nothing.
template <std::size_t N>
std::optional<std::int64_t> take_with_unit(std::string_view& text, const Unit (&units)[N]) {
  const std::size_t end = text.find_first_not_of("0123456789.");
  if (end == 0 || end == std::string_view::npos) return std::nullopt;
  std::string_view rest = text.substr(end);
  skip_space(rest);
  std::size_t letters = 0;
  while (letters < rest.size() &&
         ((rest[letters] >= 'a' && rest[letters] <= 'z') || (rest[letters] >= 'A' && rest[letters] <= 'Z')))
    ++letters;
  const std::string_view name = rest.substr(0, letters);
  for (const Unit& unit : units) {
    if (unit.name != name) continue;
    std::string_view number = text.substr(0, end);
    const auto value = take_scaled(number, unit.scale);
    if (!value || !number.empty()) return std::nullopt;
    text = rest.substr(letters);
    return value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<sim::Duration> parse_duration(std::string_view text) {
  bool negative = false;
  if (text.starts_with('-')) {
    negative = true;
    text.remove_prefix(1);
  }
  if (text == "0") return sim::Duration{0};
  std::int64_t total = 0;
  do {
    const auto part = take_with_unit(text, kTimeUnits);
    if (!part || *part > INT64_MAX - total) return std::nullopt;
    total += *part;
    skip_space(text);
  } while (!text.empty());
  return sim::Duration{negative ? -total : total};
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!(value == value) || value > 1e300 || value < -1e300) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_probability(std::string_view text) {
  const bool percent = text.ends_with('%');
  if (percent) text.remove_suffix(1);
  // "loss: 1" may be meant as 1% or as always: neither is guessed.
  if (!percent && text != "0" && text.find('.') == std::string_view::npos) return std::nullopt;
  const double scale = percent ? 100 : 1;
  const auto value = parse_number(text);
  if (!value || *value < 0 || *value > scale) return std::nullopt;
  return *value / scale;
}

std::optional<double> parse_rate(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto count = parse_number(text.substr(0, slash));
  if (!count || *count < 0) return std::nullopt;
  for (const Unit& unit : kTimeUnits)
    if (unit.name == text.substr(slash + 1)) return *count / (static_cast<double>(unit.scale) / kSecond);
  return std::nullopt;
}

std::optional<std::int64_t> parse_money(std::string_view text) {
  if (text.starts_with('$')) text.remove_prefix(1);
  skip_space(text);
  const auto value = take_scaled(text, 1'000'000'000);
  if (!value || !text.empty()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_monthly(std::string_view text) {
  for (const std::string_view month : kMonths) {
    if (!text.ends_with(month)) continue;
    text.remove_suffix(month.size());
    break;
  }
  return parse_money(text);
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  const auto value = take_with_unit(text, kSizeUnits);
  if (!value || !text.empty()) return std::nullopt;
  return static_cast<std::uint64_t>(*value);
}

std::optional<std::uint64_t> parse_bit_rate(std::string_view text) {
  constexpr Unit kBits[] = {{"bit", 1}, {"kbit", 1000}, {"Mbit", 1'000'000}, {"Gbit", 1'000'000'000}};
  const auto value = take_with_unit(text, kBits);
  if (!value || text != "/s") return std::nullopt;
  return static_cast<std::uint64_t>(*value);
}

std::optional<sim::Duration> parse_time_of_day(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon > 2) return std::nullopt;
  const auto hours = parse_count(text.substr(0, colon));
  const auto minutes = parse_count(text.substr(colon + 1));
  if (!hours || !minutes || *minutes > 59 || *hours * 60 + *minutes > 24 * 60 || text.size() - colon != 3)
    return std::nullopt;
  return std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
}

std::string duration_pattern() {
  const std::string part = fmt::format(R"({}[ \t]*({}))", kDecimal, unit_names(kTimeUnits));
  return fmt::format(R"(^(0|{0}([ \t]*{0})*[ \t]*)$)", part);
}

std::string size_pattern() { return fmt::format(R"(^{}[ \t]*({})$)", kDecimal, unit_names(kSizeUnits)); }

std::string share_pattern() { return fmt::format(R"(^(({0}([eE][+-]?\d+)?%)|0|0?\.\d+|1\.0*)$)", kDecimal); }

std::string rate_pattern() { return fmt::format(R"(^{}([eE][+-]?\d+)?/({})$)", kDecimal, unit_names(kTimeUnits)); }

std::string money_pattern() { return fmt::format(R"(^\$?[ \t]*{}({})?$)", kDecimal, fmt::join(kMonths, "|")); }

}  // namespace scenarios
