#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "scenarios/csv.h"
#include "scenarios/input_error.h"
#include "scenarios/map_reader.h"
#include "scenarios/quantities.h"
#include "scenarios/workload/json_values.h"
#include "scenarios/workload/read.h"
#include "sim/calendar.h"

// What the vendor's GraphQL Analytics API answers about a namespace, and tables of it: sums over stretches of time.

namespace scenarios::workload {
namespace {

using nlohmann::json;

/// Dimensions that say when, finest first.
struct TimeDimension {
  std::string_view name;
  sim::Duration width;
};
constexpr TimeDimension kTimes[] = {
    {"datetimeMinute", std::chrono::minutes(1)},          {"datetimeFiveMinutes", std::chrono::minutes(5)},
    {"datetimeFifteenMinutes", std::chrono::minutes(15)}, {"datetimeHour", std::chrono::hours(1)},
    {"datetimeSixHours", std::chrono::hours(6)},          {"date", std::chrono::hours(24)}};

/// One group: dimensions, sums and maxima by their own names.
struct Group {
  std::map<std::string, std::string, std::less<>> words;
  std::map<std::string, double, std::less<>> numbers;
};

std::optional<sim::Time> time_of(std::string_view text) {
  if (text.size() == 10) return sim::parse_time(fmt::format("{}T00:00:00Z", text));
  if (text.size() == 19 && text[10] == ' ')  // as spreadsheets write it
    return sim::parse_time(fmt::format("{}T{}Z", text.substr(0, 10), text.substr(11)));
  return sim::parse_time(text);
}

class AnalyticsReading {
 public:
  AnalyticsReading(const Input& input, Workload& workload, std::string wanted)
      : input_(input), workload_(workload), wanted_(std::move(wanted)) {}

  void take(const Group& group, int line) {
    ++workload_.records;
    if (!wanted_.empty() && !is_wanted(group)) {
      ++workload_.left_out;
      return;
    }
    for (const std::string_view name : {"namespaceId", "scriptName"})
      if (const auto found = group.words.find(name); found != group.words.end())
        namespaces_[std::string(name)].insert(found->second);
    const auto dimension =
        std::ranges::find_if(kTimes, [&](const auto& one) { return group.words.contains(one.name); });
    if (dimension == std::end(kTimes))
      refuse(line, "this group says nothing of when it was", "ask for the dimension datetimeHour");
    const std::string& text = group.words.find(dimension->name)->second;
    const auto at = time_of(text);
    if (!at) refuse(line, fmt::format("{} is no UTC time", shown(text)), "for example 2026-08-01T00:00:00Z");
    Sums& sums = workload_.sums[*at];
    if (sums.width != sim::Duration::zero() && sums.width != dimension->width)
      refuse(line, "groups of different lengths of time begin here", "ask for one dimension of time in all datasets");
    sums.width = dimension->width;
    add(group, sums);
  }

  void finish() {
    if (workload_.sums.empty())
      throw InputError({{input_.name, 0, 0, "there is no group of Durable Objects in it",
                         "durableObjectsInvocationsAdaptiveGroups and durableObjectsPeriodicGroups are read"}});
    for (const auto& [name, ids] : namespaces_)
      if (ids.size() > 1)
        throw InputError({{input_.name, 0, 0, fmt::format("it is of {} different {}", ids.size(), name),
                           fmt::format("choose one with --class: {}", fmt::join(ids, ", "))}});
    workload_.from = workload_.sums.begin()->first;
    workload_.until = workload_.sums.rbegin()->first + workload_.sums.rbegin()->second.width;
  }

 private:
  [[nodiscard]] bool is_wanted(const Group& group) const {
    return std::ranges::any_of(group.words, [&](const auto& word) { return word.second == wanted_; });
  }

  /// WebSocket messages of sockets that do not hibernate are counted by the dataset of periods; of those that do, as
  /// requests, which only the dimension `type` tells apart.
  void add(const Group& group, Sums& sums) {
    const auto number = [&](std::string_view name) {
      const auto found = group.numbers.find(name);
      return found == group.numbers.end() ? 0.0 : found->second;
    };
    const auto type = group.words.find("type");
    const std::string of = type == group.words.end() ? "" : type->second;
    const double requests = number("requests");
    const bool message = of.find("ibernat") != std::string::npos || of.find("essage") != std::string::npos;
    if (message)
      sums.messages += requests;
    else if (of.find("larm") == std::string::npos)
      sums.requests += requests;
    sums.messages += number("inboundWebsocketMsgCount");
    sums.connections += number("activeWebsocketConnections");
    const auto object = group.words.find("objectId");
    if (object != group.words.end())
      workload_.room_sums[object->second] += requests + number("inboundWebsocketMsgCount");
  }

  [[noreturn]] void refuse(int line, std::string message, std::string remedy) const {
    throw InputError({{input_.name, line, 1, std::move(message), std::move(remedy)}});
  }

  const Input& input_;
  Workload& workload_;
  std::string wanted_;
  std::map<std::string, std::set<std::string>> namespaces_;
};

/// Beyond any account's; sums stay within whole numbers.
constexpr double kMostCounted = 1e15;

Group group_of(const json& value) {
  Group group;
  for (const auto& [name, part] : value.items()) {
    if (!part.is_object()) continue;
    for (const auto& [key, one] : part.items()) {
      if (name == "dimensions" && one.is_string())
        group.words[key] = one.get<std::string>();
      else if ((name == "sum" || name == "max") && one.is_number())
        group.numbers[key] = std::clamp(one.get<double>(), 0.0, kMostCounted);
    }
  }
  return group;
}

/// Datasets are named, or called otherwise by the query; those of other products are known by their names.
bool of_objects(std::string_view dataset) {
  constexpr std::string_view kOthers[] = {"workers", "http",   "d1",       "kv",       "r2",
                                          "queue",   "images", "firewall", "workflows"};
  return std::ranges::none_of(kOthers, [&](std::string_view other) { return dataset.starts_with(other); });
}

void take_answer(const json& value, const JsonValues& values, AnalyticsReading& reading) {
  if (value.is_array()) {
    for (const json& one : value) take_answer(one, values, reading);
  } else if (value.is_object() && value.contains("dimensions")) {
    reading.take(group_of(value), values.line());
  } else if (value.is_object()) {
    if (value.contains("errors") && value["errors"].is_array() && !value["errors"].empty()) {
      const json& first = value["errors"].front();
      values.refuse_record(fmt::format("the API answered with an error: {}",
                                       shown(first.is_object() ? first.value("message", "") : first.dump())),
                           "mend the query, and save its answer again");
    }
    for (const auto& [name, part] : value.items())
      if (part.is_object() || (part.is_array() && of_objects(name))) take_answer(part, values, reading);
  }
}

}  // namespace

std::string_view column_name(std::string_view cell) {
  for (const std::string_view prefix : {"dimensions", "sum", "max"})
    if (cell.size() > prefix.size() + 1 && cell.starts_with(prefix) &&
        std::string_view("._ ").find(cell[prefix.size()]) != std::string_view::npos)
      return cell.substr(prefix.size() + 1);
  return cell;
}

Workload read_analytics(const Input& input, const ReadOptions& options) {
  Workload workload;
  workload.format = "an answer of the GraphQL Analytics API";
  AnalyticsReading reading(input, workload, options.object_class);
  JsonValues values(input);
  while (const auto value = values.next()) take_answer(*value, values, reading);
  reading.finish();
  return workload;
}

Workload read_analytics_table(const Input& input, const ReadOptions& options) {
  Workload workload;
  workload.format = "a table of analytics";
  AnalyticsReading reading(input, workload, options.object_class);
  CsvRows rows(input.text, input.name);
  CsvTable::Row first, row;
  if (!rows.next(first)) return workload;
  while (rows.next(row)) {
    if (input.progress) input.progress(rows.offset(), input.text.size());
    rows.require_width(row, first.cells.size());
    Group group;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string name(column_name(first.cells[i]));
      const bool dimension =
          name.starts_with("date") || name.ends_with("Id") || name.ends_with("Name") || name == "type";
      const auto number = dimension ? std::nullopt : parse_number(row.cells[i]);
      if (number)
        group.numbers[name] = *number;
      else if (!row.cells[i].empty())
        group.words[name] = row.cells[i];
    }
    reading.take(group, row.line);
  }
  reading.finish();
  return workload;
}

}  // namespace scenarios::workload
