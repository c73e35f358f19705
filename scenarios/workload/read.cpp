#include "scenarios/workload/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "scenarios/csv.h"
#include "scenarios/input_error.h"
#include "scenarios/map_reader.h"
#include "scenarios/workload/json_values.h"

namespace scenarios::workload {
namespace {

constexpr std::string_view kKnown =
    "known are: a table with the columns at (and room, length), one with client, at (and room, text or size), what\n"
    "wrangler tail --format json prints, Workers Logs, Logpush's workers_trace_events, answers of the GraphQL "
    "analytics\n"
    "API and tables of them, and traces of dormouse run --trace FILE.jsonl: docs/workload.md";

[[noreturn]] void unknown(const Input& input, std::string message) {
  throw InputError({{input.name, 1, 1, std::move(message), std::string(kKnown)}});
}

Format format_of_json(const Input& input) {
  Input quiet{input.name, input.text, {}};
  JsonValues values(quiet);
  nlohmann::json first = values.next().value_or(nlohmann::json());
  if (first.is_array() && !first.empty()) first = first.front();
  if (first.is_object()) {
    if (first.contains("record") && first.contains("at")) return Format::trace;
    if (first.contains("EventTimestampMs") || first.contains("EventType")) return Format::logpush;
    if (first.contains("$workers") || first.contains("$metadata")) return Format::workers_logs;
    if (first.contains("result") && first["result"].is_object() &&
        (first["result"].contains("events") || first["result"].contains("invocations")))
      return Format::workers_logs;
    if (first.contains("eventTimestamp") || first.contains("outcome")) return Format::tail;
    if (first.contains("data") || first.contains("viewer") || first.contains("dimensions")) return Format::analytics;
  }
  std::vector<std::string> keys;
  if (first.is_object())
    for (const auto& [key, value] : first.items()) keys.push_back(key);
  if (keys.size() > 8) keys.resize(8);
  unknown(input, fmt::format("no known format: its first JSON object has the members {}", fmt::join(keys, ", ")));
}

Format format_of_table(const Input& input) {
  CsvRows rows(input.text.substr(0, std::min<std::size_t>(input.text.find('\n'), 64 << 10)), input.name);
  CsvTable::Row row;
  if (!rows.next(row)) unknown(input, "its first line is empty");
  const auto has = [&](std::string_view name) {
    return std::ranges::any_of(row.cells, [&](const std::string& cell) { return column_name(cell) == name; });
  };
  if (has("at")) return has("client") ? Format::messages : Format::arrivals;
  if (std::ranges::any_of(row.cells, [](const auto& cell) { return column_name(cell).starts_with("date"); }))
    return Format::analytics_table;
  unknown(input,
          fmt::format("no known format: it begins with {}", shown(fmt::format("{}", fmt::join(row.cells, ",")))));
}

Format format_of(const Input& input, const std::string& given) {
  const auto& known = known_formats();
  if (!given.empty()) {
    const auto found = std::ranges::find(known, given);
    if (found == known.end())
      throw InputError(
          {{"--format", 0, 0, fmt::format("there is no format {}", shown(given)), suggestion(given, known)}});
    return static_cast<Format>(found - known.begin());
  }
  if (input.text.starts_with("DMTB") || input.text.starts_with("\x28\xB5\x2F\xFD"))  // plain, and in zstd
    throw InputError({{input.name, 0, 0, "this is a trace in blocks",
                       fmt::format("make lines of JSON of it: dormouse trace convert {0} {0}.jsonl", input.name)}});
  const std::size_t first = input.text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) unknown(input, "there is nothing but space in it");
  const bool json = input.text[first] == '{' || input.text[first] == '[';
  return json ? format_of_json(input) : format_of_table(input);
}

}  // namespace

const std::vector<std::string_view>& known_formats() {
  static const std::vector<std::string_view> kFormats = {"arrivals", "messages",  "tail",          "workers-logs",
                                                         "logpush",  "analytics", "analytics-csv", "trace"};
  return kFormats;
}

Workload read_workload(const Input& input, const ReadOptions& options) {
  const Format format = format_of(input, options.format);
  switch (format) {
    case Format::arrivals:
      return read_arrivals(input);
    case Format::messages:
      return read_messages_table(input);
    case Format::analytics:
      return read_analytics(input, options);
    case Format::analytics_table:
      return read_analytics_table(input, options);
    case Format::trace:
      return read_trace(input);
    default:
      return read_log(input, format, options);
  }
}

void too_many(const Input& input) {
  throw InputError({{input.name, 0, 0, "it has more than 20 million events, which is as many as are held",
                     "take a part of it: some hours, or some objects"}});
}

void settle(Workload& workload, const Input& input) {
  const bool anyone_comes = std::ranges::any_of(workload.events, [&](const Event& event) {
    return event.kind == Kind::open || event.kind == Kind::request ||
           (event.kind == Kind::message && workload.messages_only);
  });
  const bool anyone_is_there = std::ranges::any_of(
      workload.events, [](const Event& event) { return event.kind == Kind::message || event.kind == Kind::close; });
  if (!anyone_comes && anyone_is_there)
    throw InputError({{input.name, 0, 0, "nobody comes in it: whoever spoke or left had connected before it began",
                       "record for longer, and over the time at which clients connect"}});
  if (!anyone_comes)
    throw InputError(
        {{input.name, 0, 0,
          fmt::format("none of its {} records is of a client: no connection, message or request", workload.records),
          "objects that only other code calls have no clients to fit"}});
  const auto key = [](const Event& event) {
    return std::tuple(event.at, event.room, event.client, event.kind, event.size, event.code);
  };
  const auto earlier = [&](const Event& one, const Event& other) { return key(one) < key(other); };
  if (!std::is_sorted(workload.events.begin(), workload.events.end(), earlier))
    std::sort(workload.events.begin(), workload.events.end(), earlier);
  if (!workload.starts_at_zero) workload.from = workload.events.front().at;
  workload.until = std::max(workload.until, workload.events.back().at);
}

}  // namespace scenarios::workload
