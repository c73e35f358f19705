#include "sim/calendar.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>

namespace sim {
namespace {

using std::chrono::days;

std::chrono::sys_days date_of(Time t) { return std::chrono::sys_days{std::chrono::floor<days>(t.time_since_epoch())}; }

/// Takes exactly `digits` decimal digits off the text.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, char expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day || *year < 1678 || *year > 2261) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date};
}

std::optional<Duration> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return Duration{0};
  std::int64_t ns = 0;
  std::int64_t unit = 100'000'000;
  const std::size_t before = text.size();
  while (unit > 0) {
    const auto digit = take_number(text, 1);
    if (!digit) break;
    ns += *digit * unit;
    unit /= 10;
  }
  if (text.size() == before) return std::nullopt;
  return Duration{ns};
}

std::optional<Duration> take_clock(std::string_view& text) {
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second) + *fraction;
}

/// ns / unit, rounded half up.
std::uint64_t rounded(std::uint64_t ns, std::uint64_t unit) {
  return ns / unit + (ns % unit >= unit - unit / 2 ? 1 : 0);
}

/// Tenths of a unit: "1.2 s", or "80 ms" if they are whole.
std::string in_tenths(std::uint64_t tenths, std::string_view unit) {
  if (tenths % 10 == 0) return fmt::format("{} {}", tenths / 10, unit);
  return fmt::format("{}.{} {}", tenths / 10, tenths % 10, unit);
}

/// "2 h 03 min", or "2 h".
std::string in_two(std::uint64_t small, std::uint64_t per_large, std::string_view large_unit,
                   std::string_view small_unit) {
  if (small % per_large == 0) return fmt::format("{} {}", small / per_large, large_unit);
  return fmt::format("{} {} {:02} {}", small / per_large, large_unit, small % per_large, small_unit);
}

}  // namespace

std::string format_time(Time t) {
  const std::chrono::year_month_day date{date_of(t)};
  const std::chrono::hh_mm_ss clock{time_of_day(t)};
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                 clock.hours().count(), clock.minutes().count(), clock.seconds().count());
  const std::int64_t ns = clock.subseconds().count();
  if (ns == 0) return text + "Z";
  if (ns % 1'000'000 == 0) return text + fmt::format(".{:03}Z", ns / 1'000'000);
  if (ns % 1'000 == 0) return text + fmt::format(".{:06}Z", ns / 1'000);
  return text + fmt::format(".{:09}Z", ns);
}

std::optional<Time> parse_time(std::string_view text) {
  const auto date = take_date(text);
  if (!date || !take(text, 'T')) return std::nullopt;
  const auto clock = take_clock(text);
  if (!clock || text != "Z") return std::nullopt;
  return Time{date->time_since_epoch()} + *clock;
}

Time start_of_day(Time t) { return t - time_of_day(t); }

Duration time_of_day(Time t) {
  constexpr Duration kDay = days(1);
  const Duration rest = t.time_since_epoch() % kDay;
  return rest < Duration{0} ? rest + kDay : rest;
}

// Each unit is used for what still lies below the next one after rounding, so that 59.96 s reads "1 min", not "60 s".
std::string format_duration(Duration d) {
  constexpr std::uint64_t kMicro = 1'000;
  constexpr std::uint64_t kMilli = 1'000'000;
  constexpr std::uint64_t kSecond = 1'000'000'000;
  constexpr std::uint64_t kMinute = 60 * kSecond;
  constexpr std::uint64_t kHour = 60 * kMinute;
  if (d < Duration{0}) return "-" + format_duration(d == Duration::min() ? Duration::max() : -d);
  const auto ns = static_cast<std::uint64_t>(d.count());
  if (ns == 0) return "0 s";
  if (ns < kMicro) return fmt::format("{} ns", ns);
  if (const auto tenths = rounded(ns, kMicro / 10); tenths < 10'000) return in_tenths(tenths, "us");
  if (const auto tenths = rounded(ns, kMilli / 10); tenths < 10'000) return in_tenths(tenths, "ms");
  if (const auto tenths = rounded(ns, kSecond / 10); tenths < 600) return in_tenths(tenths, "s");
  if (const auto seconds = rounded(ns, kSecond); seconds < 3'600) return in_two(seconds, 60, "min", "s");
  if (const auto minutes = rounded(ns, kMinute); minutes < 1'440) return in_two(minutes, 60, "h", "min");
  return in_two(rounded(ns, kHour), 24, "d", "h");
}

}  // namespace sim
