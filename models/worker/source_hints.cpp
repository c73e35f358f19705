#include "models/worker/source_hints.h"

#include <algorithm>
#include <array>

namespace models::worker {
namespace {

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

void skip_spaces(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

std::string_view take_name(std::string_view& text) {
  skip_spaces(text);
  std::size_t end = 0;
  while (end < text.size() && is_name_char(text[end])) ++end;
  const std::string_view name = text.substr(0, end);
  text.remove_prefix(end);
  return name;
}

/// The source without its comments and without what is in quotes.
std::string code_of(std::string_view source) {
  std::string code;
  for (std::size_t i = 0; i < source.size();) {
    const char c = source[i];
    std::string_view end;
    if (source.substr(i).starts_with("//")) end = "\n";
    if (source.substr(i).starts_with("/*")) end = "*/";
    if (!end.empty()) {
      const std::size_t found = source.find(end, i + 2);
      i = found == std::string_view::npos ? source.size() : found + end.size();
      code += ' ';
    } else if (c == '"' || c == '\'') {
      for (++i; i < source.size() && source[i] != c && source[i] != '\n'; ++i)
        if (source[i] == '\\') ++i;
      ++i;
    } else {
      code += c;
      ++i;
    }
  }
  return code;
}

struct Classes {
  std::vector<std::string> durable;  // exported, and extend DurableObject
  std::vector<std::string> others;   // exported
};

/// `export { A, B as C }` exports by a name that may differ from the class's own; only its own is looked at.
std::vector<std::string> exported_in_braces(std::string_view code) {
  std::vector<std::string> names;
  for (std::size_t at = code.find("export"); at != std::string_view::npos; at = code.find("export", at + 1)) {
    std::string_view rest = code.substr(at + 6);
    skip_spaces(rest);
    if (!rest.starts_with('{')) continue;
    rest = rest.substr(1, rest.find('}') - 1);
    while (!rest.empty()) {
      names.emplace_back(take_name(rest));
      rest.remove_prefix(std::min(rest.find(','), rest.size()));
      if (!rest.empty()) rest.remove_prefix(1);
    }
  }
  return names;
}

Classes classes_in(std::string_view code) {
  Classes classes;
  const std::vector<std::string> exported = exported_in_braces(code);
  for (std::size_t at = code.find("class "); at != std::string_view::npos; at = code.find("class ", at + 1)) {
    if (at > 0 && is_name_char(code[at - 1])) continue;
    std::string_view before = code.substr(0, at);
    before = before.substr(0, before.find_last_not_of(" \t\r\n") + 1);
    std::string_view rest = code.substr(at + 6);
    const std::string name(take_name(rest));
    const bool is_exported = before.ends_with("export") || std::ranges::find(exported, name) != exported.end();
    if (name.empty() || !is_exported) continue;
    const bool extends = take_name(rest) == "extends" && take_name(rest) == "DurableObject";
    (extends ? classes.durable : classes.others).push_back(name);
  }
  return classes;
}

/// Names X of env.X.idFromName(...) and the like, in order of appearance.
std::vector<std::string> namespaces_in(std::string_view code) {
  constexpr std::array<std::string_view, 4> kMethods{"idFromName", "idFromString", "newUniqueId", "getByName"};
  std::vector<std::string> names;
  for (std::size_t at = code.find("env."); at != std::string_view::npos; at = code.find("env.", at + 1)) {
    std::string_view rest = code.substr(at + 4);
    const std::string name(take_name(rest));
    skip_spaces(rest);
    if (!rest.starts_with('.')) continue;
    rest.remove_prefix(1);
    const bool calls = std::ranges::find(kMethods, take_name(rest)) != kMethods.end();
    if (calls && std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

std::string upper_snake(std::string_view class_name) {
  std::string name;
  for (std::size_t i = 0; i < class_name.size(); ++i) {
    if (i > 0 && is_upper(class_name[i]) && !is_upper(class_name[i - 1])) name += '_';
    name += to_upper(class_name[i]);
  }
  return name;
}

/// ROOMS and ChatRoom speak of the same thing: one holds the other, but for case, underscores and a plural's s.
bool speak_alike(std::string_view binding, std::string_view class_name) {
  const auto fold = [](std::string_view text) {
    std::string folded;
    for (const char c : text)
      if (c != '_') folded += to_lower(c);
    if (folded.ends_with('s')) folded.pop_back();
    return folded;
  };
  const std::string a = fold(binding);
  const std::string b = fold(class_name);
  return a.find(b) != std::string::npos || b.find(a) != std::string::npos;
}

}  // namespace

std::vector<SuggestedObject> suggested_objects(std::string_view source) {
  const std::string code = code_of(source);
  std::vector<std::string> bindings = namespaces_in(code);
  const Classes classes = classes_in(code);
  const bool old_style = classes.durable.empty() && !bindings.empty();
  const std::vector<std::string>& names = old_style ? classes.others : classes.durable;
  std::vector<SuggestedObject> objects;
  for (const std::string& name : names) {
    const auto alike = std::ranges::find_if(bindings, [&](const auto& binding) { return speak_alike(binding, name); });
    objects.push_back({name, alike == bindings.end() ? "" : *alike});
    if (alike != bindings.end()) bindings.erase(alike);
  }
  for (SuggestedObject& object : objects) {
    if (!object.binding.empty()) continue;
    object.binding = bindings.empty() ? upper_snake(object.class_name) : bindings.front();
    if (!bindings.empty()) bindings.erase(bindings.begin());
  }
  return objects;
}

}  // namespace models::worker
