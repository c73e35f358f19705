#include "commands/inspect_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <vector>

#include "reports/terminal_text.h"
#include "sim/calendar.h"

namespace commands {
namespace {

using nlohmann::json;

constexpr std::size_t kTextColumns = 110;

sim::Time instant(const json& nanoseconds) { return sim::Time{sim::Duration{nanoseconds.get<std::int64_t>()}}; }

std::string ago(sim::Time at, sim::Time now) { return fmt::format("{} ago", sim::format_duration(now - at)); }

/// "in 5.0 s (2026-...)"; what was due in the past is overdue.
std::string until(sim::Time at, sim::Time now) {
  if (at <= now) return fmt::format("now ({})", sim::format_time(at));
  return fmt::format("in {} ({})", sim::format_duration(at - now), sim::format_time(at));
}

std::string name_of(const json& room) {
  return room["name"].is_null() ? room["id"].get<std::string>().substr(0, 12) : room["name"].get<std::string>();
}

std::string cut(const std::string& text, bool all) {
  return reports::visible(text, all ? text.size() * 4 + 1 : kTextColumns);
}

/// Each line of a value that takes several, under the first.
std::string block_of(const std::string& text, bool all, std::string_view indent) {
  std::string lines;
  std::string_view rest = text;
  std::size_t shown = 0;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (!lines.empty()) lines += fmt::format("\n{}", indent);
    if (!all && ++shown > 8) return lines + "...";
    lines += cut(std::string(rest.substr(0, end)), all);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return lines;
}

std::string row(std::string_view title, const std::string& text) { return fmt::format("  {:<12}{}\n", title, text); }

std::string pinned_by(const json& pins) {
  std::string text;
  const auto add = [&](const char* key, std::string_view one, std::string_view many) {
    const auto count = pins[key].get<std::uint64_t>();
    if (count > 0) text += fmt::format("{}{}", text.empty() ? "" : ", ", reports::counted(count, one, many));
  };
  add("acceptedSockets", "accept()ed socket", "accept()ed sockets");
  add("timers", "timer", "timers");
  add("waitUntils", "waitUntil()", "waitUntil()s");
  add("openBodies", "response still being written", "responses still being written");
  add("rpcSessions", "held RPC stub", "held RPC stubs");
  add("calls", "call or sync() under way", "calls or sync()s under way");
  return text;
}

std::string awake_sentence(const json& room, sim::Time now) {
  if (room["constructing"] == true) return "awake: its constructor is about to run";
  const std::string pins = pinned_by(room["pinnedBy"]);
  const std::string goes =
      room["leavesAt"].is_null()
          ? ""
          : fmt::format("; {} {}, if nothing comes", room["leavesByEviction"] == true ? "is evicted" : "leaves memory",
                        until(instant(room["leavesAt"]), now));
  if (room["awakeBecause"].is_null()) return fmt::format("awake, idle, not billed{}", goes);
  const std::string why = room["awakeBecause"];
  if (why == "handler")
    return "awake: a handler runs, or its turn waits" + (pins.empty() ? "" : "; then: " + pins) + goes;
  if (why == "unfinished-io" && pins.empty()) return "awake: a commit or an answer is still on its way" + goes;
  const bool sockets = room["pinnedBy"]["acceptedSockets"] > 0;
  return fmt::format("awake, billed, kept by {}{}{}", pins, goes,
                     goes.empty() && sockets ? "; stays until those sockets are closed" : "");
}

std::string alarm_sentence(const json& alarm, sim::Time now) {
  if (alarm["running"] == true) return fmt::format("alarm() runs, retry {}", alarm["retryCount"].get<int>());
  if (!alarm["retryAt"].is_null())
    return fmt::format("failed; retry {} {}", alarm["retryCount"].get<int>(), until(instant(alarm["retryAt"]), now));
  if (alarm["due"].is_null()) return "none";
  return until(instant(alarm["due"]), now);
}

std::string sockets_text(const Sight& sight, const json& room) {
  constexpr std::string_view kStates[] = {"connecting", "open", "closing", "closed"};
  const auto count = room["sockets"].get<std::size_t>();
  std::string text = row("sockets", count == 0 ? "none" : reports::counted(count, "socket", "sockets"));
  for (const json& socket : room["socketList"]) {
    const auto number = socket["socket"].get<std::uint32_t>();
    const auto client = sight.names.client_of(models::SocketId{number});
    std::string line = fmt::format("#{}{} {}, {}", number & 0x7fffffffU, client ? " of " + *client : "",
                                   kStates[socket["readyState"].get<std::size_t>() & 3U],
                                   socket["hibernatable"] == true ? "hibernatable" : "accept()ed: pins the room");
    if (!socket["tags"].empty()) line += fmt::format(", tags {}", socket["tags"].dump());
    if (!socket["autoResponseAt"].is_null())
      line += fmt::format(", auto-response {}", sim::format_time(instant(socket["autoResponseAt"])));
    text += fmt::format("    {}\n", cut(line, sight.all));
    if (!socket["attachment"].is_null())
      text += fmt::format("      attachment {}\n",
                          block_of(socket["attachment"].get<std::string>(), sight.all, "        "));
  }
  if (const std::size_t shown = room["socketList"].size(); shown < count)
    text += fmt::format("    and {} more (--all)\n", count - shown);
  return text;
}

std::string cell_text(const json& cell) {
  if (cell.is_object()) return fmt::format("x'{}'", cell["bytes"].get<std::string>());
  return cell.is_string() ? cell.get<std::string>() : cell.is_null() ? "NULL" : cell.dump();
}

std::string table_text(const json& table, bool all) {
  const auto rows = table["rows"].get<std::size_t>();
  std::string columns;
  for (const json& column : table["columns"])
    columns += fmt::format("{}{}", columns.empty() ? "" : ", ", column.get<std::string>());
  std::string text = fmt::format("    table {} ({}): {}\n", table["name"].get<std::string>(), cut(columns, all),
                                 reports::counted(rows, "row", "rows"));
  for (const json& one : table["first"]) {
    std::string line;
    for (const json& cell : one) line += fmt::format("{}{}", line.empty() ? "" : " | ", cell_text(cell));
    text += fmt::format("      {}\n", cut(line, all));
  }
  if (const std::size_t shown = table["first"].size(); shown < rows)
    text += fmt::format("      and {} more (--all)\n", rows - shown);
  return text;
}

std::string storage_text(const json& storage, bool all) {
  const auto keys = storage["keys"].get<std::size_t>();
  std::string text =
      row("storage", fmt::format("{}, {}, {} bytes in the database", reports::counted(keys, "key", "keys"),
                                 reports::counted(storage["tables"].size(), "SQL table", "SQL tables"),
                                 storage["databaseSize"].get<std::uint64_t>()));
  for (const json& pair : storage["pairs"])
    text += fmt::format("    {} = {}\n", cut(pair["key"].get<std::string>(), all),
                        block_of(pair["value"].get<std::string>(), all, "      "));
  if (const std::size_t shown = storage["pairs"].size(); shown < keys)
    text += fmt::format("    and {} more (--all)\n", keys - shown);
  for (const json& table : storage["tables"]) text += table_text(table, all);
  return text;
}

std::string waits_text(const json& room, sim::Time now) {
  std::string text;
  for (const json& wait : room["waits"]) {
    const std::string began = ago(instant(wait["began"]), now);
    if (wait["kind"] == "timer")
      text += fmt::format("    due {}, set {}\n", until(instant(wait["due"]), now), began);
    else
      text += fmt::format("    {} since {}\n", wait["kind"].get<std::string>(), began);
  }
  return text.empty() ? row("waits for", "nothing")
                      : row("waits for", reports::counted(room["waits"].size(), "thing", "things")) + text;
}

std::string gates_text(const json& room) {
  const json& gates = room["gates"];
  std::string text;
  const auto add = [&](const char* key, std::string_view one, std::string_view many) {
    const auto count = gates[key].get<std::uint64_t>();
    if (count > 0) text += fmt::format("{}{}", text.empty() ? "" : "; ", reports::counted(count, one, many));
  };
  add("criticalSections", "blockConcurrencyWhile() holds the input lock",
      "nested blockConcurrencyWhile() hold the input lock");
  add("inputWaiting", "turn waits to come in", "turns wait to come in");
  add("outputHeld", "message or answer waits to leave", "messages or answers wait to leave");
  add("unconfirmedTransactions", "transaction is not durable yet", "transactions are not durable yet");
  return row("gates", text.empty() ? "open" : text);
}

std::string invocations_text(const json& room) {
  std::string text;
  for (const json& one : room["invocations"])
    text +=
        fmt::format("{}{} {}", text.empty() ? "" : ", ", one["kind"].get<std::string>(), one["is"].get<std::string>());
  return row("under way", text.empty() ? "nothing" : text);
}

std::string room_text(const Sight& sight, const json& room) {
  const sim::Time now = instant(sight.seen["now"]);
  const RoomPast& past = sight.history.of(models::RoomId{room["room"].get<std::uint32_t>()});
  std::string text = fmt::format("{} {}\n", room["class"].get<std::string>(), cut(name_of(room), false));
  text += row("id", room["id"].get<std::string>());
  text += row("state", state_sentence(room, past, now));
  if (past.last_invocation)
    text += row("last event", fmt::format("{}, {}", models::name_of(past.last_kind), ago(*past.last_invocation, now)));
  if (past.thrown)
    text += row("last throw", fmt::format("{}, {}", cut(past.thrown_what, sight.all), ago(*past.thrown, now)));
  if (room["resets"] > 0) text += row("resets", fmt::format("{}", room["resets"].get<int>()));
  text += row("alarm", alarm_sentence(room["alarm"], now));
  text += sockets_text(sight, room);
  if (!room["autoResponse"].is_null())
    text += row("auto-resp.", fmt::format("{} -> {}", room["autoResponse"]["request"].dump(),
                                          room["autoResponse"]["response"].dump()));
  text += waits_text(room, now) + gates_text(room) + invocations_text(room);
  return text + storage_text(room["storage"], sight.all);
}

std::string moment_text(const Sight& sight) {
  const sim::Time now = instant(sight.seen["now"]);
  return fmt::format("{}, {} after the start\n", sim::format_time(now), sim::format_duration(now - sight.start));
}

/// By class, then as people order names: room-2 before room-10.
std::vector<json> in_order(const json& seen) {
  std::vector<json> rooms(seen.begin(), seen.end());
  std::ranges::sort(rooms, [](const json& a, const json& b) {
    const auto key = [](const json& room) {
      const std::string name = name_of(room);
      return std::tuple(room["class"].get<std::string>(), room["name"].is_null(), name.size(), name,
                        room["id"].get<std::string>());
    };
    return key(a) < key(b);
  });
  return rooms;
}

}  // namespace

std::string state_sentence(const json& room, const RoomPast& past, sim::Time now) {
  const std::string state = room["state"];
  if (state == "awake") return awake_sentence(room, now);
  const std::string since = past.left ? fmt::format(" {} {}", past.left_by, ago(*past.left, now)) : " never ran";
  const std::string alarm = room["alarm"]["due"].is_null() ? "" : " or its alarm";
  if (state == "hibernated") return fmt::format("asleep:{}; a message, a request{} wakes it", since, alarm);
  return fmt::format("not in memory:{}; a request{} wakes it", since, alarm);
}

std::string list_text(const Sight& sight) {
  const sim::Time now = instant(sight.seen["now"]);
  const std::vector<json> rooms = in_order(sight.seen["rooms"]);
  const auto count = sight.seen["count"].get<std::size_t>();
  std::string text = moment_text(sight) + fmt::format("{}\n\n", reports::counted(count, "room", "rooms"));
  std::size_t width = 4;
  for (const json& room : rooms) width = std::max(width, std::min<std::size_t>(40, name_of(room).size()));
  for (const json& room : rooms) {
    const RoomPast& past = sight.history.of(models::RoomId{room["room"].get<std::uint32_t>()});
    const std::string state = room["state"];
    std::string line = state == "awake" ? "awake" : state == "hibernated" ? "asleep" : "out of memory";
    if (state == "awake" && !room["awakeBecause"].is_null())
      line += fmt::format(" ({})", room["awakeBecause"].get<std::string>());
    if (state != "awake" && past.left) line += fmt::format(", {} {}", past.left_by, ago(*past.left, now));
    if (room["sockets"] > 0) line += ", " + reports::counted(room["sockets"].get<std::size_t>(), "socket", "sockets");
    if (!room["alarm"]["due"].is_null() || !room["alarm"]["retryAt"].is_null() || room["alarm"]["running"] == true)
      line += ", alarm " + alarm_sentence(room["alarm"], now);
    text += fmt::format("  {:<{}}  {:<16}  {}\n", cut(name_of(room), false), width, room["class"].get<std::string>(),
                        cut(line, false));
  }
  if (rooms.size() < count) text += fmt::format("  and {} more (--all)\n", count - rooms.size());
  return text;
}

std::string rooms_text(const Sight& sight) {
  std::string text = moment_text(sight);
  for (const json& room : sight.seen["rooms"]) text += fmt::format("\n{}", room_text(sight, room));
  return text;
}

}  // namespace commands
