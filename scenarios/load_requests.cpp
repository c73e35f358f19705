#include "scenarios/load_requests.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace scenarios {
namespace {

namespace client = models::client;

constexpr std::array<std::string_view, 4> kPlaces{"n", "client", "index", "room"};
constexpr std::string_view kTokenCharacters =
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";  // RFC 9110, 5.6.2

/// A place in braces that nothing fills in is a slip in an address, where braces have no other use.
void check_places(const Node& node, std::string_view path, Problems& problems) {
  for (std::size_t open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1)) {
    const std::size_t close = path.find('}', open);
    if (close == std::string_view::npos || (open > 0 && path[open - 1] == '{') || path.substr(open, 2) == "{{")
      continue;
    const std::string_view name = path.substr(open + 1, close - open - 1);
    if (std::ranges::find(kPlaces, name) != kPlaces.end()) continue;
    problems.add(node.mark, fmt::format("nothing fills in {{{}}}", name),
                 suggestion(name, {kPlaces.begin(), kPlaces.end()}));
  }
}

std::string read_path(const Node& node, Problems& problems) {
  if (!node.is_scalar() || !node.text.starts_with('/') || node.text.find_first_of(" \n\t") != std::string::npos) {
    problems.add(node.mark, fmt::format("a path begins with a slash and has no spaces, not {}", shown(node)),
                 "for example: /?room={room}");
    return "/";
  }
  std::string path = with_braces(node.text);
  check_places(node, path, problems);
  return path;
}

/// Percent-encodes what a query cannot hold as it is; places in braces stay.
std::string encoded(std::string_view text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~{}";
  std::string result;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      result += c;
    } else {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

/// "?room={room}&name={client}" of {room: <room>, name: <client>}: flow style cannot hold a bare question mark.
std::string read_query(const Node& node, Problems& problems) {
  std::string query;
  if (!node.is_map())
    problems.add(node.mark, fmt::format("query must be a map, not {}", shown(node)),
                 "for example: query: {room: <room>, name: <client>}");
  for (const auto& [name, value] : node.entries) {
    if (!value->is_scalar()) {
      problems.add(value->mark, fmt::format("{} must be text, not {}", shown(*name), shown(*value)));
      continue;
    }
    const std::string text = with_braces(value->text);
    check_places(*value, text, problems);
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

std::string with_braces(std::string_view text) { return with_braces(text, kPlaces); }

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

client::ConnectStep read_connect(const Node& node, Problems& problems) {
  client::ConnectStep step;
  if (node.is_scalar()) {
    step.path.text = read_path(node, problems);
    return step;
  }
  MapReader map(node, "connect", {"path", "query", "headers", "protocols"}, problems);
  if (const Node* path = map.find("path")) step.path.text = read_path(*path, problems);
  if (const Node* query = map.find("query")) step.path.text += read_query(*query, problems);
  if (const Node* headers = map.find("headers")) step.headers = read_headers(*headers, problems);
  if (const Node* protocols = map.find("protocols")) step.protocols = read_protocols(*protocols, problems);
  return step;
}

client::HttpStep read_request(const Node& node, Problems& problems) {
  client::HttpStep step;
  if (node.is_scalar()) {
    step.path.text = read_path(node, problems);
    return step;
  }
  MapReader map(node, "request", {"method", "path", "query", "headers", "body"}, problems);
  map.text("method", step.method);
  if (!is_token(step.method))
    problems.add(map.find("method")->mark, fmt::format("{} is no HTTP method", shown(step.method)),
                 "for example: POST");
  if (const Node* path = map.find("path")) step.path.text = read_path(*path, problems);
  if (const Node* query = map.find("query")) step.path.text += read_query(*query, problems);
  if (const Node* headers = map.find("headers")) step.headers = read_headers(*headers, problems);
  map.text("body", step.body.text);
  step.body.text = with_braces(step.body.text);
  return step;
}

}  // namespace scenarios
