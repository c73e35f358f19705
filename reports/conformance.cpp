#include "reports/conformance.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <set>

namespace reports {
namespace {

using nlohmann::ordered_json;

/// The one normalisation of the recordings: random references in internal errors.
std::string clean(std::string text) {
  static constexpr std::string_view kMark = "internal error; reference = ";
  for (std::size_t at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at + 1)) {
    const std::size_t begin = at + kMark.size();
    std::size_t end = begin;
    while (end < text.size() && ((text[end] >= '0' && text[end] <= '9') || (text[end] >= 'a' && text[end] <= 'z')))
      ++end;
    text.replace(begin, end - begin, "*");
  }
  return text;
}

std::optional<unsigned> escape_at(std::string_view text, std::size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data() + at + 2, text.data() + at + 6, value, 16);
  if (error != std::errc() || end != text.data() + at + 6) return std::nullopt;
  return value;
}

std::size_t utf16_length(std::string_view utf8) {
  std::size_t length = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 || byte >= 0xc0) ++length;
    if (byte >= 0xf0) ++length;
  }
  return length;
}

template <class R>
R read_as(const sim::RawRecord& raw, R record) {
  if (!sim::decode(raw.body, record)) throw sim::TraceFormatError(std::string("malformed ") + std::string(R::kName));
  return record;
}

}  // namespace

std::string with_lone_surrogates_as_text(std::string_view json) {
  std::string result;
  for (std::size_t i = 0; i < json.size();) {
    const auto first = escape_at(json, i);
    if (!first) {
      const std::size_t length = json[i] == '\\' && i + 1 < json.size() ? 2 : 1;
      result.append(json.substr(i, length));
      i += length;
      continue;
    }
    const auto second = escape_at(json, i + 6);
    const bool pair = *first >= 0xd800 && *first < 0xdc00 && second && *second >= 0xdc00 && *second < 0xe000;
    const bool lone = !pair && *first >= 0xd800 && *first < 0xe000;
    if (lone) result += '\\';  // "\ud800" becomes the six characters themselves
    result.append(json.substr(i, pair ? 12 : 6));
    i += pair ? 12 : 6;
  }
  return result;
}

std::int64_t ProbeTranscript::since_start(sim::Time at) const {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(at - start_.value_or(at)).count();
  return (ms + 50) / 100 * 100;
}

const std::string& ProbeTranscript::body(sim::BodyId id) const {
  static const std::string kEmpty;
  const auto it = bodies_.find(id);
  return it == bodies_.end() ? kEmpty : it->second;
}

void ProbeTranscript::add_client(models::ClientId client, sim::Time at, ordered_json entry) {
  ordered_json with_time = {{"t", since_start(at)}};
  with_time.update(entry);
  const auto it = client_names_.find(client);
  auto& list = clients_[it == client_names_.end() ? "?" : it->second];
  if (list.is_null()) list = ordered_json::array();
  list.push_back(std::move(with_time));
}

void ProbeTranscript::log_line(sim::Time at, const std::string& text) {
  if (!text.starts_with("@@")) return;
  ordered_json entry = {{"t", since_start(at)}};
  entry.update(ordered_json::parse(with_lone_surrogates_as_text(clean(text.substr(2)))));
  log_.push_back(std::move(entry));
}

void ProbeTranscript::http_answered(sim::Time at, const models::HttpAnswered& record) {
  const auto it = client_names_.find(record.client);
  std::string name = it == client_names_.end() ? "?" : it->second;
  if (name.starts_with("http:")) name.erase(0, 5);  // as the player calls a step's own client
  if (record.status == 0) {
    http_[name] = {{"t", since_start(at)}, {"failed", "ECONNRESET"}};
    return;
  }
  ordered_json entry = {{"t", since_start(at)}, {"status", record.status}};
  const std::string text = clean(body(record.body));
  ordered_json headers;
  bool is_json = false;
  std::string_view lines = record.headers;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    // Of these alone each is a header of its own.
    if (line.starts_with("set-cookie: "))
      headers["set-cookie"].push_back(std::string(line.substr(colon + 2)));
    else
      headers[std::string(line.substr(0, colon))] = std::string(line.substr(colon + 2));
    if (line.starts_with("content-type: application/json")) is_json = true;
  }
  entry["headers"] = std::move(headers);
  entry["body"] = text;
  const std::string json = with_lone_surrogates_as_text(text);
  if (is_json && ordered_json::accept(json)) entry["body"] = ordered_json::parse(json);
  http_[name] = std::move(entry);
}

void ProbeTranscript::message(sim::Time at, const models::ClientReceived& record) {
  const std::string& bytes = body(record.body);
  if (record.kind == models::MessageKind::binary) {
    std::string hex;
    for (const char c : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return add_client(record.client, at, {{"ev", "binary"}, {"hex", hex}});
  }
  const std::size_t length = utf16_length(bytes);
  add_client(record.client, at, {{"ev", "text"}, {"text", length > 4000 ? fmt::format("<{} chars>", length) : bytes}});
}

void ProbeTranscript::visit(const sim::RawRecord& raw) {
  if (!start_) start_ = raw.at;
  switch (raw.kind) {
    case sim::BodyRecord::kKind: {
      auto record = read_as(raw, sim::BodyRecord{});
      bodies_[record.id] = std::move(record.bytes);
      break;
    }
    case models::NameDefined::kKind: {
      const auto record = read_as(raw, models::NameDefined{});
      if (record.what == models::NameOf::client) client_names_[models::ClientId{record.id}] = record.name;
      break;
    }
    case models::ConsoleLine::kKind:
      log_line(raw.at, body(read_as(raw, models::ConsoleLine{}).text));
      break;
    case models::HttpAnswered::kKind:
      http_answered(raw.at, read_as(raw, models::HttpAnswered{}));
      break;
    case models::ControlDone::kKind: {
      const auto record = read_as(raw, models::ControlDone{});
      ordered_json entry = {{"t", since_start(raw.at)}, {"ok", record.ok}};
      if (!record.ok) entry["error"] = {{"name", record.error_name}, {"message", record.error_message}};
      control_[record.name] = std::move(entry);
      break;
    }
    default:
      visit_client(raw);
  }
}

void ProbeTranscript::visit_client(const sim::RawRecord& raw) {
  switch (raw.kind) {
    case models::ClientConnected::kKind: {
      const auto record = read_as(raw, models::ClientConnected{});
      ordered_json entry = {{"ev", "open"}};
      if (!record.protocol.empty()) entry["protocol"] = record.protocol;
      add_client(record.client, raw.at, std::move(entry));
      break;
    }
    case models::ClientRefused::kKind: {
      const auto record = read_as(raw, models::ClientRefused{});
      if (record.status == 0) break;
      add_client(record.client, raw.at,
                 {{"ev", "refused"}, {"status", record.status}, {"body", clean(body(record.body))}});
      break;
    }
    case models::ClientReceived::kKind:
      message(raw.at, read_as(raw, models::ClientReceived{}));
      break;
    case models::ClientPong::kKind: {
      const auto record = read_as(raw, models::ClientPong{});
      add_client(record.client, raw.at, {{"ev", "pong"}, {"text", body(record.body)}});
      break;
    }
    case models::ClientCloseFrame::kKind: {
      const auto record = read_as(raw, models::ClientCloseFrame{});
      add_client(record.client, raw.at, {{"ev", "close-frame"}, {"code", record.code}, {"reason", record.reason}});
      break;
    }
    case models::ClientClosed::kKind: {
      const auto record = read_as(raw, models::ClientClosed{});
      add_client(record.client, raw.at,
                 {{"ev", "close"}, {"code", record.code}, {"reason", record.reason}, {"wasClean", record.was_clean}});
      break;
    }
    case models::ClientError::kKind:
      add_client(read_as(raw, models::ClientError{}).client, raw.at, {{"ev", "error"}});
      break;
    default:
      break;
  }
}

ordered_json ProbeTranscript::to_json() const {
  ordered_json result = {{"log", log_},
                         {"clients", ordered_json::object()},
                         {"http", ordered_json::object()},
                         {"control", ordered_json::object()}};
  for (const auto& [name, list] : clients_) result["clients"][name] = list;
  for (const auto& [name, entry] : http_) result["http"][name] = entry;
  for (const auto& [name, entry] : control_) result["control"][name] = entry;
  return result;
}

namespace {

/// Sorted keys (nlohmann::json sorts), without `t` at the entry's level and without "~" keys at any.
nlohmann::json canonical(const ordered_json& value, bool entry) {
  if (value.is_array()) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& element : value) list.push_back(canonical(element, false));
    return list;
  }
  if (!value.is_object()) return nlohmann::json::parse(value.dump());
  nlohmann::json object = nlohmann::json::object();
  for (const auto& [key, element] : value.items())
    if (!key.starts_with("~") && !(entry && key == "t")) object[key] = canonical(element, false);
  return object;
}

using Entries = std::map<std::string, std::string>;

void add_list(Entries& entries, const std::string& where, const ordered_json& list, bool skip_close) {
  std::size_t index = 0;
  for (const auto& entry : list) {
    if (skip_close && entry.value("ev", "") == "close") continue;
    entries[fmt::format("{}[{:03}]", where, index++)] = canonical(entry, true).dump();
  }
}

Entries entries_of(const ordered_json& transcript, const ordered_json& recorded, bool skip_close) {
  Entries entries;
  add_list(entries, "log", transcript["log"], false);
  for (const auto& [name, list] : transcript["clients"].items()) add_list(entries, "clients." + name, list, skip_close);
  for (const auto& [name, entry] : transcript["http"].items()) {
    ordered_json shown = entry;
    // Only the headers that the recording shows are compared.
    const auto& wanted = recorded["http"].contains(name) ? recorded["http"][name] : ordered_json();
    if (!wanted.contains("headers")) {
      shown.erase("headers");
    } else {
      ordered_json headers;
      for (const auto& [header, unused] : wanted["headers"].items())
        headers[header] =
            entry.contains("headers") && entry["headers"].contains(header) ? entry["headers"][header] : ordered_json();
      shown["headers"] = headers;
    }
    entries["http." + name] = canonical(shown, true).dump();
  }
  for (const auto& [name, entry] : transcript["control"].items())
    entries["control." + name] = canonical(entry, true).dump();
  return entries;
}

}  // namespace

std::vector<Difference> compare_probe(const ordered_json& recorded, const ordered_json& played, bool skip_tcp_close) {
  const Entries expected = entries_of(recorded, recorded, skip_tcp_close);
  const Entries got = entries_of(played, recorded, skip_tcp_close);
  std::set<std::string> places;
  for (const auto& [where, text] : expected) places.insert(where);
  for (const auto& [where, text] : got) places.insert(where);
  std::vector<Difference> differences;
  const auto text_at = [](const Entries& entries, const std::string& where) {
    const auto it = entries.find(where);
    return it == entries.end() ? std::string("(nothing)") : it->second;
  };
  for (const std::string& where : places) {
    Difference difference{where, text_at(expected, where), text_at(got, where)};
    if (difference.expected != difference.played) differences.push_back(std::move(difference));
  }
  return differences;
}

}  // namespace reports
