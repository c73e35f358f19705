#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "scenarios/csv.h"
#include "scenarios/input_error.h"
#include "scenarios/map_reader.h"
#include "scenarios/quantities.h"
#include "scenarios/workload/read.h"
#include "sim/calendar.h"

// Tables of arrivals and of messages.

namespace scenarios::workload {
namespace {

/// The rows of a table, with its times, and what the rooms and clients in it are called.
class Table {
 public:
  Table(const Input& input, std::initializer_list<std::string_view> needed)
      : input_(input), rows_(input.text, input.name) {
    CsvTable::Row first;
    if (!rows_.next(first)) refuse(1, "the file is empty", "its first row names the columns");
    columns_ = std::move(first.cells);
    for (const std::string_view name : needed)
      if (!column(name))
        refuse(1, fmt::format("there is no column \"{}\"", name),
               fmt::format("its columns are: {}", fmt::join(columns_, ", ")));
  }

  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const {
    const auto found = std::ranges::find(columns_, name);
    if (found == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns_.begin());
  }

  [[nodiscard]] bool next() {
    if (input_.progress) input_.progress(rows_.offset(), input_.text.size());
    if (!rows_.next(row_)) return false;
    rows_.require_width(row_, columns_.size());
    return true;
  }
  [[nodiscard]] const std::string& cell(std::size_t column) const { return row_.cells[column]; }

  /// The time in the first column that is called so, which never goes back.
  [[nodiscard]] sim::Time time(std::size_t column, Workload& workload) {
    const std::string& text = cell(column);
    const auto absolute = sim::parse_time(text);
    const auto since_start = absolute ? std::nullopt : span_of(text);
    if (!absolute && (!since_start || since_start->count() < 0))
      refuse(row_.line, fmt::format("{} is no time", shown(text)),
             "a UTC time (2026-08-01T00:00:00Z), or seconds (12.5) or a duration (1min 30s) since a start");
    if (!first_ && workload.starts_at_zero == absolute.has_value())
      refuse(row_.line, "this row has a time of day, others have one since a start, or the other way round",
             "write all of them in one of the two ways");
    workload.starts_at_zero = !absolute;
    const sim::Time at = absolute ? *absolute : sim::Time{} + *since_start;
    if (!first_ && at < last_)
      refuse(row_.line, fmt::format("{} is earlier than the row before it", shown(text)),
             "sort the rows by their times");
    first_ = false;
    return last_ = at;
  }
  [[nodiscard]] static std::optional<sim::Duration> span_of(std::string_view text) {
    if (const auto duration = parse_duration(text)) return duration;
    return parse_duration(fmt::format("{}s", text));
  }

  [[noreturn]] void refuse(int line, std::string message, std::string remedy) const {
    throw InputError({{input_.name, line, 1, std::move(message), std::move(remedy)}});
  }
  [[nodiscard]] int line() const { return row_.line; }

 private:
  const Input& input_;
  CsvRows rows_;
  CsvTable::Row row_;
  std::vector<std::string> columns_;
  bool first_ = true;
  sim::Time last_{};
};

/// Numbers for names, in the order in which they are met.
class Names {
 public:
  std::uint32_t number(const std::string& name) {
    const auto [found, is_new] = numbers_.emplace(name, static_cast<std::uint32_t>(numbers_.size()));
    if (is_new) in_order_.push_back(name);
    return found->second;
  }
  std::vector<std::string> take() { return std::move(in_order_); }

 private:
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
  std::vector<std::string> in_order_;
};

}  // namespace

Workload read_arrivals(const Input& input) {
  Workload workload;
  workload.format = "a table of arrivals";
  Table table(input, {"at"});
  const auto at = table.column("at"), room = table.column("room"), length = table.column("length");
  Names rooms;
  std::uint32_t visitor = 0;
  while (table.next()) {
    ++workload.records;
    if (workload.events.size() + 2 > kMostEvents) too_many(input);
    Event event{.at = table.time(*at, workload), .client = visitor++, .kind = Kind::open};
    if (room && !table.cell(*room).empty()) event.room = rooms.number(table.cell(*room));
    workload.events.push_back(event);
    if (!length || table.cell(*length).empty()) continue;
    const auto stay = Table::span_of(table.cell(*length));
    if (!stay || stay->count() < 0)
      table.refuse(table.line(), fmt::format("{} is no length of a visit", shown(table.cell(*length))),
                   "seconds (12.5), or a duration (1min 30s)");
    event.at += *stay;
    event.kind = Kind::close;
    event.code = 1000;
    workload.events.push_back(event);
  }
  workload.rooms = rooms.take();
  // Whoever comes is in the table; how long it goes on is not.
  sim::Time last{};
  for (const Event& event : workload.events)
    if (event.kind == Kind::open) last = event.at;
  settle(workload, input);
  workload.until = last;
  return workload;
}

namespace {

std::uint32_t size_of(const Table& table, const std::optional<std::size_t> (&payload)[4]) {
  const auto& [text, hex, base64, size] = payload;
  if (text) return static_cast<std::uint32_t>(table.cell(*text).size());
  if (hex) return static_cast<std::uint32_t>((table.cell(*hex).size() + 1) / 2);
  if (base64) return static_cast<std::uint32_t>(table.cell(*base64).size() * 3 / 4);
  if (!size || table.cell(*size).empty()) return kUnknown;
  auto bytes = parse_count(table.cell(*size));
  if (!bytes) bytes = parse_size(table.cell(*size));
  if (!bytes || *bytes >= kUnknown)
    table.refuse(table.line(), fmt::format("{} is no size of a message", shown(table.cell(*size))),
                 "bytes: 120, or 2KiB");
  return static_cast<std::uint32_t>(*bytes);
}

}  // namespace

Workload read_messages_table(const Input& input) {
  Workload workload;
  workload.format = "a table of messages";
  workload.messages_only = true;
  Table table(input, {"at", "client"});
  const auto at = table.column("at"), who = table.column("client"), room = table.column("room");
  const std::optional<std::size_t> payload[4] = {table.column("text"), table.column("hex"), table.column("base64"),
                                                 table.column("size")};
  Names rooms, clients;
  while (table.next()) {
    ++workload.records;
    if (workload.events.size() == kMostEvents) too_many(input);
    Event event{.at = table.time(*at, workload), .kind = Kind::message};
    const std::string in = room ? table.cell(*room) : "";
    event.client = clients.number(fmt::format("{}\n{}", table.cell(*who), in));
    if (!in.empty()) event.room = rooms.number(in);
    event.size = size_of(table, payload);
    workload.events.push_back(event);
  }
  workload.rooms = rooms.take();
  settle(workload, input);
  return workload;
}

}  // namespace scenarios::workload
