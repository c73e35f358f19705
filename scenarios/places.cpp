#include "scenarios/places.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/client/message_text.h"

namespace scenarios {

Places::Places(const std::vector<std::string>& own) {
  for (const std::string_view name : models::client::kPlaces) names_.emplace_back(name);
  names_.insert(names_.end(), own.begin(), own.end());
}

/// A name, and what may be reckoned with it: "index / 4".
bool Places::names_place(std::string_view inside) const {
  constexpr std::string_view kReckoning = " +-*/%0123456789";
  return std::ranges::any_of(names_, [&](const std::string& name) {
    if (!inside.starts_with(name)) return false;
    const std::string_view rest = inside.substr(name.size());
    return rest.empty() ||
           (rest.find_first_not_of(kReckoning) == std::string_view::npos && (rest[0] < '0' || rest[0] > '9'));
  });
}

std::string Places::braced(std::string_view text) const {
  std::string result;
  while (!text.empty()) {
    const std::size_t close = text.find('>');
    if (text.front() == '<' && close != std::string_view::npos && names_place(text.substr(1, close - 1))) {
      result += fmt::format("{{{}}}", text.substr(1, close - 1));
      text.remove_prefix(close + 1);
    } else {
      result += text.front();
      text.remove_prefix(1);
    }
  }
  return result;
}

bool Places::is_place(std::string_view text) const {
  return text.size() > 2 && text.front() == '{' && text.find('}') == text.size() - 1 &&
         names_place(text.substr(1, text.size() - 2));
}

void Places::check(const Node& node, std::string_view text, Problems& problems) const {
  for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos || (open > 0 && text[open - 1] == '{') || text.substr(open, 2) == "{{")
      continue;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (names_place(name)) continue;
    problems.add(node.mark, fmt::format("nothing fills in {{{}}}", name),
                 suggestion(name, {names_.begin(), names_.end()}));
  }
}

}  // namespace scenarios
