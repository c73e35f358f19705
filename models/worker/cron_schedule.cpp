#include "models/worker/cron_schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace models::worker {
namespace {

namespace chrono = std::chrono;

constexpr std::array<std::string_view, 12> kMonths{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                   "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kWeekdays{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
constexpr int kYearsAhead = 8;  // a 29th of February may be as far

struct Field {
  std::string_view name;
  unsigned least;
  unsigned most;
  const std::string_view* names = nullptr;
};
constexpr std::array<Field, 5> kFields{{{"minute", 0, 59},
                                        {"hour", 0, 23},
                                        {"day of the month", 1, 31},
                                        {"month", 1, 12, kMonths.data()},
                                        {"weekday", 1, 7, kWeekdays.data()}}};

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return result;
}

std::vector<std::string_view> parts(std::string_view text, char at) {
  std::vector<std::string_view> result;
  for (std::size_t end = text.find(at); end != std::string_view::npos; end = text.find(at)) {
    result.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  result.push_back(text);
  return result;
}

chrono::day last_of(chrono::year_month_day day) {
  return chrono::year_month_day_last(day.year(), chrono::month_day_last(day.month())).day();
}

bool is_working_day(chrono::sys_days day) {
  const unsigned weekday = chrono::weekday(day).c_encoding();
  return weekday != 0 && weekday != 6;
}

/// The working day that is nearest to this one without leaving its month.
chrono::sys_days nearest_working_day(chrono::year_month_day day) {
  const chrono::sys_days at(day);
  if (is_working_day(at)) return at;
  const bool saturday = chrono::weekday(at) == chrono::Saturday;
  const chrono::sys_days near = saturday ? at - chrono::days(1) : at + chrono::days(1);
  if (chrono::year_month_day(near).month() == day.month()) return near;
  return saturday ? at + chrono::days(2) : at - chrono::days(2);
}

}  // namespace

/// Reads field by field and keeps the first problem.
class CronReader {
 public:
  CronReader(CronSchedule& schedule, std::string& problem) : schedule_(schedule), problem_(problem) {}

  bool read(std::string_view text) {
    std::vector<std::string> fields;
    for (const std::string_view field : parts(text, ' '))
      if (!field.empty()) fields.push_back(upper(field));
    if (fields.size() != kFields.size()) {
      problem_ = fmt::format(
          "a cron expression has five fields (minute, hour, day of the month, month, weekday), not {}", fields.size());
      return false;
    }
    schedule_.any_day_ = fields[2] == "*";
    schedule_.any_weekday_ = fields[4] == "*";
    for (std::size_t i = 0; i < fields.size(); ++i)
      for (const std::string_view item : parts(fields[i], ','))
        if (!special(i, item) && !range(i, item)) return false;
    return true;
  }

 private:
  bool fail(const Field& field, std::string_view item) {
    problem_ = fmt::format("\"{}\" is no {}: {} to {}", item, field.name, field.least, field.most);
    if (field.names != nullptr)
      problem_ += fmt::format(", or {} to {}", field.names[0], field.names[field.most - field.least]);
    if (field.most == 7) problem_ += "; 1 is Sunday";
    return false;
  }

  static std::optional<unsigned> number(const Field& field, std::string_view text) {
    for (unsigned i = 0; field.names != nullptr && i <= field.most - field.least; ++i)
      if (text == field.names[i]) return field.least + i;
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return value >= field.least && value <= field.most ? std::optional(value) : std::nullopt;
  }

  void set(std::size_t index, unsigned value) {
    switch (index) {
      case 0:
        schedule_.minutes_.set(value);
        break;
      case 1:
        schedule_.hours_.set(value);
        break;
      case 2:
        schedule_.days_.set(value);
        break;
      case 3:
        schedule_.months_.set(value);
        break;
      default:
        schedule_.weekdays_.set(value);
    }
  }

  /// *, 5, 1-5, each with a step if wanted.
  bool range(std::size_t index, std::string_view item) {
    const Field& field = kFields[index];
    const auto steps = parts(item, '/');
    const auto ends = parts(steps[0], '-');
    if (steps.size() > 2 || ends.size() > 2) return fail(field, item);
    unsigned from = field.least;
    unsigned to = field.most;
    if (steps[0] != "*") {
      const auto first = number(field, ends[0]);
      const auto last = ends.size() == 2 ? number(field, ends[1]) : first;
      if (!first || !last || *first > *last) return fail(field, item);
      from = *first;
      to = ends.size() == 1 && steps.size() == 2 ? field.most : *last;
    }
    unsigned step = 1;
    if (steps.size() == 2) {
      const auto [end, error] = std::from_chars(steps[1].data(), steps[1].data() + steps[1].size(), step);
      if (error != std::errc() || end != steps[1].data() + steps[1].size() || step == 0) return fail(field, item);
    }
    for (unsigned value = from; value <= to; value += step) set(index, value);
    return true;
  }

  /// L, LW, L-3, 15W; 6L, 6#3. A weekday L by itself is the last day of the week.
  bool special(std::size_t index, std::string_view item) {
    const Field& field = kFields[index];
    if (index == 2) return day(field, item);
    if (index != 4) return false;
    if (item == "L") {
      schedule_.weekdays_.set(7);
      return true;
    }
    if (item.ends_with('L')) {
      const auto weekday = number(field, item.substr(0, item.size() - 1));
      if (weekday) schedule_.last_of_month_.set(*weekday);
      return weekday.has_value();
    }
    const auto halves = parts(item, '#');
    if (halves.size() != 2) return false;
    const auto weekday = number(field, halves[0]);
    const auto which = number({"week", 1, 5}, halves[1]);
    if (weekday && which) schedule_.nth_.emplace_back(*weekday, *which);
    return weekday && which;
  }

  bool day(const Field& field, std::string_view item) {
    if (item == "L") {
      schedule_.days_before_last_.set(0);
    } else if (item == "LW" || item == "WL") {
      schedule_.last_weekday_ = true;
    } else if (item.starts_with("L-")) {
      const auto before = number({"day", 1, 30}, item.substr(2));
      if (before) schedule_.days_before_last_.set(*before);
      return before.has_value();
    } else if (item.ends_with('W')) {
      const auto near = number(field, item.substr(0, item.size() - 1));
      if (near) schedule_.nearest_weekday_to_.set(*near);
      return near.has_value();
    } else {
      return false;
    }
    return true;
  }

  CronSchedule& schedule_;
  std::string& problem_;
};

std::optional<CronSchedule> CronSchedule::parse(std::string_view text, std::string& problem) {
  CronSchedule schedule;
  if (!CronReader(schedule, problem).read(text)) return std::nullopt;
  return schedule;
}

bool CronSchedule::on_day_of_month(chrono::year_month_day day) const {
  const auto number = static_cast<unsigned>(day.day());
  const auto last = static_cast<unsigned>(last_of(day));
  if (days_.test(number) || days_before_last_.test(last - number)) return true;
  const chrono::sys_days at(day);
  if (last_weekday_ && nearest_working_day({day.year(), day.month(), last_of(day)}) == at) return true;
  for (unsigned near = 1; near <= last; ++near)
    if (nearest_weekday_to_.test(near) && nearest_working_day({day.year(), day.month(), chrono::day(near)}) == at)
      return true;
  return false;
}

bool CronSchedule::on_weekday(chrono::year_month_day day) const {
  const unsigned weekday = chrono::weekday(chrono::sys_days(day)).c_encoding() + 1;
  const auto number = static_cast<unsigned>(day.day());
  if (weekdays_.test(weekday)) return true;
  if (last_of_month_.test(weekday) && number + 7 > static_cast<unsigned>(last_of(day))) return true;
  return std::ranges::any_of(
      nth_, [&](const auto& nth) { return nth.first == weekday && (number - 1) / 7 + 1 == nth.second; });
}

/// As in cron everywhere: if both fields say something, either may fit.
bool CronSchedule::on(chrono::year_month_day day) const {
  if (!months_.test(static_cast<unsigned>(day.month()))) return false;
  if (any_day_ || any_weekday_) return (any_day_ || on_day_of_month(day)) && (any_weekday_ || on_weekday(day));
  return on_day_of_month(day) || on_weekday(day);
}

std::optional<sim::Time> CronSchedule::next(sim::Time after) const {
  const auto first = chrono::floor<chrono::minutes>(after.time_since_epoch()) + chrono::minutes(1);
  const chrono::sys_days start{chrono::floor<chrono::days>(first)};
  for (chrono::sys_days day = start; day < start + chrono::days(kYearsAhead * 366); day += chrono::days(1)) {
    if (!on(day)) continue;
    const auto minute_of_day = day == start ? (first - start.time_since_epoch()).count() : 0;
    for (auto minute = minute_of_day; minute < 24 * 60; ++minute)
      if (hours_.test(static_cast<std::size_t>(minute / 60)) && minutes_.test(static_cast<std::size_t>(minute % 60)))
        return sim::Time(chrono::duration_cast<sim::Duration>(day.time_since_epoch() + chrono::minutes(minute)));
  }
  return std::nullopt;
}

}  // namespace models::worker
