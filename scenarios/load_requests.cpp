#include "scenarios/load_requests.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "scenarios/load_messages.h"

namespace scenarios {
namespace {

namespace client = models::client;

constexpr std::string_view kTokenCharacters =
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";  // RFC 9110, 5.6.2

std::string read_path(const Node& node, const Places& places, Problems& problems) {
  if (!node.is_scalar() || !node.text.starts_with('/') || node.text.find_first_of(" \n\t") != std::string::npos) {
    problems.add(node.mark, fmt::format("a path begins with a slash and has no spaces, not {}", shown(node)),
                 "for example: /?room={room}");
    return "/";
  }
  std::string path = places.braced(node.text);
  places.check(node, path, problems);
  return path;
}

/// Percent-encodes what a query cannot hold as it is; what stands in braces stays.
std::string encoded(std::string_view text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~{}";
  std::string result;
  bool in_braces = false;
  for (const char c : text) {
    in_braces = c == '{' || (in_braces && c != '}');
    if (in_braces || kPlain.find(c) != std::string_view::npos) {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

/// "?room={room}&name={client}" of {room: <room>, name: <client>}: flow style cannot hold a bare question mark.
std::string read_query(const Node& node, const Places& places, Problems& problems) {
  std::string query;
  if (!node.is_map())
    problems.add(node.mark, fmt::format("query must be a map, not {}", shown(node)),
                 "for example: query: {room: <room>, name: <client>}");
  for (const auto& [name, value] : node.entries) {
    if (!value->is_scalar()) {
      problems.add(value->mark, fmt::format("{} must be text, not {}", shown(*name), shown(*value)));
      continue;
    }
    const std::string text = places.braced(value->text);
    places.check(*value, text, problems);
    query += fmt::format("{}{}={}", query.empty() ? '?' : '&', encoded(name->text), encoded(text));
  }
  return query;
}

std::vector<std::string> read_protocols(const Node& node, Problems& problems) {
  std::vector<std::string> protocols;
  if (node.kind != Node::Kind::sequence) {
    problems.add(node.mark, fmt::format("protocols must be a list, not {}", shown(node)),
                 "for example: protocols: [chat.v2]");
    return protocols;
  }
  for (const Node* one : node.items) {
    if (one->is_scalar() && is_token(one->text)) {
      protocols.push_back(one->text);
    } else {
      problems.add(one->mark, fmt::format("{} cannot be a protocol's name", shown(*one)));
    }
  }
  return protocols;
}

std::vector<std::pair<std::string, client::Template>> read_header_texts(const Node& node, const Places& places,
                                                                        Problems& problems) {
  std::vector<std::pair<std::string, client::Template>> headers;
  for (auto& [name, value] : read_headers(node, problems))
    headers.emplace_back(name, client::Template{places.braced(value)});
  return headers;
}

/// `path:` and `query:`, each optional.
void read_address(MapReader& map, const Places& places, client::Template& address) {
  if (const Node* path = map.find("path")) address.text = read_path(*path, places, map.problems());
  if (const Node* query = map.find("query")) address.text += read_query(*query, places, map.problems());
}

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kTokenCharacters) == std::string_view::npos;
}

models::network::HeaderList read_headers(const Node& node, Problems& problems) {
  models::network::HeaderList headers;
  if (!node.is_map()) {
    problems.add(node.mark, fmt::format("headers must be a map, not {}", shown(node)),
                 "for example: headers: {authorization: Bearer abc}");
    return headers;
  }
  for (const auto& [name, value] : node.entries) {
    if (!is_token(name->text)) problems.add(name->mark, fmt::format("{} cannot be a header's name", shown(*name)));
    if (!value->is_scalar() || value->text.find_first_of("\r\n") != std::string::npos) {
      problems.add(value->mark, fmt::format("a header's value is one line of text, not {}", shown(*value)));
      continue;
    }
    std::string lower = name->text;
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    headers.emplace_back(std::move(lower), value->text);
  }
  return headers;
}

std::string with_braces(std::string_view text, std::span<const std::string_view> places) {
  std::string result;
  while (!text.empty()) {
    const auto place = std::ranges::find_if(places, [&](std::string_view name) {
      return text.starts_with('<') && text.substr(1).starts_with(name) && text.substr(1 + name.size()).starts_with('>');
    });
    if (place != places.end()) {
      result += fmt::format("{{{}}}", *place);
      text.remove_prefix(place->size() + 2);
    } else {
      result += text.front();
      text.remove_prefix(1);
    }
  }
  return result;
}

std::string with_stars(std::string_view text) {
  constexpr std::string_view kAny = "<any>";
  std::string result;
  for (std::size_t at = text.find(kAny); at != std::string_view::npos; at = text.find(kAny)) {
    result += text.substr(0, at);
    result += '*';
    text.remove_prefix(at + kAny.size());
  }
  result += text;
  return result;
}

namespace {

const KeyRow& query_row() {
  static const KeyRow kRow{"query", value::names(value::text()), kOptional, "what follows the path, for flow style",
                           "{room: <room>, name: <client>}"};
  return kRow;
}

const KeyRow& headers_row() {
  static const KeyRow kRow{"headers", value::names(value::text(), kTokenPattern), kOptional, "of the request",
                           "{authorization: Bearer abc}"};
  return kRow;
}

const KeyRow& path_row() {
  static const KeyRow kRow{"path", value::text("^/[^ \\n\\t]*$"), "/", "begins with a slash", "/save"};
  return kRow;
}

const KeyTable kResume{
    .name = "resume",
    .rows = {{"path", value::text("^/[^ \\n\\t]*$"), "the connection's", "begins with a slash", "/resume"},
             query_row(),
             {"send", message_value(), kOptional, "the first message", "{json: {resume: <token>}}"}}};

}  // namespace

const KeyTable kConnect{.name = "connect",
                        .rows = {path_row(),
                                 query_row(),
                                 headers_row(),
                                 {"protocols", value::list(value::text(kTokenPattern)), kOptional,
                                  "subprotocols that are offered", "[chat.v2]"},
                                 {"resume", value::map(kResume), kOptional,
                                  "how a client connects that has been connected before", "{query: {since: <n>}}"}}};

std::vector<KeyRow> request_rows() {
  return {{"method", value::text(kTokenPattern), "GET", "of HTTP", "POST"},
          path_row(),
          query_row(),
          headers_row(),
          {"body", message_value(), kOptional, "of the request", "x"},
          {"json", value::anything(), kOptional, "a body: YAML as JSON, with its Content-Type", "{by: <client>}"}};
}

client::ConnectStep read_connect(const Node& node, const Places& places, Problems& problems) {
  client::ConnectStep step;
  if (node.is_scalar()) {
    step.path.text = read_path(node, places, problems);
    return step;
  }
  MapReader map(node, kConnect, problems);
  read_address(map, places, step.path);
  if (const Node* headers = map.find("headers")) step.headers = read_header_texts(*headers, places, problems);
  if (const Node* protocols = map.find("protocols")) step.protocols = read_protocols(*protocols, problems);
  const Node* resume = map.find("resume");
  if (resume == nullptr) return step;
  MapReader how(*resume, kResume, problems);
  if (how.find("path") != nullptr || how.find("query") != nullptr) {
    // A query alone goes with the path that the connection had.
    step.resume_path = client::Template{step.path.text.substr(0, step.path.text.find('?'))};
    read_address(how, places, *step.resume_path);
  }
  if (const Node* send = how.find("send")) step.resume_message = read_message(*send, places, problems);
  return step;
}

client::HttpStep read_plain_request(const Node& path, const Places& places, Problems& problems) {
  client::HttpStep step;
  step.path.text = read_path(path, places, problems);
  return step;
}

client::HttpStep read_request(MapReader& map, const Places& places) {
  Problems& problems = map.problems();
  client::HttpStep step;
  map.text("method", step.method);
  if (!is_token(step.method))
    problems.add(map.find("method")->mark, fmt::format("{} is no HTTP method", shown(step.method)),
                 "for example: POST");
  read_address(map, places, step.path);
  if (const Node* headers = map.find("headers")) step.headers = read_header_texts(*headers, places, problems);
  const Node* body = map.find("body");
  const Node* json = map.find("json");
  if (body != nullptr) step.body = read_message(*body, places, problems);
  if (json == nullptr) return step;
  if (body != nullptr) problems.add(json->mark, "a request has either `body:` or `json:`", "take one of the two away");
  step.body = read_json_message(*json, places);
  const auto is_type = [](const auto& header) { return header.first == "content-type"; };
  if (std::ranges::none_of(step.headers, is_type))
    step.headers.emplace_back("content-type", client::Template{"application/json"});
  return step;
}

}  // namespace scenarios
