#include "scenarios/load_visits.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "models/client/bytes_of_text.h"
#include "scenarios/csv.h"
#include "scenarios/quantities.h"
#include "sim/calendar.h"

namespace scenarios {
namespace {

constexpr std::size_t kMostVisits = 1'000'000;

/// The table, if the file is one and has these columns.
std::optional<CsvTable> table_of(const Node& file, std::initializer_list<std::string_view> needed, Problems& problems) {
  if (!file.is_scalar() || file.text.empty()) {
    problems.add(file.mark, fmt::format("expected the name of a CSV file, not {}", shown(file)));
    return std::nullopt;
  }
  const std::filesystem::path path = problems.folder_of(file.mark) / file.text;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    problems.add(file.mark, fmt::format("there is no file {}", shown(file)), "a path from the folder of this file");
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
    if (table.rows.size() <= kMostVisits) return table;
    problems.add(file.mark,
                 fmt::format("{} has {} rows; at most {} are read", shown(file), table.rows.size(), kMostVisits));
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

/// The row's cell as a moment of the run; none, with a problem, if it is not one.
std::optional<sim::Duration> moment_of(const CsvTable::Row& row, int column, std::optional<sim::Time> start,
                                       const std::string& file, Problems& problems) {
  const std::string& text = row.cells[static_cast<std::size_t>(column)];
  const auto moment = parse_moment(text, start);
  if (moment && moment->count() >= 0) return moment;
  problems.add({file, row.line, 1, fmt::format("{} is no moment of the run", shown(text)),
                "seconds since its start (12.5), a duration (1min 30s), or a UTC time (2026-08-01T00:00:00Z)"});
  return std::nullopt;
}

/// Visitors that are put together from rows of their messages.
class Senders {
 public:
  Senders(const CsvTable& table, const RecordedSenders& when)
      : table_(table),
        when_(when),
        client_(*column("client")),
        room_(column("room")),
        text_(column("text")),
        size_(column("size")),
        hex_(column("hex")),
        base64_(column("base64")) {}

  [[nodiscard]] bool says_what() const { return text_ || size_ || hex_ || base64_; }

  /// Throws std::invalid_argument for a payload that is none.
  void take(const CsvTable::Row& row, sim::Duration at) {
    const std::string room = room_ ? row.cells[*room_] : "";
    const auto [latest, is_new] = latest_.try_emplace({row.cells[client_], room}, visits_.size());
    const bool goes_on = !is_new && at - last_[latest->second] <= when_.apart;
    if (!goes_on) {
      latest->second = visits_.size();
      const sim::Duration comes = std::max(sim::Duration::zero(), at - when_.ahead);
      visits_.push_back({.at = comes, .length = {}, .room = room, .columns = {row.cells[client_]}});
      last_.push_back(at);
    }
    last_[latest->second] = at;
    models::client::Visit& visit = visits_[latest->second];
    visit.messages.push_back(message_of(row, at - visit.at));
  }

  [[nodiscard]] std::vector<models::client::Visit> finish() {
    // Of two who come at once the first in the table comes first.
    std::vector<std::size_t> order(visits_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [this](std::size_t one, std::size_t other) {
      return std::tuple(visits_[one].at, one) < std::tuple(visits_[other].at, other);
    });
    std::vector<models::client::Visit> sorted;
    sorted.reserve(visits_.size());
    for (const std::size_t one : order) sorted.push_back(std::move(visits_[one]));
    return sorted;
  }

 private:
  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const {
    const int number = table_.column(name);
    return number < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(number));
  }

  [[nodiscard]] models::client::RecordedMessage message_of(const CsvTable::Row& row, sim::Duration after) const {
    models::client::RecordedMessage message{.after = after, .bytes = {}};
    if (text_) {
      message.bytes = row.cells[*text_];
    } else if (hex_ || base64_) {
      const std::string& digits = row.cells[hex_ ? *hex_ : *base64_];
      hex_ ? models::client::check_hex(digits) : models::client::check_base64(digits);
      message.bytes = hex_ ? models::client::from_hex(digits) : models::client::from_base64(digits);
      message.binary = true;
    } else if (size_) {
      constexpr std::uint64_t kLargestMessage = 32U << 20;  // what the platform takes at most
      const std::string& text = row.cells[*size_];
      auto size = parse_count(text);
      if (!size) size = parse_size(text);
      if (!size || *size > kLargestMessage)
        throw std::invalid_argument(fmt::format("{} is no size of a message: bytes, 120 or 2KiB", shown(text)));
      message.letters = static_cast<std::uint32_t>(*size);
    }
    return message;
  }

  const CsvTable& table_;
  RecordedSenders when_;
  std::size_t client_;
  std::optional<std::size_t> room_, text_, size_, hex_, base64_;
  std::map<std::pair<std::string, std::string>, std::size_t> latest_;
  std::vector<models::client::Visit> visits_;
  std::vector<sim::Duration> last_;  // of each visit: its latest message
};

}  // namespace

std::vector<TimedMessage> read_messages(const Node& file, Problems& problems) {
  std::vector<TimedMessage> messages;
  const auto table = table_of(file, {"at", "text"}, problems);
  if (!table) return messages;
  const std::string path = (problems.folder_of(file.mark) / file.text).string();
  const auto text = static_cast<std::size_t>(table->column("text"));
  for (const CsvTable::Row& row : table->rows) {
    const auto moment = moment_of(row, table->column("at"), std::nullopt, path, problems);
    if (!moment) break;
    messages.push_back({*moment, row.cells[text]});
  }
  const auto earlier = [](const TimedMessage& one, const TimedMessage& other) { return one.at < other.at; };
  if (!std::is_sorted(messages.begin(), messages.end(), earlier))
    problems.add(file.mark, fmt::format("the messages of {} are not in the order of their times", shown(file)));
  return messages;
}

VisitTable read_visits(const Node& file, sim::Time start, Problems& problems) {
  VisitTable result;
  const auto table = table_of(file, {"at"}, problems);
  if (!table) return result;
  const std::string path = (problems.folder_of(file.mark) / file.text).string();
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
    const auto moment = moment_of(row, table->column("at"), start, path, problems);
    if (!moment) return result;
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

VisitTable read_recorded_senders(const Node& file, sim::Time start, const RecordedSenders& when, Problems& problems) {
  VisitTable result;
  const auto table = table_of(file, {"client", "at"}, problems);
  if (!table) return result;
  const std::string path = (problems.folder_of(file.mark) / file.text).string();
  Senders senders(*table, when);
  if (!senders.says_what())
    problems.add({path, 1, 1, "there is no column that says what was sent", "one of: text, size, hex, base64"});
  sim::Duration last{};
  for (const CsvTable::Row& row : table->rows) {
    const auto moment = moment_of(row, table->column("at"), start, path, problems);
    if (!moment) return result;
    if (*moment < last) {
      problems.add({path, row.line, 1,
                    fmt::format("{} is earlier than the row before it",
                                shown(row.cells[static_cast<std::size_t>(table->column("at"))])),
                    "sort the rows by their times"});
      return result;
    }
    last = *moment;
    try {
      senders.take(row, *moment);
    } catch (const std::invalid_argument& error) {
      problems.add({path, row.line, 1, error.what(), ""});
      return result;
    }
  }
  result.columns.emplace_back("sender");
  result.visits = senders.finish();
  return result;
}

}  // namespace scenarios
