#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "scenarios/input_error.h"
#include "scenarios/workload/json_values.h"
#include "scenarios/workload/log_item.h"
#include "scenarios/workload/read.h"

// Logs of the vendor: what happened to the objects of one class.

namespace scenarios::workload {
namespace {

using nlohmann::json;

constexpr std::size_t kMostPaths = 200'000;

/// The events of one class; the class "" is the Worker in front.
struct OfClass {
  std::vector<Event> events;
  std::map<std::string, std::uint32_t, std::less<>> objects;
  std::map<std::size_t, std::int64_t> wall_ms;  // of connections, by their place in events
  bool hibernatable = false;
};

class LogReading {
 public:
  LogReading(const Input& input, Workload& workload) : input_(input), workload_(workload) {}

  void take(const LogItem& item) {
    ++workload_.records;
    if (item.what == LogItem::What::other || !item.ms) {
      ++workload_.left_out;
      return;
    }
    if (++taken_ > kMostEvents) too_many(input_);
    OfClass& of = classes_[item.object_class];
    Event event{.at = sim::Time{std::chrono::milliseconds(*item.ms)}, .code = item.code};
    if (!item.object.empty())
      event.room = of.objects.emplace(item.object, static_cast<std::uint32_t>(of.objects.size())).first->second;
    switch (item.what) {
      case LogItem::What::open:
        event.kind = Kind::open;
        of.wall_ms[of.events.size()] = item.wall_ms;
        break;
      case LogItem::What::message:
        event.kind = Kind::message;
        break;
      case LogItem::What::close:
        event.kind = Kind::close;
        break;
      case LogItem::What::request:
        event.kind = Kind::request;
        break;
      default:
        event.kind = Kind::alarm;
    }
    of.hibernatable = of.hibernatable || event.kind == Kind::message || event.kind == Kind::close;
    if (event.kind == Kind::open || event.kind == Kind::request)
      event.size = path_number(fmt::format("{} {}", item.method, item.path));
    of.events.push_back(event);
  }

  void finish(const std::string& wanted) {
    OfClass& of = chosen(wanted);
    workload_.hibernatable = of.hibernatable;
    workload_.events = std::move(of.events);
    workload_.rooms.resize(of.objects.size());
    for (const auto& [id, number] : of.objects) workload_.rooms[number] = id;
    if (!of.hibernatable && !chosen_.empty()) with_lengths(of);
  }

 private:
  std::uint32_t path_number(const std::string& path) {
    const auto found = paths_.find(path);
    if (found != paths_.end()) return found->second;
    if (paths_.size() == kMostPaths) return kUnknown;
    workload_.paths.push_back(path);
    return paths_.emplace(path, static_cast<std::uint32_t>(paths_.size())).first->second;
  }

  /// The class that is asked for, or else that with the most events of clients; the Worker in front only if there is no
  /// other.
  OfClass& chosen(const std::string& wanted) {
    std::vector<std::tuple<bool, std::size_t, std::string>> order;
    for (const auto& [name, of] : classes_) {
      const auto of_clients =
          std::ranges::count_if(of.events, [](const Event& event) { return event.kind != Kind::alarm; });
      order.emplace_back(!name.empty() && of_clients > 0, static_cast<std::size_t>(of_clients), name);
    }
    if (order.empty())
      throw InputError(
          {{input_.name, 0, 0,
            fmt::format("none of its {} records is of a request, a WebSocket or an alarm", workload_.records),
            "logs of `fetch`, `alarm` and hibernatable WebSocket events are read"}});
    std::ranges::sort(order, std::greater<>());
    chosen_ = wanted.empty() ? std::get<2>(order.front()) : wanted;
    if (!classes_.contains(chosen_)) {
      std::vector<std::string> names;
      for (const auto& [name, of] : classes_)
        if (!name.empty()) names.push_back(name);
      throw InputError({{input_.name, 0, 0, fmt::format("it has no events of the class \"{}\"", wanted),
                         fmt::format("its classes are: {}", fmt::join(names, ", "))}});
    }
    workload_.format +=
        chosen_.empty() ? ", of the Worker in front" : fmt::format(", objects of the class {}", chosen_);
    for (const auto& [of_clients, count, name] : order)
      if (name != chosen_ && !name.empty())
        workload_.remarks.push_back(
            fmt::format("{} events of the class {} are left out (--class {})", count, name, name));
    for (const auto& [name, of] : classes_)
      if (name != chosen_) workload_.left_out += of.events.size();
    return classes_[chosen_];
  }

  /// A WebSocket that is no hibernatable one keeps its fetch event open: its wall time is how long it lasted.
  void with_lengths(const OfClass& of) {
    // Fetches that all end at once are of hibernatable sockets of which nothing else was seen.
    constexpr std::int64_t kAtOnceMs = 1'000;
    const auto lasting = std::ranges::count_if(of.wall_ms, [](const auto& one) { return one.second >= kAtOnceMs; });
    if (static_cast<std::size_t>(lasting) * 10 < of.wall_ms.size()) return;
    std::uint32_t connection = 0;
    std::vector<Event> closes;
    for (const auto& [place, wall_ms] : of.wall_ms) {
      Event& open = workload_.events[place];
      open.client = connection++;
      if (wall_ms <= 0) continue;
      Event close = open;
      close.at += std::chrono::milliseconds(wall_ms);
      close.kind = Kind::close;
      close.size = kUnknown;
      close.code = 1000;
      closes.push_back(close);
    }
    if (closes.empty()) return;
    workload_.events.insert(workload_.events.end(), closes.begin(), closes.end());
    workload_.remarks.emplace_back(
        "the objects accept WebSockets without hibernation: the log has the length of each, and none of their "
        "messages");
  }

  const Input& input_;
  Workload& workload_;
  std::size_t taken_ = 0;
  std::map<std::string, OfClass> classes_;
  std::string chosen_;
  std::map<std::string, std::uint32_t, std::less<>> paths_;
};

/// The records within one value of the file: itself, those of a list, those of an answer of the Workers Logs API.
void each_record(const json& value, const JsonValues& values, const std::function<void(const json&)>& take) {
  if (value.is_array()) {
    for (const json& one : value) each_record(one, values, take);
    return;
  }
  if (!value.is_object()) values.refuse_record("this is no record of a log");
  const json* events = value.contains("result") && value["result"].is_object() ? &value["result"] : nullptr;
  if (events == nullptr) return take(value);
  if (events->contains("events")) events = &(*events)["events"];
  if (events->is_object() && events->contains("events")) events = &(*events)["events"];
  if (!events->is_array())
    values.refuse_record("there is no list of events in this answer", "ask with \"view\": \"events\"");
  for (const json& one : *events) each_record(one, values, take);
}

}  // namespace

Workload read_log(const Input& input, Format format, const ReadOptions& options) {
  Workload workload;
  workload.format = format == Format::tail      ? "a log of wrangler tail --format json"
                    : format == Format::logpush ? "a log of Logpush (workers_trace_events)"
                                                : "Workers Logs";
  LogReading reading(input, workload);
  JsonValues values(input);
  while (const auto value = values.next()) {
    each_record(*value, values, [&](const json& record) {
      try {
        reading.take(log_item(record, format));
      } catch (const json::exception&) {
        values.refuse_record("this record is not as the vendor documents it",
                             "docs/workload.md says what is read of it");
      }
    });
  }
  reading.finish(options.object_class);
  settle(workload, input);
  return workload;
}

}  // namespace scenarios::workload
