#include "models/upstream/answer_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace models::upstream {
namespace {

std::string value_of(std::string_view place, const Asked& asked) {
  const std::string& url = asked.request.url;
  if (place == "n") return std::to_string(asked.n);
  if (place == "method") return asked.request.method;
  if (place == "url") return url;
  if (place == "body") return asked.request.body;
  if (place.front() >= '1' && place.front() <= '9') {
    const auto star = static_cast<std::size_t>(place.front() - '1');
    return star < asked.stars.size() ? asked.stars[star] : "";
  }
  const std::size_t scheme = url.find("://");
  const std::size_t host = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t path = std::min(url.find('/', host), url.size());
  const std::size_t query = std::min(url.find('?', host), url.size());
  if (place == "host") return url.substr(host, std::min(path, query) - host);
  if (place == "path") return path < query ? url.substr(path, query - path) : "/";
  return url.substr(std::min(query + 1, url.size()));
}

std::string escaped(const std::string& text) {
  const std::string quoted = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

std::string filled_in(std::string_view text, const Asked& asked, bool in_json) {
  std::string result;
  while (!text.empty()) {
    const std::size_t brace = std::min(text.find('{'), text.size());
    result += text.substr(0, brace);
    text.remove_prefix(brace);
    if (text.empty()) break;
    const auto place = std::ranges::find_if(kPlaces, [text](std::string_view name) {
      return text.substr(1).starts_with(name) && text.substr(1 + name.size()).starts_with('}');
    });
    if (place != kPlaces.end()) {
      const std::string value = value_of(*place, asked);
      result += in_json ? escaped(value) : value;
      text.remove_prefix(place->size() + 2);
    } else {
      result += '{';
      text.remove_prefix(text.starts_with("{{") ? 2 : 1);
    }
  }
  return result;
}

}  // namespace models::upstream
