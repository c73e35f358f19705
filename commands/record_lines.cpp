#include "commands/record_lines.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "models/trace_json.h"
#include "reports/record_reading.h"
#include "reports/terminal_text.h"
#include "sim/calendar.h"

namespace commands {
namespace {

constexpr std::size_t kKeptBytes = 120;
constexpr std::size_t kWordsColumns = 100;
constexpr std::uint32_t kNone = 0xffffffff;  // the id of nobody

}  // namespace

void RecordLines::visit(const sim::RawRecord& raw) {
  switch (raw.kind) {
    case sim::BodyRecord::kKind: {
      const auto record = reports::read_record<sim::BodyRecord>(raw);
      bodies_[record.id] = record.bytes.substr(0, kKeptBytes);
      break;
    }
    case models::NameDefined::kKind: {
      const auto record = reports::read_record<models::NameDefined>(raw);
      if (record.what == models::NameOf::room) rooms_[models::RoomId{record.id}] = record.name;
      if (record.what == models::NameOf::client) clients_[models::ClientId{record.id}] = record.name;
      break;
    }
    case models::ClientConnected::kKind: {
      const auto record = reports::read_record<models::ClientConnected>(raw);
      sockets_[record.socket] = record.client;
      break;
    }
    default:
      break;
  }
}

std::optional<std::string> RecordLines::client_of(models::SocketId socket) const {
  const auto it = sockets_.find(socket);
  if (it == sockets_.end()) return std::nullopt;
  const auto name = clients_.find(it->second);
  return name == clients_.end() ? std::nullopt : std::optional(name->second);
}

std::string RecordLines::words(const sim::RawRecord& raw, const std::set<std::string>& without) const {
  std::string text;
  models::append_json_line(raw, text);
  const auto fields = nlohmann::ordered_json::parse(text);
  const auto known = [](const auto& names, auto key) -> std::optional<std::string> {
    const auto it = names.find(key);
    return it == names.end() ? std::nullopt : std::optional(it->second);
  };
  std::string words;
  for (const auto& [name, value] : fields.items()) {
    if (name == "at" || name == "record" || without.contains(name)) continue;
    std::optional<std::string> said;
    const std::uint32_t number = value.is_number() ? value.get<std::uint32_t>() : 0;
    if ((name == "room" || name == "socket" || name == "client" || name == "parent") && number == kNone) continue;
    if (name == "due" || name == "retryAt")
      said = sim::format_time(sim::Time{sim::Duration{value.get<std::int64_t>()}});
    if (name == "room") said = known(rooms_, models::RoomId{number});
    if (name == "client") said = known(clients_, models::ClientId{number});
    if (value.is_number() && (name == "body" || name == "text" || name == "contents" || name == "value")) {
      said = known(bodies_, sim::BodyId{number});
      if (said) said = fmt::format("\"{}\"", *said);
    }
    const std::string shown = said ? *said : value.is_string() ? value.get<std::string>() : value.dump();
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", name, shown);
  }
  return words;
}

std::string RecordLines::line(const sim::RawRecord& raw) const {
  return fmt::format("{}  {:<16} {}", sim::format_time(raw.at), kind_of(raw),
                     reports::visible(words(raw), kWordsColumns));
}

std::string kind_of(const sim::RawRecord& raw) {
  static const auto kinds = models::record_kinds();
  for (const auto& [word, number] : kinds)
    if (number == raw.kind) return word;
  return fmt::format("kind {}", raw.kind);
}

}  // namespace commands
