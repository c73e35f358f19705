#include <algorithm>
#include <map>
#include <set>

#include "models/whole_number.h"
#include "scenarios/workload/json_values.h"
#include "scenarios/workload/read.h"

// A trace of Dormouse's own, as lines of JSON.

namespace scenarios::workload {
namespace {

using nlohmann::json;

struct NoRecord {};

/// From 1970 in nanoseconds: such times can be subtracted.
constexpr std::int64_t kFarthestTime = std::int64_t{1} << 62;

/// A number of a record, which may be a file's that somebody has cut or written.
template <class T>
T number(const json& record, const char* key) {
  const std::optional<T> found = models::whole_number<T>(record.at(key));
  if (!found) throw NoRecord{};
  return *found;
}

std::uint32_t id(const json& record, const char* key) { return number<std::uint32_t>(record, key); }

class TraceReading {
 public:
  explicit TraceReading(Workload& workload) : workload_(workload) {}

  void take(std::string_view kind, const json& record) {
    const auto ns = number<std::int64_t>(record, "at");
    if (ns < -kFarthestTime || ns > kFarthestTime) throw NoRecord{};
    at_ = sim::Time{sim::Duration{ns}};
    if (kind == "run-began") workload_.from = at_;
    if (kind == "run-ended") workload_.until = at_;
    if (kind == "name" && record.at("what") == "room") name_room(record);
    if (kind == "body") sizes_[id(record, "id")] = size_of(record.at("bytes"));
    if (kind == "connecting") paths_[id(record, "client")] = record.at("path");
    if (kind == "socket-accepted") room_of_[id(record, "socket")] = room_number(id(record, "room"));
    if (kind == "connected") connected(record);
    if (kind == "sent") add(Kind::message, id(record, "socket"), sizes_[id(record, "body")], 0);
    if (kind == "leaving") leave(record, record.at("abrupt") == true ? 1006 : number<int>(record, "code"));
    if (kind == "closed") leave(record, record.at("wasClean") == true ? number<int>(record, "code") : 1006);
    if (kind == "http-requested") {
      const std::string path = record.at("method").get<std::string>() + " " + record.at("path").get<std::string>();
      workload_.events.push_back({.at = at_, .size = path_number(path), .kind = Kind::request});
    }
    if (kind == "alarm-fired")
      workload_.events.push_back({.at = at_, .room = room_number(id(record, "room")), .kind = Kind::alarm});
  }

 private:
  static std::uint32_t size_of(const json& bytes) {
    return bytes.is_string() ? static_cast<std::uint32_t>(bytes.get_ref<const std::string&>().size()) : kUnknown;
  }

  void name_room(const json& record) { workload_.rooms[room_number(id(record, "id"))] = record.at("name"); }

  /// A file that somebody has cut or written may have any ids, and not name them all.
  std::uint32_t room_number(std::uint32_t room) {
    const auto [found, is_new] = room_numbers_.emplace(room, static_cast<std::uint32_t>(room_numbers_.size()));
    if (is_new) workload_.rooms.emplace_back();
    return found->second;
  }

  std::uint32_t path_number(const std::string& path) {
    const auto [found, is_new] = numbers_.emplace(path, static_cast<std::uint32_t>(numbers_.size()));
    if (is_new) workload_.paths.push_back(path);
    return found->second;
  }

  void connected(const json& record) {
    const std::uint32_t socket = id(record, "socket");
    open_.insert(socket);
    add(Kind::open, socket, path_number("GET " + paths_[id(record, "client")]), 0);
  }

  /// Who leaves is gone from then on, whenever the other side hears of it.
  void leave(const json& record, int code) {
    const std::uint32_t socket = id(record, "socket");
    if (open_.erase(socket) != 0) add(Kind::close, socket, kUnknown, static_cast<std::uint16_t>(code));
  }

  void add(Kind kind, std::uint32_t socket, std::uint32_t size, std::uint16_t code) {
    const auto room = room_of_.find(socket);
    workload_.events.push_back({.at = at_,
                                .room = room == room_of_.end() ? kUnknown : room->second,
                                .client = socket,
                                .size = size,
                                .kind = kind,
                                .code = code});
  }

  Workload& workload_;
  sim::Time at_{};
  std::map<std::uint64_t, std::uint32_t> sizes_;
  std::map<std::uint32_t, std::string> paths_;
  std::map<std::uint32_t, std::uint32_t> room_numbers_;  // in Workload::rooms, by id
  std::map<std::uint32_t, std::uint32_t> room_of_;       // by socket
  std::map<std::string, std::uint32_t> numbers_;
  std::set<std::uint32_t> open_;
};

/// Most records are of no interest, and need not be read to know it.
std::string_view kind_of(std::string_view record) {
  constexpr std::string_view kKey = "\"record\":\"";
  const std::size_t key = record.find(kKey);
  if (key == std::string_view::npos) return "";
  record.remove_prefix(key + kKey.size());
  return record.substr(0, record.find('"'));
}

}  // namespace

Workload read_trace(const Input& input) {
  constexpr std::string_view kRead[] = {"run-began",  "run-ended",       "name",           "body",
                                        "connecting", "socket-accepted", "connected",      "sent",
                                        "leaving",    "closed",          "http-requested", "alarm-fired"};
  Workload workload;
  workload.format = "a trace of Dormouse";
  TraceReading reading(workload);
  JsonValues values(input);
  while (const auto text = values.next_text()) {
    ++workload.records;
    const std::string_view kind = kind_of(*text);
    if (std::ranges::find(kRead, kind) == std::ranges::end(kRead)) continue;
    if (workload.events.size() == kMostEvents) too_many(input);
    const json record = values.parse(*text);
    try {
      reading.take(kind, record);
    } catch (const json::exception&) {
      values.refuse_record("this is no record of a trace");
    } catch (const NoRecord&) {
      values.refuse_record("this is no record of a trace");
    }
  }
  const sim::Time from = workload.from;
  settle(workload, input);
  workload.from = from;
  return workload;
}

}  // namespace scenarios::workload
