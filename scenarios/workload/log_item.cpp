#include "scenarios/workload/log_item.h"

#include <algorithm>
#include <string_view>

namespace scenarios::workload {
namespace {

using nlohmann::json;

const json& member(const json& value, const char* name) {
  static const json kNothing;
  if (!value.is_object()) return kNothing;
  const auto found = value.find(name);
  return found == value.end() ? kNothing : *found;
}

std::string text_of(const json& value) { return value.is_string() ? value.get<std::string>() : std::string(); }

/// Path and query.
std::string path_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  const std::size_t path = url.find_first_of("/?");
  if (path == std::string_view::npos) return "/";
  url.remove_prefix(path);
  url = url.substr(0, url.find('#'));
  return url.starts_with('/') ? std::string(url) : "/" + std::string(url);
}

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

bool asks_for_websocket(const json& headers) {
  if (!headers.is_object()) return false;
  return std::ranges::any_of(headers.items(), [](const auto& header) {
    return same_word(header.key(), "upgrade") && header.value().is_string() &&
           same_word(header.value().template get_ref<const std::string&>(), "websocket");
  });
}

void take_fetch(const json& request, const json& response, LogItem& item) {
  const bool logpush = request.contains("URL");
  item.method = text_of(member(request, logpush ? "Method" : "method"));
  item.path = path_of(text_of(member(request, logpush ? "URL" : "url")));
  const json& status = member(response, logpush ? "Status" : "status");
  const bool switched = status.is_number_integer() && status == 101;
  // A fetch that ends with a WebSocket has no response in the log, or one of status 101; with another it was refused.
  const bool refused = status.is_number_integer() && status >= 200;
  const bool upgrade = switched || (asks_for_websocket(member(request, "headers")) && !refused);
  item.what = upgrade ? LogItem::What::open : LogItem::What::request;
}

void take_websocket(const json& event, LogItem& item) {
  std::string type = text_of(member(event, "webSocketEventType"));
  if (type.empty()) type = text_of(member(event, "WebSocketEventType"));
  if (type.empty()) type = text_of(member(event, "type"));
  if (type.empty()) type = text_of(member(event, "Type"));
  const bool ends = type == "close" || type == "error";
  item.what = ends ? LogItem::What::close : LogItem::What::message;
  if (!ends) return;
  json code = member(event, "code");
  if (code.is_null()) code = member(event, "Code");
  json clean = member(event, "wasClean");
  if (clean.is_null()) clean = member(event, "WasClean");
  item.code = type == "error" || clean == false ? 1006 : code.is_number_integer() ? code.get<std::uint16_t>() : 1000;
}

/// An `event` of wrangler tail and of Workers Logs. type: what else says of which kind it is; may be empty.
void take_event(const json& event, std::string_view type, LogItem& item) {
  if (event.is_object() && event.contains("request"))
    return take_fetch(event["request"], member(event, "response"), item);
  if (event.is_object() && event.contains("getWebSocketEvent")) return take_websocket(event["getWebSocketEvent"], item);
  if (event.is_object() && event.contains("webSocketEventType")) return take_websocket(event, item);
  const bool alarm = event.is_object() && event.contains("scheduledTime") && !event.contains("cron");
  if (alarm || type == "alarm")
    item.what = LogItem::What::alarm;
  else if (type.find("websocket") != std::string_view::npos || type.find("web_socket") != std::string_view::npos)
    take_websocket(event, item);
}

/// Milliseconds, as far as nanoseconds can tell them.
std::int64_t whole(const json& value) {
  constexpr double kMost = 9e12;
  return value.is_number() ? static_cast<std::int64_t>(std::clamp(value.get<double>(), -kMost, kMost)) : 0;
}

LogItem of_tail(const json& record) {
  LogItem item;
  const json& at = member(record, "eventTimestamp");
  if (at.is_number()) item.ms = whole(at);
  item.object = text_of(member(record, "durableObjectId"));
  const bool of_object = !item.object.empty() || member(record, "executionModel") == "durableObject";
  if (of_object) item.object_class = text_of(member(record, "entrypoint"));
  item.wall_ms = whole(member(record, "wallTime"));
  take_event(member(record, "event"), "", item);
  return item;
}

/// What code printed is a record of its own, and none of an event.
LogItem of_workers_logs(const json& record) {
  LogItem item;
  const std::string of_what = text_of(member(member(record, "$metadata"), "type"));
  if (!of_what.empty() && of_what != "cf-worker-event") return item;
  const json& workers = member(record, "$workers");
  const json& at = member(record, "timestamp");
  if (at.is_number()) item.ms = whole(at);
  item.object = text_of(member(workers, "durableObjectId"));
  const bool of_object = !item.object.empty() || member(workers, "executionModel") == "durableObject";
  if (of_object) item.object_class = text_of(member(workers, "entrypoint"));
  item.wall_ms = whole(member(workers, "wallTimeMs"));
  take_event(member(workers, "event"), text_of(member(workers, "eventType")), item);
  return item;
}

LogItem of_logpush(const json& record) {
  LogItem item;
  const json& at = member(record, "EventTimestampMs");
  if (at.is_number()) item.ms = whole(at);
  item.object_class = text_of(member(record, "Entrypoint"));
  item.wall_ms = whole(member(record, "WallTimeMs"));
  const std::string type = text_of(member(record, "EventType"));
  const json& event = member(record, "Event");
  if (type == "fetch" && member(event, "Request").is_object())
    take_fetch(event["Request"], member(event, "Response"), item);
  else if (type == "alarm" || type == "hibernatable_web_socket")
    take_event(event, type, item);
  return item;
}

}  // namespace

LogItem log_item(const json& record, Format format) {
  if (format == Format::tail) return of_tail(record);
  return format == Format::logpush ? of_logpush(record) : of_workers_logs(record);
}

}  // namespace scenarios::workload
