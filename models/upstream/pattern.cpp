#include "models/upstream/pattern.h"

#include <algorithm>

namespace models::upstream {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

struct Url {
  std::string scheme;  // "https://", or empty
  std::string host;
  std::string path;   // from its slash, or empty
  std::string query;  // from its question mark, or empty
};

Url taken_apart(std::string_view text) {
  Url url;
  text = text.substr(0, text.find('#'));
  if (const std::size_t scheme = text.find("://"); scheme != std::string_view::npos) {
    url.scheme = lower(text.substr(0, scheme + 3));
    text.remove_prefix(scheme + 3);
  }
  const std::size_t query = std::min(text.find('?'), text.size());
  url.query = text.substr(query);
  text = text.substr(0, query);
  const std::size_t path = std::min(text.find('/'), text.size());
  url.path = text.substr(path);
  url.host = lower(text.substr(0, path));
  return url;
}

}  // namespace

std::optional<std::vector<std::string>> matched(std::string_view pattern, std::string_view text) {
  std::vector<std::string> stars;
  const std::size_t first = pattern.find('*');
  if (first == std::string_view::npos) return pattern == text ? std::optional(stars) : std::nullopt;
  if (!text.starts_with(pattern.substr(0, first))) return std::nullopt;
  text.remove_prefix(first);
  pattern.remove_prefix(first + 1);
  // From here on the pattern is what follows a star.
  for (std::size_t next = pattern.find('*'); next != std::string_view::npos; next = pattern.find('*')) {
    const std::string_view literal = pattern.substr(0, next);
    const std::size_t at = text.find(literal);
    if (at == std::string_view::npos) return std::nullopt;
    stars.emplace_back(text.substr(0, at));
    text.remove_prefix(at + literal.size());
    pattern.remove_prefix(next + 1);
  }
  if (!text.ends_with(pattern)) return std::nullopt;
  stars.emplace_back(text.substr(0, text.size() - pattern.size()));
  return stars;
}

std::optional<std::vector<std::string>> matched_url(std::string_view pattern, std::string_view url) {
  const Url asked = taken_apart(url);
  Url wanted = taken_apart(pattern);
  if (!wanted.scheme.empty() && wanted.scheme != asked.scheme) return std::nullopt;
  std::vector<std::string> stars;
  const auto fits = [&stars](const std::string& part, const std::string& text) {
    auto found = matched(part, text);
    if (found) stars.insert(stars.end(), found->begin(), found->end());
    return found.has_value();
  };
  if (!wanted.host.empty() && !fits(wanted.host, asked.host)) return std::nullopt;
  if (!wanted.path.empty() && !fits(wanted.path, asked.path)) return std::nullopt;
  if (!wanted.query.empty() && !fits(wanted.query, asked.query)) return std::nullopt;
  return stars;
}

}  // namespace models::upstream
