#include "scenarios/load_visits.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "scenarios/csv.h"
#include "scenarios/quantities.h"
#include "sim/calendar.h"

namespace scenarios {
namespace {

constexpr std::size_t kMostRows = 1'000'000;

/// The table, if the file is one and has these columns.
std::optional<CsvTable> table_of(const Node& file, const std::filesystem::path& folder,
                                 std::initializer_list<std::string_view> needed, Problems& problems) {
  if (!file.is_scalar() || file.text.empty()) {
    problems.add(file.mark, fmt::format("expected the name of a CSV file, not {}", shown(file)));
    return std::nullopt;
  }
  const std::filesystem::path path = folder / file.text;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    problems.add(file.mark, fmt::format("there is no file {}", shown(file)), "a path from the scenario's own folder");
    return std::nullopt;
  }
  try {
    CsvTable table = read_csv(path.string());
    for (const std::string_view name : needed) {
      if (table.column(name) >= 0) continue;
      problems.add({path.string(), 1, 1, fmt::format("there is no column \"{}\"", name),
                    fmt::format("its columns are: {}", fmt::join(table.columns, ", "))});
      return std::nullopt;
    }
    if (table.rows.size() <= kMostRows) return table;
    problems.add(file.mark,
                 fmt::format("{} has {} rows; at most {} are read", shown(file), table.rows.size(), kMostRows));
  } catch (const InputError& wrong) {
    for (const Problem& problem : wrong.problems()) problems.add(problem);
  }
  return std::nullopt;
}

/// "12.5" is seconds.
std::optional<sim::Duration> parse_moment(std::string_view text, std::optional<sim::Time> start) {
  if (const auto duration = parse_duration(text)) return duration;
  if (const auto seconds = parse_duration(std::string(text) + "s")) return seconds;
  const auto time = start ? sim::parse_time(text) : std::nullopt;
  return time ? std::optional(*time - *start) : std::nullopt;
}

void bad_moment(const std::string& file, int line, std::string_view text, Problems& problems) {
  problems.add({file, line, 1, fmt::format("{} is no moment of the run", shown(text)),
                "seconds since its start (12.5), a duration (1min 30s), or a UTC time (2026-08-01T00:00:00Z)"});
}

}  // namespace

std::vector<TimedMessage> read_messages(const Node& file, const std::filesystem::path& folder, Problems& problems) {
  std::vector<TimedMessage> messages;
  const auto table = table_of(file, folder, {"at", "text"}, problems);
  if (!table) return messages;
  const auto at = static_cast<std::size_t>(table->column("at"));
  const auto text = static_cast<std::size_t>(table->column("text"));
  for (const CsvTable::Row& row : table->rows) {
    const auto moment = parse_moment(row.cells[at], std::nullopt);
    if (!moment || moment->count() < 0) {
      bad_moment((folder / file.text).string(), row.line, row.cells[at], problems);
      break;
    }
    messages.push_back({*moment, row.cells[text]});
  }
  const auto earlier = [](const TimedMessage& one, const TimedMessage& other) { return one.at < other.at; };
  if (!std::is_sorted(messages.begin(), messages.end(), earlier))
    problems.add(file.mark, fmt::format("the messages of {} are not in the order of their times", shown(file)));
  return messages;
}

VisitTable read_visits(const Node& file, const std::filesystem::path& folder, sim::Time start, Problems& problems) {
  VisitTable result;
  const auto table = table_of(file, folder, {"at"}, problems);
  if (!table) return result;
  const std::string path = (folder / file.text).string();
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < table->columns.size(); ++i) {
    const std::string& name = table->columns[i];
    if (name == "at" || name == "room" || name == "length") continue;
    others.push_back(i);
    result.columns.push_back(name);
  }
  const int room = table->column("room");
  const int length = table->column("length");
  for (const CsvTable::Row& row : table->rows) {
    const std::string& at = row.cells[static_cast<std::size_t>(table->column("at"))];
    const auto moment = parse_moment(at, start);
    if (!moment || moment->count() < 0) {
      bad_moment(path, row.line, at, problems);
      return result;
    }
    models::client::Visit visit{.at = *moment, .length = {}, .room = {}, .columns = {}};
    if (room >= 0) visit.room = row.cells[static_cast<std::size_t>(room)];
    if (length >= 0) {
      const std::string& text = row.cells[static_cast<std::size_t>(length)];
      visit.length = parse_moment(text, std::nullopt);
      if (!text.empty() && (!visit.length || visit.length->count() < 0)) {
        problems.add({path, row.line, 1, fmt::format("{} is no length of a visit", shown(text)), "12.5, or 1min 30s"});
        return result;
      }
    }
    for (const std::size_t other : others) visit.columns.push_back(row.cells[other]);
    result.visits.push_back(std::move(visit));
  }
  const auto earlier = [](const auto& one, const auto& other) { return one.at < other.at; };
  if (!std::is_sorted(result.visits.begin(), result.visits.end(), earlier))
    problems.add(file.mark, fmt::format("the visits of {} are not in the order of their times", shown(file)));
  return result;
}

}  // namespace scenarios
